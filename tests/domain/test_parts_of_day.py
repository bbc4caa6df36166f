"""Morning to 12:00, afternoon to 17:00, evening; at most N times of each (B10)."""

from datetime import date, timedelta

import pytest

from slotkeeper.domain.local_time import local_minute, to_instant
from slotkeeper.domain.parts_of_day import by_part, part_of_day, shown
from slotkeeper.domain.slots import Slot
from tests.domain.schedules import (
    SYDNEY,
    TUESDAY,
    case,
    clinic_of,
    kind_of,
    minutes,
    practitioner,
    weekly,
)

pytestmark = pytest.mark.req("B10")


def slot(clock: str, who: str = "sam", on: date = TUESDAY) -> Slot:
    start = to_instant(on, minutes(clock), SYDNEY)
    return Slot(start, start + 3600, who, None)


@pytest.mark.parametrize(
    ("clock", "part"),
    [
        ("00:00", "morning"),
        ("11:59", "morning"),
        ("12:00", "afternoon"),
        ("16:59", "afternoon"),
        ("17:00", "evening"),
        ("23:59", "evening"),
    ],
)
def test_noon_is_afternoon_and_five_is_evening(clock: str, part: str) -> None:
    assert part_of_day(minutes(clock)) == part


def test_items_are_grouped_in_the_order_of_the_day() -> None:
    assert by_part([(1080, "late"), (540, "early"), (600, "then")]) == {
        "morning": ["early", "then"],
        "evening": ["late"],
    }
    assert list(by_part([(1080, "late"), (540, "early")])) == ["morning", "evening"]


def test_at_most_so_many_start_times_of_each_part_and_day_are_shown() -> None:
    tomorrow = TUESDAY + timedelta(days=1)
    slots = [slot("09:00"), slot("10:00"), slot("11:00"), slot("12:00"), slot("09:00", on=tomorrow)]
    assert shown(slots, SYDNEY, 2) == [slots[0], slots[1], slots[3], slots[4]]


def test_zero_shows_all() -> None:
    slots = [slot("09:00"), slot("10:00")]
    assert shown(slots, SYDNEY, 0) == slots


def test_a_start_time_counts_once_however_many_practitioners_have_it() -> None:
    slots = [slot("09:00"), slot("09:00", "kim"), slot("10:00"), slot("10:00", "kim")]
    assert shown(slots, SYDNEY, 1) == slots[:2]


def test_when_one_is_taken_the_next_moves_up() -> None:
    asked = case(clinic_of(practitioner(weekly=weekly("09:00-12:00"))), kind_of(60))
    nine = slot("09:00")
    taken = asked._replace(busy={1: [(nine.starts_at, nine.ends_at)]})
    assert [s.starts_at for s in shown(asked.slots(), SYDNEY, 1)] == [nine.starts_at]
    assert [s.starts_at for s in shown(taken.slots(), SYDNEY, 1)] == [nine.ends_at]


@pytest.mark.req("B9")
def test_a_time_that_the_clock_shows_twice_is_two_times() -> None:
    sunday = date(2027, 4, 4)
    asked = case(clinic_of(practitioner(weekly=weekly("02:00-04:00"))), kind_of(60), sunday)
    found = shown(asked.slots(), SYDNEY, 2)
    assert [local_minute(s.starts_at, SYDNEY) for s in found] == [120, 120]
