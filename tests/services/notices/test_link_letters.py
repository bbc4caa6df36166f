"""The message with a booking's new link."""

import icalendar
import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.booking_link import sign_link
from slotkeeper.services.staff.bookings.renew_link import renew_link
from tests.services.notices.office import Office
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk, somebody
from tests.services.staff.series.regulars import Regulars

ADA = "ada@patient.example"


@pytest.mark.req("N7")
async def test_letters_have_the_new_link_also_those_that_were_queued_before(
    office: Office,
) -> None:
    booking = await office.book()
    clerk = await front_desk(office.desk)
    old = sign_link(office.desk.toolbox, booking)
    renewed = await _renew(clerk, booking)
    new = sign_link(office.desk.toolbox, renewed)
    sent = [each for each in await office.run() if each.to == ADA]
    letters = sorted(sent, key=lambda each: each.subject)  # they go at once, in either order
    assert [each.subject for each in letters] == [
        "A new link to your appointment: Harbour Physio, Tue 5 Jan, 9:00 am",
        "Your appointment at Harbour Physio: Tue 5 Jan, 9:00 am",
    ]
    for each in letters:
        calendar = each.attachments[0].data.decode().replace("\r\n ", "")
        whole = each.text + each.html + calendar
        assert old not in whole
        assert whole.count(new) >= 3
    file = icalendar.Calendar.from_ical(letters[0].attachments[0].data)
    [event] = file.walk("VEVENT")
    assert event["SEQUENCE"] == renewed.revision == 1
    for said in ("older links no longer open", "Tue", "9:00", "Sam Lee", "Manly"):
        assert said in letters[0].text


async def test_a_message_about_a_link_is_dropped_where_it_says_nothing_any_more(
    office: Office,
) -> None:
    clerk = await front_desk(office.desk)
    booking = await office.book()
    twice = await _renew(clerk, await _renew(clerk, booking))
    await office.run()
    assert await _links_told(office) == [("dropped", "superseded"), ("sent", "")]
    again = await _renew(clerk, twice)
    await clerk.cancel(again)
    await office.run()
    assert (await _links_told(office))[2] == ("dropped", "cancelled")


@pytest.mark.req("N7")
async def test_of_a_series_one_message_has_the_new_link_of_every_date(office: Office) -> None:
    clerk = await front_desk(office.desk)
    regulars = Regulars(clerk)
    series = await regulars.weekly(3, details=somebody(email="zoe@patient.example"))
    before = [each.booking for each in await regulars.bookings(series)]
    await office.run()
    await _renew(clerk, before[1])
    [letter] = await office.run()
    after = [each.booking for each in await regulars.bookings(series)]
    calendar = letter.attachments[0]
    for old, new in zip(before, after, strict=True):
        assert sign_link(office.desk.toolbox, old) not in letter.html
        assert sign_link(office.desk.toolbox, new) in letter.html
    assert calendar.data.count(b"BEGIN:VEVENT") == 3


async def _renew(clerk: FrontDesk, booking: Booking) -> Booking:
    return await renew_link(clerk.desk.toolbox, clerk.member, booking.id, booking.revision)


async def _links_told(office: Office) -> list[tuple[str, str]]:
    rows = await office.deliveries()
    return [(e["state"], e["problem"]) for e in rows if e["message"] == "link_renewed"]
