"""What a change of the notices does is said in numbers before it is saved (N7)."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file import clinic_values
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.notice_rules import Reminder
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.notices.reminders import Reminding
from slotkeeper.services.staff.settings.draft import make_draft
from slotkeeper.services.staff.settings.effect import find_effect
from tests.services.desk import DAY, NINE, Desk, at

THURSDAY = NINE + 2 * DAY
A_DAY, TWO_DAYS = Reminder(before=CutOff(1, "d")), Reminder(before=CutOff(2, "d"))

pytestmark = pytest.mark.req("N7")


async def said(desk: Desk, clinic: Clinic) -> list[tuple[str, int | None]]:
    stored = await get_clinic(desk.database, desk.slug)
    draft = make_draft(stored, clinic_values(clinic))
    found = await find_effect(desk.database, draft, desk.clock())
    return [(each.key.removeprefix("effect."), each.n) for each in found.consequences]


async def with_notices(desk: Desk, **notices: object) -> Clinic:
    clinic = await get_clinic(desk.database, desk.slug)
    return replace(clinic, notices=replace(clinic.notices, **notices))


async def test_how_many_are_reminded_tomorrow_and_how_many_at_once(desk: Desk) -> None:
    await desk.set_up(daily_limit=0)
    for start in (THURSDAY, THURSDAY + 3600, NINE + 3 * DAY):
        await desk.book(start)
    # On Monday: tomorrow's reminders are of Thursday's two where it is two days, of none for one.
    assert await said(desk, await with_notices(desk, reminders=(TWO_DAYS,))) == [
        ("reminders_tomorrow", 2)
    ]
    assert await said(desk, await with_notices(desk, reminders=(A_DAY,))) == [
        ("reminders_tomorrow", 0)
    ]
    desk.clock.now = THURSDAY - 2 * DAY + 60
    assert await said(desk, await with_notices(desk, reminders=(TWO_DAYS, A_DAY))) == [
        ("reminders_tomorrow", 3),
        ("reminders_at_once", 1),
    ]


async def test_what_is_said_is_what_happens(desk: Desk) -> None:
    await desk.set_up(daily_limit=0)
    for start in (THURSDAY, THURSDAY + 3600, NINE + 3 * DAY):
        await desk.book(start)
    desk.clock.now = at("2027-01-06 00:30")
    clinic = await with_notices(desk, reminders=(TWO_DAYS, A_DAY))
    told = dict(await said(desk, clinic))
    await desk.save(clinic)
    reminding = Reminding(desk.toolbox)
    assert await reminding.remind() == told.get("reminders_at_once", 0)
    queued = dict.fromkeys(("2027-01-06", "2027-01-07"), 0)
    for day in queued:
        for minute in range(30, 24 * 60, 10):
            desk.clock.now = at(f"{day} 00:00") + minute * 60
            queued[day] += await reminding.remind()
    assert queued["2027-01-07"] == told["reminders_tomorrow"] == 1


async def test_none_at_all(desk: Desk) -> None:
    assert await said(desk, await with_notices(desk, reminders=())) == [("no_reminders", None)]


async def test_texts_that_nobody_has_set_up(desk: Desk) -> None:
    assert await said(desk, await with_notices(desk, sms=("booked",))) == [("texts_off", None)]


async def test_a_clinic_that_would_hear_of_nothing(desk: Desk) -> None:
    clinic = await with_notices(desk, send_to=("desk@harbour.example",))
    await desk.save(clinic)
    assert ("nobody_hears", None) in await said(desk, await with_notices(desk, send_to=()))
