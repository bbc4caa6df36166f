"""A patient is told of a whole series in one letter."""

from datetime import date
from typing import Any

import icalendar
import pytest

from slotkeeper.gateways.mail import Mail
from slotkeeper.web.mail.dates import MOST_LISTED
from tests.services.desk import TUESDAY
from tests.services.notices.office import Office
from tests.services.staff.bookings.front_desk import front_desk, somebody
from tests.services.staff.series.regulars import Regulars, weekly

pytestmark = [pytest.mark.req("S7"), pytest.mark.req("N7")]
ZOE = "zoe@patient.example"


@pytest.fixture
async def regulars(office: Office) -> Regulars:
    return Regulars(await front_desk(office.desk))


def told(**wanted: object) -> dict[str, object]:
    return {"details": somebody(email=ZOE), **wanted}


def events(mail: Mail) -> list[Any]:
    [attached] = mail.attachments
    return list(icalendar.Calendar.from_ical(attached.data).walk("VEVENT"))


async def test_one_letter_lists_every_date_and_its_calendar_file_has_them_all(
    office: Office, regulars: Regulars
) -> None:
    series = await regulars.make(weekly(3, **told()))
    [mail] = await office.run()
    assert mail.to == ZOE
    assert mail.subject == "Your appointments at Harbour Physio, the first one Tue 5 Jan, 9:00 am"
    for text in (mail.text, mail.html):
        for said in ("Tue 5 Jan 2027, 9:00 am", "Tue 12 Jan 2027", "Tue 19 Jan 2027", "Sam Lee"):
            assert said in text
        assert "about a year ahead" not in text
    assert mail.html.count("/c/harbour-physio/b/") == 4  # each date, and the button of the first
    found = events(mail)
    assert [each["DTSTART"].dt.day for each in found] == [4, 11, 18]  # ten at night, UTC
    assert len({str(each["UID"]) for each in found}) == 3
    assert {each["STATUS"] for each in found} == {"CONFIRMED"}
    assert len(await regulars.starts(series)) == 3


async def test_a_changed_one_lists_what_is_still_to_come(
    office: Office, regulars: Regulars
) -> None:
    series = await regulars.make(weekly(3, **told(tell=False)))
    await regulars.change(series, date(2027, 1, 12), minute=600)
    [mail] = await office.run()
    assert mail.subject.startswith("Your appointments at Harbour Physio have changed, the next one")
    assert "Tue 12 Jan 2027, 10:00 am" in mail.text
    assert "Tue 5 Jan 2027" not in mail.text
    assert [each["SEQUENCE"] for each in events(mail)] == [1, 1]


async def test_a_changed_one_says_of_each_date_that_changed_what_it_was(
    office: Office, regulars: Regulars
) -> None:
    series = await regulars.make(weekly(4, **told(tell=False)))
    third = (await regulars.bookings(series))[2].booking
    await regulars.mara.move(third, third.starts_at + 7200, tell=False)
    office.desk.clock.wait(60)
    await regulars.change(series, date(2027, 1, 12), minute=600)
    [mail] = await office.run()
    lines = mail.text.splitlines()
    assert "- Tue 12 Jan 2027, 10:00 am (Before: Tue 12 Jan 2027, 9:00 am)" in lines
    assert "- Tue 26 Jan 2027, 10:00 am (Before: Tue 26 Jan 2027, 9:00 am)" in lines
    assert mail.html.count("Before:") == 2
    await regulars.end(await regulars.again(series), date(2027, 1, 5))
    assert all("Before:" not in each.text for each in await office.run())


async def test_a_cancelled_one_lists_what_does_not_take_place(
    office: Office, regulars: Regulars
) -> None:
    series = await regulars.make(weekly(3, **told(tell=False)))
    await regulars.end(series, date(2027, 1, 12), message="Get well soon.")
    [mail] = await office.run()
    assert mail.subject == "Cancelled: your appointments at Harbour Physio from Tue 12 Jan, 9:00 am"
    assert "Get well soon." in mail.text
    assert "Tue 19 Jan 2027, 9:00 am" in mail.text
    assert "Tue 5 Jan 2027" not in mail.text
    assert [each["STATUS"] for each in events(mail)] == ["CANCELLED"] * 2


async def test_one_without_an_end_says_that_it_goes_on_and_lists_no_end_of_dates(
    office: Office, regulars: Regulars
) -> None:
    await regulars.make(weekly(None, days=(1, 3), **told()))
    [mail] = await office.run()
    assert "about a year ahead" in mail.text
    assert mail.text.count("\n- ") == MOST_LISTED
    assert len(events(mail)) > MOST_LISTED
    assert f"And {len(events(mail)) - MOST_LISTED} more" in mail.text


async def test_a_series_that_was_ended_before_the_letter_went_out_is_not_told_as_made(
    office: Office, regulars: Regulars
) -> None:
    series = await regulars.make(weekly(3, **told()))
    await regulars.end(series, TUESDAY)
    [mail] = await office.run()
    assert mail.subject.startswith("Cancelled:")


async def test_where_only_its_first_date_was_cancelled_the_others_are_told(
    office: Office, regulars: Regulars
) -> None:
    series = await regulars.make(weekly(3, **told()))
    first = (await regulars.bookings(series))[0].booking
    await regulars.mara.cancel(first, tell=False)
    [mail] = await office.run()
    assert "the first one Tue 12 Jan" in mail.subject
    assert "Tue 5 Jan 2027" not in mail.text
