"""Where an instant stands in a calendar, on days of 23, 24 and 25 hours."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.calendar_axis import Axis, axis_of, open_part, place
from slotkeeper.domain.local_time import day_spans

BERLIN, SYDNEY, LORD_HOWE = "Europe/Berlin", "Australia/Sydney", "Australia/Lord_Howe"
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
PLAIN = date(2027, 6, 9)
HOUR = 3600


def week_of(day: date) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(7)]


def at(local: str, zone: str = BERLIN, fold: int = 0) -> int:
    wall = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return int(wall.timestamp())


def minute(axis: Axis, on: date, instant: int) -> int | None:
    placed = place(axis.pieces(on), (instant, instant + 60))
    return placed[0] if placed else None


def labels(axis: Axis) -> list[tuple[int, bool]]:
    return [axis.label(at) for at in axis.hours()]


@pytest.mark.parametrize(
    ("day", "hours"), [(PLAIN, 24), (SPRING, 23), (AUTUMN, 25), (SPRING + timedelta(1), 24)]
)
def test_a_day_has_as_many_hours_as_it_lasts(day: date, hours: int) -> None:
    axis = axis_of([day], BERLIN)
    assert axis.minutes == hours * 60
    assert len(axis.hours()) == hours
    assert len(axis.pieces(day)) == 1


def test_an_hour_that_is_skipped_is_not_on_the_axis_of_that_day() -> None:
    axis = axis_of([SPRING], BERLIN)
    assert labels(axis)[:4] == [(0, False), (60, False), (180, False), (240, False)]
    assert minute(axis, SPRING, at("2027-03-28 03:00")) == 120


def test_an_hour_that_comes_twice_stands_there_twice() -> None:
    axis = axis_of([AUTUMN], BERLIN)
    assert labels(axis)[:5] == [(0, False), (60, False), (120, False), (120, True), (180, False)]
    assert minute(axis, AUTUMN, at("2027-10-31 02:30")) == 150
    assert minute(axis, AUTUMN, at("2027-10-31 02:30", fold=1)) == 210


def test_days_of_a_week_stand_at_the_same_height_whatever_the_clock_did() -> None:
    for day in (SPRING, AUTUMN, PLAIN):
        week = week_of(day)
        axis = axis_of(week, BERLIN)
        nine = {minute(axis, on, at(f"{on} 09:00")) for on in week}
        assert len(nine) == 1


def test_in_a_week_the_skipped_hour_is_empty_on_its_day_alone() -> None:
    week = week_of(SPRING)
    axis = axis_of(week, BERLIN)
    assert axis.minutes == 24 * 60
    assert [len(axis.pieces(on)) for on in week] == [1, 1, 1, 1, 1, 1, 2]


def test_in_a_week_the_second_time_is_empty_on_the_other_days() -> None:
    week = week_of(AUTUMN)
    axis = axis_of(week, BERLIN)
    assert axis.minutes == 25 * 60
    assert minute(axis, AUTUMN, at("2027-10-31 02:15", fold=1)) == 195
    assert minute(axis, week[0], at(f"{week[0]} 03:00")) == 240


def test_a_change_of_half_an_hour_is_one_too() -> None:
    day = date(2027, 4, 4)
    axis = axis_of([day], LORD_HOWE)
    assert axis.minutes == 24 * 60 + 30
    assert minute(axis, day, at("2027-04-04 09:00", LORD_HOWE)) == 9 * 60 + 30


def test_a_clock_that_goes_back_over_midnight_bends_nothing() -> None:
    day = date(2009, 10, 31)  # St. John's: at 00:01 on 1 November back to 23:01
    zone = "America/St_Johns"
    axis = axis_of([day], zone)
    begins, ends = day_spans(day, zone)[0][0], day_spans(day, zone)[-1][1]
    assert axis.minutes == sum(b - a for a, b in day_spans(day, zone)) // 60
    assert minute(axis, day, begins) == 0
    assert minute(axis, day, ends - 60) == axis.minutes - 1


ZONES = st.sampled_from([BERLIN, SYDNEY, LORD_HOWE, "Africa/Cairo", "America/St_Johns"])
DAYS = st.dates(date(2005, 1, 1), date(2035, 12, 30))


@given(DAYS, ZONES, st.booleans())
def test_every_minute_of_a_day_has_its_own_place_in_order(day: date, zone: str, week: bool) -> None:
    axis = axis_of(week_of(day) if week else [day], zone)
    instants = [t for span in day_spans(day, zone) for t in range(*span, 15 * 60)]
    places = [minute(axis, day, instant) for instant in instants]
    assert None not in places
    assert places == sorted(set(places), key=lambda each: each or 0)


def test_the_open_part_holds_all_that_is_busy_out_to_full_hours() -> None:
    axis = axis_of([PLAIN], BERLIN)
    assert open_part(axis, [(8 * 60 + 30, 12 * 60), (13 * 60, 17 * 60 + 5)], (0, 1)) == (480, 1080)
    assert open_part(axis, [], (540, 1020)) == (540, 1020)
    assert open_part(axis, [(23 * 60, 24 * 60)], (0, 1)) == (23 * 60, 24 * 60)


def test_what_is_on_another_day_has_no_place() -> None:
    axis = axis_of([PLAIN], BERLIN)
    other = at("2027-06-10 09:00")
    assert place(axis.pieces(PLAIN), (other, other + HOUR)) is None


def test_what_comes_over_from_the_day_before_begins_at_midnight() -> None:
    axis = axis_of([PLAIN], BERLIN)
    midnight = at("2027-06-09 00:00")
    assert place(axis.pieces(PLAIN), (midnight - HOUR, midnight + HOUR)) == (0, 60)
