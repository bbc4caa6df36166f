"""The dates of a repeating appointment, against a model that walks day by day."""

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from whenever import Date, Time

from slotkeeper.domain.series import Planned, Repeat, from_date, nearest, planned, year_on
from tests.domain.zones import days_of_change

pytestmark = pytest.mark.req("S7")

SYDNEY = "Australia/Sydney"
TUESDAY = date(2027, 1, 5)
NINE = 9 * 60


@st.composite
def repeats(draw: st.DrawFn) -> tuple[Repeat, str, date]:
    """A rhythm near a clock change, its zone, and as far as it is looked at."""
    zone, near = draw(days_of_change())
    first = near - timedelta(days=draw(st.integers(0, 40)))
    ends = draw(st.sampled_from(["until", "times", "open"]))
    repeat = Repeat(
        first=first,
        minute=draw(st.integers(0, 1439)),
        every_weeks=draw(st.integers(1, 6)),
        days=tuple(draw(st.sets(st.integers(0, 6)))),
        until=first + timedelta(days=draw(st.integers(-3, 120))) if ends == "until" else None,
        times=draw(st.integers(1, 30)) if ends == "times" else None,
    )
    return repeat, zone, first + timedelta(days=draw(st.integers(0, 150)))


def by_walking(repeat: Repeat, zone: str, last: date) -> list[Planned]:
    """Every day is asked, and its weekday and the number of weeks since the first one's Monday."""
    found, on = list[Planned](), repeat.first
    while on <= last:
        weeks = (_monday(on) - _monday(repeat.first)).days // 7
        is_day = on.weekday() in {repeat.first.weekday(), *repeat.days}
        if is_day and weeks % repeat.every_weeks == 0 and _exists(on, zone):
            if repeat.until and on > repeat.until:
                break
            found.append(Planned(on, _instant(on, repeat.minute, zone)))
            if len(found) == repeat.times:
                break
        on += timedelta(days=1)
    return found


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _exists(on: date, zone: str) -> bool:
    """Whether the wall clock shows that date at some time: at noon, as no change is so long."""
    noon = Date(on.year, on.month, on.day).at(_clock(720))
    return str(noon.assume_tz(zone, disambiguation="compatible").date()) == on.isoformat()


def _instant(on: date, minute: int, zone: str) -> int:
    """RFC 5545: what is skipped with the offset before, what comes twice is the first."""
    wall = Date(on.year, on.month, on.day).at(_clock(minute))
    return wall.assume_tz(zone, disambiguation="compatible").timestamp()


def _clock(minute: int) -> Time:
    return Time(minute // 60, minute % 60)


@given(repeats())
@example((Repeat(first=date(2028, 2, 29), minute=540, every_weeks=52), SYDNEY, date(2033, 3, 1)))
@example((Repeat(first=date(2026, 12, 28), minute=540, every_weeks=2), SYDNEY, date(2027, 3, 1)))
def test_a_series_has_the_dates_that_walking_finds(asked: tuple[Repeat, str, date]) -> None:
    repeat, zone, last = asked
    assert list(planned(repeat, zone, last)) == by_walking(repeat, zone, last)


@given(repeats(), st.integers(0, 100))
def test_what_is_left_from_a_date_on_keeps_the_rhythm(
    asked: tuple[Repeat, str, date], days: int
) -> None:
    repeat, zone, last = asked
    since = repeat.first + timedelta(days=days)
    if repeat.is_open_ended:
        repeat = replace(repeat, until=last)
    rest = from_date(repeat, since, zone)
    whole = [each for each in planned(repeat, zone) if each.on >= since]
    assert (list(planned(rest, zone)) if rest else []) == whole


def test_nine_stays_nine_over_clock_changes() -> None:
    weekly = Repeat(first=date(2027, 3, 30), minute=NINE, times=2)
    one, other = planned(weekly, SYDNEY)
    assert other.starts_at - one.starts_at == 7 * 86_400 + 3600  # the clock went back on 4 April


def test_the_first_date_is_always_one_of_it() -> None:
    asked = Repeat(first=TUESDAY, minute=NINE, days=(3,), times=3)
    assert [each.on.day for each in planned(asked, SYDNEY)] == [5, 7, 12]


def test_weeks_are_counted_from_the_first_dates_own() -> None:
    friday_and_monday = Repeat(first=date(2027, 1, 8), minute=NINE, every_weeks=2, days=(0, 4))
    found = [each.on.isoformat() for each in islice(planned(friday_and_monday, SYDNEY), 4)]
    assert found == ["2027-01-08", "2027-01-18", "2027-01-22", "2027-02-01"]


def test_a_date_that_a_zone_never_had_is_left_out_and_not_counted() -> None:
    fridays = Repeat(first=date(2011, 12, 23), minute=NINE, times=2)
    found = [each.on.isoformat() for each in planned(fridays, "Pacific/Apia")]
    assert found == ["2011-12-23", "2012-01-06"]


def test_until_is_included() -> None:
    until = Repeat(first=TUESDAY, minute=NINE, until=date(2027, 1, 19))
    assert [each.on.day for each in planned(until, SYDNEY)] == [5, 12, 19]


def test_one_that_ends_at_the_end_of_time_ends() -> None:
    late = Repeat(first=date(9999, 12, 20), minute=NINE)
    assert len(list(planned(late, "UTC"))) == 2


def test_a_year_on_is_the_same_day() -> None:
    assert year_on(TUESDAY) == date(2028, 1, 5)
    assert year_on(date(2028, 2, 29)) == date(2029, 2, 28)


def test_the_nearest_times_stand_in_their_order() -> None:
    assert nearest([1, 5, 8, 12, 30], 9, 3) == [5, 8, 12]
    assert nearest([], 9, 3) == []
