"""Who is asked to call is not offered what they could not accept: the next one is (C6, T2)."""

from collections.abc import Mapping

import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.trust import Standing, Step
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.waitlist.show import get_on_list, list_waiting
from slotkeeper.services.staff.waitlist.steer import offer_by_hand
from slotkeeper.storage.trust import save_standing
from tests.services.changing.link import Link
from tests.services.desk import NINE, NOW, Desk
from tests.services.staff.bookings.front_desk import front_desk
from tests.services.trusted import put_on
from tests.services.waitlist.line import (
    ADA,
    BEN,
    CLEO,
    look,
    open_hours,
    open_list,
    wait,
    wait_for_earlier,
)

pytestmark = pytest.mark.req("C6")
ONE_TIME = (540, 570)
LATER = (600, 630)


async def known(desk: Desk, who: Mapping[str, str] = ADA, phone: str = "02 5550 7777") -> Booking:
    """Somebody with an appointment, an hour later than the one time that is free."""
    return await desk.book(NINE + 3600, **who, phone=phone)


async def open_one(desk: Desk) -> None:
    await open_list(desk)
    await open_hours(desk, ONE_TIME, LATER)


@pytest.mark.parametrize("step", ["call", "blocked"])
async def test_who_is_asked_to_call_is_passed_over_for_the_next(desk: Desk, step: Step) -> None:
    await open_one(desk)
    await put_on(desk, (await known(desk)).patient_id, step)
    ada, ben = await wait(desk, ADA), await wait(desk, BEN)
    assert await look(desk) == 1
    assert (await ada.look()).offer is None
    assert (await ben.offer()).starts_at == NINE
    assert (await ada.entry()).state == "waiting"


@pytest.mark.parametrize("step", ["confirm", "prepay", "approve"])
async def test_who_can_book_in_some_way_is_offered_times(desk: Desk, step: Step) -> None:
    await open_one(desk)
    await put_on(desk, (await known(desk)).patient_id, step)
    ada = await wait(desk, ADA)
    assert await look(desk) == 1
    assert (await ada.offer()).starts_at == NINE


async def test_somebody_else_on_the_step_keeps_nobody_from_times(desk: Desk) -> None:
    await open_one(desk)
    seen = await known(desk, CLEO, "02 5550 9999")
    await put_on(desk, seen.patient_id, "blocked")
    ada = await wait(desk, ADA)
    assert await look(desk) == 1
    assert (await ada.offer()).starts_at == NINE


async def test_they_are_known_by_their_number_under_another_name(desk: Desk) -> None:
    await open_one(desk)
    await put_on(desk, (await known(desk, CLEO, "02 5550 1234")).patient_id, "blocked")
    await wait(desk, ADA)
    assert await look(desk) == 0


async def test_they_are_known_by_the_record_that_theirs_was_merged_with(desk: Desk) -> None:
    await open_one(desk)
    seen = await known(desk, CLEO, "02 5550 9999")
    await put_on(desk, seen.patient_id, "blocked")
    await desk.cancel(seen, "clinic")
    own = await known(desk)
    await desk.execute(
        "UPDATE patient SET merged_into = $2 WHERE id = $1", seen.patient_id, own.patient_id
    )
    await wait(desk, ADA)
    assert await look(desk) == 0


async def test_once_the_step_is_lifted_the_next_look_offers_it(desk: Desk) -> None:
    await open_one(desk)
    seen = await known(desk)
    await put_on(desk, seen.patient_id, "call")
    ada = await wait(desk, ADA)
    assert await look(desk) == 0
    await put_on(desk, seen.patient_id, "normal")
    assert await look(desk) == 1
    assert (await ada.offer()).starts_at == NINE


async def test_once_the_step_is_over_by_itself_the_list_is_looked_through(desk: Desk) -> None:
    await open_one(desk)
    seen = await known(desk)
    await until(desk, seen, Standing(step="blocked", by="rule", until=NOW + 600))
    ada = await wait(desk, ADA)
    assert await look(desk) == 0
    desk.clock.wait(599)
    assert await look(desk) == 0
    desk.clock.wait(1)
    assert await look(desk) == 1
    assert (await ada.offer()).starts_at == NINE


async def test_what_staff_had_set_below_a_rule_counts_when_that_is_over(desk: Desk) -> None:
    await open_one(desk)
    seen = await known(desk)
    below = Standing(step="call", by="staff")
    await until(desk, seen, Standing(step="blocked", by="rule", until=NOW + 600, below=below))
    await wait(desk, ADA)
    assert await look(desk) == 0
    desk.clock.wait(600)
    assert await look(desk) == 0


async def test_staff_may_offer_them_a_time_by_hand(desk: Desk) -> None:
    await open_one(desk)
    seen = await known(desk)
    await put_on(desk, seen.patient_id, "call")
    ada, member = await wait(desk, ADA), (await front_desk(desk)).member
    clinic, entry = await get_clinic(desk.database, desk.slug), await ada.entry()
    mara = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=desk.clock())
    who = seen.practitioner_id
    await offer_by_hand(desk.toolbox, clinic, mara, entry.id, who, NINE)
    assert await look(desk) == 0
    assert (await ada.offer()).starts_at == NINE


async def test_who_has_a_booking_may_move_it_and_is_offered_an_earlier_time(desk: Desk) -> None:
    await open_one(desk)
    seen = await known(desk)
    link = await Link.of(desk, seen)
    later = await wait_for_earlier(desk, link.token)
    await put_on(desk, seen.patient_id, "call")
    assert await look(desk) == 1
    assert (await later.accept_earlier()).starts_at == NINE


async def test_staff_see_why_nobody_offers_them_anything(desk: Desk) -> None:
    await open_one(desk)
    await put_on(desk, (await known(desk)).patient_id, "call")
    ada = await (await wait(desk, ADA)).entry()
    await wait(desk, BEN)
    clinic = await get_clinic(desk.database, desk.slug)
    found = await list_waiting(desk.toolbox, clinic)
    assert [(each.name, each.asked_to_call) for each in found] == [
        ("Ada Example", True),
        ("Ben Beispiel", False),
    ]
    assert (await get_on_list(desk.toolbox, clinic, ada.id)).asked_to_call


async def until(desk: Desk, seen: Booking, standing: Standing) -> None:
    """Put them there as a rule does."""
    patient = seen.patient_id
    assert patient is not None
    await desk.database.write(lambda tx: save_standing(tx, seen.clinic_id, patient, standing))
