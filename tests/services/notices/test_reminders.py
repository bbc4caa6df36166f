"""Patients are reminded once, in time, and of nothing that is not so any more (N7)."""

import asyncio

import pytest

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.gateways.mail import MailDown
from slotkeeper.services.booking_link import sign_link
from slotkeeper.services.notices.reminders import Reminding
from tests.services.desk import DAY
from tests.services.notices.office import Office
from tests.services.notices.reminding import (
    ADA,
    FRIDAY,
    HALF_PAST,
    HOUR,
    MINUTE,
    THURSDAY,
    mara_at,
    remind,
    reminders,
    set_reminders,
    told_letter,
    wait_until,
)

pytestmark = pytest.mark.req("N7")


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
