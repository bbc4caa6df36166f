"""N-11: no text goes to a patient in the clinic's quiet hours; it goes when they end."""

import pytest

from slotkeeper.domain.notice_rules import QuietHours
from tests.services.desk import at
from tests.services.sms.phones import Phones

pytestmark = pytest.mark.req("N7")


async def test_n_11_a_text_of_the_evening_goes_in_the_morning(phones: Phones) -> None:
    phones.desk.clock.now = at("2027-01-04 22:30")
    await phones.book(start=at("2027-01-05 10:00"))
    assert await phones.run() == []
    assert await phones.state() == ("queued", "quiet_hours")
    assert await phones.tasks() == 0  # it waits by rule: nobody needs to see to it
    phones.desk.clock.now = at("2027-01-05 07:59")
    assert await phones.run() == []
    phones.desk.clock.now = at("2027-01-05 08:00")
    [text] = await phones.run()
    assert "Tue 5 Jan" in text.body
    assert await phones.state() == ("sent", "")


async def test_n_11_the_hours_are_those_of_the_clinic_s_zone(phones: Phones) -> None:
    """21:30 in Sydney is 10:30 in the morning of UTC."""
    phones.desk.clock.now = at("2027-01-04 21:30")
    await phones.book(start=at("2027-01-06 10:00"))
    assert await phones.run() == []
    phones.desk.clock.now = at("2027-01-05 20:59")
    assert len(await phones.run()) == 1


async def test_n_11_a_text_that_would_come_after_the_appointment_began_is_dropped(
    phones: Phones,
) -> None:
    await phones.set_rules(quiet_hours=QuietHours(starts=18 * 60, ends=11 * 60))
    phones.desk.clock.now = at("2027-01-04 20:00")
    await phones.book(start=at("2027-01-05 10:30"))
    assert await phones.run() == []
    assert await phones.state() == ("dropped", "too_late")


async def test_n_11_without_quiet_hours_it_goes_at_once(phones: Phones) -> None:
    await phones.set_rules(quiet_hours=QuietHours(starts=0, ends=0))
    phones.desk.clock.now = at("2027-01-04 23:30")
    await phones.book(start=at("2027-01-05 10:30"))
    assert len(await phones.run()) == 1


async def test_n_11_what_changed_overnight_is_told_as_it_is_in_the_morning(phones: Phones) -> None:
    phones.desk.clock.now = at("2027-01-04 22:30")
    booking = await phones.book(start=at("2027-01-05 10:00"))
    await phones.run()
    await phones.desk.cancel(booking, "patient")
    phones.desk.clock.now = at("2027-01-05 08:00")
    assert await phones.run() == []
    assert await phones.state() == ("dropped", "cancelled")


async def test_the_clinic_itself_is_woken_at_night(phones: Phones) -> None:
    """An escalation is no message to a patient: somebody has to see to a failure."""
    await phones.set_rules(mobile="+61498765432")
    booking = await phones.book()
    await phones.run()
    phones.desk.clock.now = at("2027-01-05 03:00")
    await phones.desk.execute("UPDATE delivery SET state = 'failed', task_since = 1")
    await phones.queue(booking, "unseen_failure", "clinic")
    [text] = await phones.run()
    assert text.to == "+61498765432"
    assert booking.reference in text.body
    assert "Ada" not in text.body


async def test_n_11_a_reminder_waits_for_the_morning_too(phones: Phones) -> None:
    phones.desk.clock.now = at("2027-01-05 22:00")
    booking = await phones.book(start=at("2027-01-07 14:00"))
    await phones.set_rules(quiet_hours=QuietHours(starts=13 * 60, ends=15 * 60))
    await phones.run()
    phones.desk.clock.now = at("2027-01-06 14:00")
    await phones.queue(booking, "booking_reminder", occasion=f"24h:{booking.starts_at}")
    assert await phones.run() == []
    phones.desk.clock.now = at("2027-01-06 15:00")
    [text] = await phones.run()
    assert "see you on Thu 7 Jan, 2:00 pm" in text.body
