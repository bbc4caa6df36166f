"""Patients are reminded once, in time, and of nothing that is not so any more (N7)."""

import asyncio
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.notice_rules import By, Reminder
from slotkeeper.gateways.mail import MailDown
from slotkeeper.services.booking_link import sign_link
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.notices.reminders import Reminding
from slotkeeper.storage.database import Database
from slotkeeper.storage.reminder import FIND
from tests.services.desk import DAY, NINE, at
from tests.services.notices.office import Office
from tests.services.notices.test_letters_for_others import FOR_TIM, NORA
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk, somebody
from tests.services.staff.series.regulars import Regulars

ADA = "ada@patient.example"
THURSDAY = NINE + 2 * DAY
HALF_PAST = THURSDAY + 1800
FRIDAY = NINE + 3 * DAY
MINUTE, HOUR = 60, 3600

pytestmark = pytest.mark.req("N7")


async def remind(office: Office) -> int:
    """What a server that has just started queues."""
    return await Reminding(office.desk.toolbox).remind()


async def reminders(office: Office) -> Sequence[tuple[str, str]]:
    """Occasion and channel of all, the oldest first."""
    rows = await office.deliveries()
    return [
        (each["occasion"], each["channel"])
        for each in rows
        if each["message"] == "booking_reminder"
    ]


async def set_reminders(office: Office, *leads: tuple[CutOff, By]) -> None:
    clinic = await get_clinic(office.database, office.desk.slug)
    chosen = tuple(Reminder(before=before, by=by) for before, by in leads)
    await office.desk.save(replace(clinic, notices=replace(clinic.notices, reminders=chosen)))


def wait_until(office: Office, instant: int) -> None:
    office.desk.clock.now = instant


async def mara_at(office: Office) -> FrontDesk:
    return await front_desk(office.desk)


async def told_letter(office: Office) -> Booking:
    """A booking for Thursday whose confirmation has gone."""
    booking = await office.book(THURSDAY)
    await office.run()
    return booking


async def test_a_day_before_and_no_sooner_the_patient_is_reminded_once(office: Office) -> None:
    booking = await told_letter(office)
    reminding = Reminding(office.desk.toolbox)
    wait_until(office, THURSDAY - DAY - 1)
    assert await reminding.remind() == 0
    for minute in range(4):
        wait_until(office, THURSDAY - DAY + minute * MINUTE)
        assert await reminding.remind() == (1 if minute == 0 else 0)
    assert await reminders(office) == [(f"24h:{THURSDAY}", "mail")]
    [letter] = await office.run()
    assert letter.to == ADA
    assert letter.subject == "Reminder: Thu 7 Jan, 9:00 am at Harbour Physio"
    assert sign_link(office.desk.toolbox, booking) in letter.text
    assert await remind(office) == 0, "another server that starts now finds it done"


async def test_servers_that_look_at_the_same_moment_queue_it_once(office: Office) -> None:
    await told_letter(office)
    wait_until(office, THURSDAY - DAY)
    await asyncio.gather(*(remind(office) for _ in range(4)))
    assert len(await reminders(office)) == 1


