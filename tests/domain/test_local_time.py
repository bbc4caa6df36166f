"""Local → UTC has one rule (RFC 5545): offset before a gap, the first of a repeated time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.local_time import (
    day_spans,
    local_date,
    local_minute,
    next_local_day,
    plus_days,
    to_instant,
)
from tests.domain import oracle
from tests.domain.zones import ZONES, days_of_change

pytestmark = pytest.mark.req("B9")


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("zone", "on", "clock", "instant"),
    [
        pytest.param("Asia/Kolkata", "2027-01-05", "09:00", "2027-01-05T03:30", id="half-hour"),
        pytest.param("Australia/Sydney", "2026-10-04", "02:30", "2026-10-03T16:30", id="gap"),
        pytest.param("America/New_York", "2027-03-14", "02:30", "2027-03-14T07:30", id="gap-west"),
        pytest.param("Australia/Sydney", "2027-04-04", "02:30", "2027-04-03T15:30", id="repeated"),
        pytest.param("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30", id="fold-west"),
        pytest.param("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45", id="30-gap"),
        pytest.param(
            "Australia/Lord_Howe", "2027-04-04", "01:45", "2027-04-03T14:45", id="30-back"
        ),
        pytest.param(
            "Africa/Cairo", "2027-04-30", "00:00", "2027-04-29T22:00", id="midnight-cairo"
        ),
        pytest.param(
            "Asia/Beirut", "2027-03-28", "00:00", "2027-03-27T22:00", id="midnight-beirut"
        ),
        pytest.param("America/Havana", "2027-03-14", "00:00", "2027-03-14T05:00", id="havana-gap"),
        pytest.param("America/Havana", "2026-11-01", "00:00", "2026-11-01T04:00", id="havana-fold"),
        pytest.param("Pacific/Apia", "2011-12-30", "09:00", "2011-12-30T19:00", id="missing-day"),
        pytest.param(
            "Africa/Casablanca", "2027-03-14", "02:30", "2027-03-14T02:30", id="casablanca"
        ),
    ],
)
def test_a_local_time_becomes_one_instant(zone: str, on: str, clock: str, instant: str) -> None:
    minute = int(clock[:2]) * 60 + int(clock[3:])
    assert to_instant(date.fromisoformat(on), minute, zone) == utc(instant)


def test_minute_1440_is_the_midnight_that_ends_the_day_and_more_runs_on() -> None:
    on = date(2027, 1, 5)
    assert to_instant(on, 1440, "Asia/Kolkata") == to_instant(date(2027, 1, 6), 0, "Asia/Kolkata")
    assert to_instant(on, 1500, "Asia/Kolkata") == to_instant(date(2027, 1, 6), 60, "Asia/Kolkata")


@given(
    st.dates(date(1980, 1, 1), date(2060, 12, 31)),
    st.integers(0, 1500),
    st.sampled_from(ZONES),
)
def test_any_local_time_is_read_as_another_library_reads_it(
    on: date, minute: int, zone: str
) -> None:
    assert to_instant(on, minute, zone) == oracle.instant(on, minute, zone)


@given(days_of_change(), st.integers(0, 1440))
def test_so_is_any_local_time_near_a_clock_change(near: tuple[str, date], minute: int) -> None:
    zone, on = near
    assert to_instant(on, minute, zone) == oracle.instant(on, minute, zone)


@given(days_of_change(), st.integers(-90000, 90000))
def test_an_instant_has_the_date_and_minute_of_the_wall_clock(
    near: tuple[str, date], seconds: int
) -> None:
    zone, on = near
    at = to_instant(on, 0, zone) + seconds
    assert local_date(at, zone) == oracle.local_day(at, zone)
    assert local_minute(at, zone) == oracle.wall_minute(at, zone)


@pytest.mark.req("S3")
@pytest.mark.parametrize(
    ("zone", "at", "days", "expected"),
    [
        pytest.param("Europe/Berlin", "2027-03-27T08:00", 1, "2027-03-28T07:00", id="23-hours"),
        pytest.param("Europe/Berlin", "2026-10-24T07:00", 1, "2026-10-25T08:00", id="25-hours"),
        pytest.param("Europe/Berlin", "2027-03-27T01:30", 1, "2027-03-28T01:30", id="into-the-gap"),
        pytest.param(
            "Europe/Berlin", "2026-10-24T00:30", 1, "2026-10-25T00:30", id="into-the-fold"
        ),
        pytest.param(
            "Europe/Berlin", "2026-10-25T01:30", 1, "2026-10-26T01:30", id="from-2nd-2:30"
        ),
        pytest.param("Europe/Berlin", "2026-10-25T01:30", 0, "2026-10-25T01:30", id="no-days"),
        pytest.param("Pacific/Apia", "2011-12-29T19:00", 2, "2011-12-30T19:00", id="missing-day"),
    ],
)
def test_days_on_the_wall_clock(zone: str, at: str, days: int, expected: str) -> None:
    assert plus_days(utc(at), days, zone) == utc(expected)


def test_seconds_are_kept_over_the_days() -> None:
    assert plus_days(utc("2027-03-27T08:00:17"), 1, "Europe/Berlin") == utc("2027-03-28T07:00:17")


@pytest.mark.parametrize(
    ("zone", "on", "hours"),
    [
        ("Australia/Sydney", "2026-10-04", [23]),
        ("Australia/Sydney", "2027-04-04", [25]),
        ("Australia/Lord_Howe", "2026-10-04", [23.5]),
        ("Africa/Cairo", "2027-04-30", [23]),
        ("Africa/Cairo", "2026-10-29", [25]),
        ("America/Havana", "2026-11-01", [25]),
        ("Pacific/Apia", "2011-12-30", []),
        ("America/St_Johns", "2010-11-06", [24, 59 / 60]),  # 23:01 to midnight comes again
        ("America/St_Johns", "2010-11-07", [1 / 60, 24]),
    ],
)
def test_a_local_day_has_as_many_hours_as_its_zone_gives_it(
    zone: str, on: str, hours: list[float]
) -> None:
    spans = day_spans(date.fromisoformat(on), zone)
    assert [(end - begin) / 3600 for begin, end in spans] == hours


@given(days_of_change(), st.integers(-100_000, 100_000))
def test_every_instant_is_in_the_spans_of_its_date_and_of_no_other(
    near: tuple[str, date], seconds: int
) -> None:
    zone, on = near
    at = to_instant(on, 0, zone) + seconds
    dates = [on + timedelta(days=n) for n in range(-3, 4)]
    found = [day for day in dates if any(a <= at < b for a, b in day_spans(day, zone))]
    assert found == [oracle.local_day(at, zone)]


@given(days_of_change(), st.integers(-90000, 90000))
def test_the_next_local_day_begins_where_the_date_first_differs(
    near: tuple[str, date], seconds: int
) -> None:
    zone, on = near
    at = to_instant(on, 0, zone) + seconds
    change = next_local_day(at, zone)
    assert oracle.local_day(change, zone) != oracle.local_day(change - 1, zone)
    assert oracle.local_day(change - 1, zone) == oracle.local_day(at, zone)
    assert at < change <= at + 27 * 3600  # Casey turned back by three hours
