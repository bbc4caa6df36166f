"""During the minute in which a patient can take a cancellation back nothing goes that is not true,
and nothing is lost of what is true again.
"""

import pytest

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.gateways.mail import MailDown
from slotkeeper.services.changing.cancel import UNDO_SECONDS
from tests.services.changing.link import Link
from tests.services.desk import DAY
from tests.services.notices.office import Office
from tests.services.notices.reminding import (
    ADA,
    HOUR,
    MINUTE,
    THURSDAY,
    mara_at,
    remind,
    set_reminders,
    told_letter,
    wait_until,
)
from tests.services.notices.test_staff_notices import SAM, ask

pytestmark = [pytest.mark.req("C5"), pytest.mark.req("N7")]


async def link_of_told(office: Office) -> Link:
    """The link of a booking for Thursday whose confirmation has gone."""
    return await Link.of(office.desk, await told_letter(office))


async def test_who_takes_it_back_is_told_nothing_and_neither_is_anybody_else(
    office: Office,
) -> None:
    link = await link_of_told(office)
    await link.cancel()
    assert await office.run() == []
    await link.undo()
    office.desk.clock.wait(UNDO_SECONDS + MINUTE)
    assert await link.settle() == 0
    assert await office.run() == []


async def test_nobody_is_reminded_in_that_minute(office: Office) -> None:
    link = await link_of_told(office)
    wait_until(office, THURSDAY - DAY - 10)
    await link.cancel()
    wait_until(office, THURSDAY - DAY + 10)
    assert await remind(office) == 0
    await link.undo()
    office.desk.clock.wait(MINUTE)
    assert await remind(office) == 1
    [mail] = await office.run()
    assert mail.subject.startswith("Reminder")


async def test_a_reminder_that_was_on_its_way_waits_for_the_minute_to_pass(
    office: Office,
) -> None:
    link = await link_of_told(office)
    wait_until(office, THURSDAY - DAY)
    assert await remind(office) == 1
    await link.cancel()
    assert await office.run() == []
    await link.undo()
    office.desk.clock.wait(UNDO_SECONDS + 1)
    assert [each.subject[:8] for each in await office.run()] == ["Reminder"]


async def test_one_that_stays_cancelled_is_not_reminded_of_afterwards(office: Office) -> None:
    link = await link_of_told(office)
    wait_until(office, THURSDAY - DAY)
    await remind(office)
    await link.cancel()
    await office.run()
    office.desk.clock.wait(UNDO_SECONDS + 1)
    await link.settle()
    assert {each.subject[:8] for each in await office.run()} == {"Cancelle"}


async def test_a_confirmation_that_waits_is_not_lost_by_a_minutes_doubt(office: Office) -> None:
    office.box.weather[""] = MailDown("silent")
    booking = await office.book(THURSDAY)
    await office.run()
    link = await Link.of(office.desk, booking)
    await link.cancel()
    office.box.weather.clear()
    office.desk.clock.wait(30)
    await office.run()
    await link.undo()
    office.desk.clock.wait(600)
    await office.run()
    assert [each.subject for each in office.box.to(ADA)] == [
        "Your appointment at Harbour Physio: Thu 7 Jan, 9:00 am"
    ]


async def test_what_is_moved_back_and_forth_is_reminded_of_once(office: Office) -> None:
    await set_reminders(office, (CutOff(24, "h"), "mail"))
    mara, booking = await mara_at(office), await told_letter(office)
    there = await mara.move(booking, THURSDAY + HOUR)
    await mara.move(there, THURSDAY)
    await office.run()
    wait_until(office, THURSDAY - DAY)
    assert await remind(office) == 1
    office.desk.clock.wait(HOUR)
    assert await remind(office) == 0
    assert len(await office.run()) == 1


async def test_the_practitioner_hears_when_it_can_be_taken_back_no_more(office: Office) -> None:
    await ask(office, sam=("new", "cancelled"))
    link = await link_of_told(office)
    heard = len(office.box.to(SAM))
    await link.cancel()
    await link.undo()
    office.desk.clock.wait(UNDO_SECONDS + MINUTE)
    assert await office.run() == []
    await link.cancel()
    assert await office.run() == []
    office.desk.clock.wait(UNDO_SECONDS + 1)
    await office.run()
    assert [each.subject[:9] for each in office.box.to(SAM)[heard:]] == ["Cancelled"]
