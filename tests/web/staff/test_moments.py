"""Instants as the portal words them."""

from datetime import date

import pytest

from slotkeeper.domain.booking_list import BookingFilter
from slotkeeper.web.staff.booking_query import read_query, write_query
from slotkeeper.web.staff.moments import Moments
from tests.services.desk import at

NOW = at("2027-01-05 09:00")
MOMENTS = Moments("Australia/Sydney", "en", NOW)


@pytest.mark.parametrize(
    ("local", "text"),
    [
        ("2027-01-05 09:00", "1 second ago"),
        ("2027-01-05 08:56", "4 minutes ago"),
        ("2027-01-04 20:00", "13 hours ago"),
        ("2027-01-04 08:59", "1 day ago"),
        ("2027-01-03 23:59", "2 days ago"),
        ("2027-01-08 08:00", "in 3 days"),
        ("2026-12-01 09:00", "1 month ago"),
    ],
)
def test_how_long_ago_or_ahead_in_days_of_the_calendar(local: str, text: str) -> None:
    assert MOMENTS.ago(at(local)) == text


def test_short_and_in_another_language() -> None:
    assert MOMENTS.ago(at("2027-01-05 08:56"), short=True) == "4 min. ago"
    german = Moments("Australia/Sydney", "de", NOW)
    assert german.ago(at("2027-01-08 08:00")) == "in 3 Tagen"


def test_the_clinics_wall_clock() -> None:
    assert MOMENTS.day_and_time(NOW) == "Tue 5 Jan, 9:00 am"
    assert MOMENTS.iso(NOW) == "2027-01-04T22:00:00Z"
    assert MOMENTS.long_day(NOW) == "Tuesday 5 January 2027"


def test_another_year_is_named() -> None:
    assert MOMENTS.day(at("2026-12-31 09:00")) == "Thu 31 Dec 2026"
    assert MOMENTS.day(at("2027-12-31 09:00")) == "Fri 31 Dec"


TODAY = date(2027, 1, 5)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"order": "day", "from": "2027-01-01", "until": "2027-02-01"},
        {"practitioner": "7", "type": "9", "state": "unpaid", "made_by": "staff"},
        {"paid": "disputed", "flagged": "1", "after": "1767600360-18"},
    ],
)
def test_an_address_asks_for_the_same_again(query: dict[str, str]) -> None:
    wanted = read_query(query, TODAY)
    written = write_query(wanted).lstrip("?")
    again = dict(each.split("=") for each in written.split("&")) if written else {}
    assert again == query
    assert read_query(again, TODAY) == wanted


@pytest.mark.req("R6")
def test_no_address_has_what_is_searched_for() -> None:
    assert write_query(BookingFilter(text="Ada")) == ""


def test_by_day_begins_today() -> None:
    assert read_query({"order": "day"}, TODAY).from_on == TODAY
    assert read_query({"from": "2027-01-01"}, TODAY).from_on is None