async def test_what_was_missed_is_made_up_for_while_half_of_the_lead_is_left(
    office: Office,
) -> None:
    await told_letter(office)
    await office.book(HALF_PAST, email="ben@patient.example")
    wait_until(office, THURSDAY - DAY // 2 + MINUTE)
    assert await remind(office) == 1
    assert await reminders(office) == [(f"24h:{HALF_PAST}", "mail")]


async def test_nobody_is_reminded_of_what_was_booked_later_than_the_reminder(
    office: Office,
) -> None:
    wait_until(office, THURSDAY - DAY + MINUTE)
    await office.book(THURSDAY)
    office.desk.clock.wait(HOUR)
    assert await remind(office) == 0


async def test_a_cancelled_booking_is_never_reminded_of(office: Office) -> None:
    mara, booking = await mara_at(office), await told_letter(office)
    await mara.cancel(booking)
    wait_until(office, THURSDAY - DAY)
    assert await remind(office) == 0


async def test_one_that_is_cancelled_while_its_reminder_waits_is_not_either(
    office: Office,
) -> None:
    mara, booking = await mara_at(office), await told_letter(office)
    office.box.weather[""] = MailDown("silent")
    wait_until(office, THURSDAY - DAY)
    assert await remind(office) == 1
    await office.run()
    await mara.cancel(booking)
    office.box.weather.clear()
    office.desk.clock.wait(600)
    assert [each.subject for each in await office.run() if "Reminder" in each.subject] == []
    rows = await office.deliveries()
    [problem] = [each["problem"] for each in rows if each["message"] == "booking_reminder"]
    assert problem == "cancelled"


async def test_a_reminder_that_waited_too_long_is_not_sent_any_more(office: Office) -> None:
    await told_letter(office)
    office.box.weather[""] = MailDown("silent")
    wait_until(office, THURSDAY - DAY)
    await remind(office)
    await office.run()
    office.box.weather.clear()
    wait_until(office, THURSDAY - DAY // 2 + 1)
    assert await office.run() == []
    assert (await office.states())[-1] == ("patient", "dropped", "late")


async def test_a_restored_booking_is_reminded_of_if_that_is_still_ahead(office: Office) -> None:
    mara, booking = await mara_at(office), await told_letter(office)
    cancelled = await mara.cancel(booking)
    await mara.restore(cancelled)
    wait_until(office, THURSDAY - DAY)
    assert await remind(office) == 1


async def test_a_moved_booking_is_reminded_of_at_its_new_time_only(office: Office) -> None:
    mara, booking = await mara_at(office), await told_letter(office)
    wait_until(office, THURSDAY - DAY)
    assert await remind(office) == 1
    office.desk.clock.wait(HOUR)
    await mara.move(booking, FRIDAY)
    await office.run()
    office.desk.clock.wait(MINUTE)
    assert await remind(office) == 0, "they have just been told"
    wait_until(office, FRIDAY - DAY)
    assert await remind(office) == 1
    assert await reminders(office) == [(f"24h:{THURSDAY}", "mail"), (f"24h:{FRIDAY}", "mail")]


async def test_what_waits_for_an_answer_is_not_reminded_of(office: Office) -> None:
    booking = await told_letter(office)
    await office.desk.execute(
        """UPDATE booking SET state = 'pending', awaits = 'clinic', expires_at = $2
           WHERE id = $1""",
        booking.id,
        THURSDAY,
    )
    wait_until(office, THURSDAY - DAY)
    assert await remind(office) == 0


async def test_each_lead_has_its_own_and_a_clinic_that_wants_none_has_none(office: Office) -> None:
    await set_reminders(office, (CutOff(1, "d"), "mail"), (CutOff(2, "h"), "mail"))
    await told_letter(office)
    for instant in (THURSDAY - DAY, THURSDAY - 2 * HOUR):
        wait_until(office, instant)
        assert await remind(office) == 1
    await set_reminders(office)
    await office.book(FRIDAY, email="ben@patient.example")
    wait_until(office, FRIDAY - HOUR)
    assert await remind(office) == 0


async def test_a_clinic_that_changes_its_mind_reminds_nobody_twice(office: Office) -> None:
    await told_letter(office)
    wait_until(office, THURSDAY - DAY)
    assert await remind(office) == 1
    await set_reminders(office, (CutOff(25, "h"), "mail"))
    office.desk.clock.wait(HOUR)
    assert await remind(office) == 0


async def test_texts_only_where_the_clinic_sends_texts(office: Office) -> None:
    await set_reminders(office, (CutOff(24, "h"), "sms"), (CutOff(24, "h"), "mail"))
    await told_letter(office)
    wait_until(office, THURSDAY - DAY)
    assert await remind(office) == 1
    await office.desk.execute(
        """INSERT INTO sms_account (clinic_id, account, token_sealed, sender, changed_at)
           VALUES ($1, 'AC', 'sealed', '+61255500000', 0)""",
        (await get_clinic(office.database, office.desk.slug)).id,
    )
    office.desk.clock.wait(MINUTE)
    assert await remind(office) == 1, "a text is another way, whatever went by mail"
    assert sorted(channel for _, channel in await reminders(office)) == ["mail", "sms"]


async def test_every_date_of_a_series_is_reminded_of(office: Office) -> None:
    regulars = Regulars(await mara_at(office))
    await regulars.weekly(3, details=somebody(email="zoe@patient.example"))
    await office.run()
    for week in range(3):
        wait_until(office, NINE + week * 7 * DAY - DAY)
        assert await remind(office) == 1
        [letter] = await office.run()
        assert letter.to == "zoe@patient.example"


async def test_who_booked_for_somebody_else_is_reminded(office: Office) -> None:
    await office.book(THURSDAY, **FOR_TIM)
    await office.run()
    wait_until(office, THURSDAY - DAY)
    await remind(office)
    [letter] = await office.run()
    assert (letter.to, letter.to_name) == (NORA, "Nora Tidewell")
    assert "Hello Nora, this is about the appointment for Tim." in letter.text


@pytest.mark.parametrize(
    ("lead", "due"),
    [
        (CutOff(1, "d"), at("2027-04-03 09:00")),
        (CutOff(24, "h"), at("2027-04-03 10:00")),
    ],
)
async def test_where_clocks_change_a_day_keeps_its_time_and_hours_are_counted(
    office: Office, lead: CutOff, due: int
) -> None:
    # In the night to Sunday 4 April 2027 clocks go back: 9:00 to 9:00 takes 25 hours.
    await set_reminders(office, (lead, "mail"))
    booking = await told_letter(office)
    sunday = at("2027-04-04 09:00")
    await office.desk.execute(
        """UPDATE booking SET starts_at = $2, ends_at = $3, busy_from = $2, busy_until = $3
           WHERE id = $1""",
        booking.id,
        sunday,
        sunday + HOUR,
    )
    wait_until(office, due - 1)
    assert await remind(office) == 0
    wait_until(office, due)
    assert await remind(office) == 1


async def test_a_clinic_with_many_bookings_is_asked_by_the_index_of_their_starts(
    database: Database,
) -> None:
    if "sqlite" not in type(database).__module__:
        pytest.skip("PostgreSQL chooses by how many rows there are, and here are none")
    rows = await database.fetch(f"EXPLAIN QUERY PLAN {FIND}", 1, NINE, NINE + HOUR, "mail")
    said = [str(row["detail"]) for row in rows]
    assert "booking_by_start (clinic_id=? AND starts_at>? AND starts_at<?)" in said[0]
    assert "delivery_once (booking_id=?" in said[-1]
