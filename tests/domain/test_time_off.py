"""Time off that comes again, against a calendar that is ticked off day by day (S6)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.practitioner import Every, TimeOff
from slotkeeper.domain.schedule import calendar_of
from slotkeeper.domain.time_off import all_stretches, is_off, is_over, stretches_off
from tests.domain.clinics import time_off
from tests.domain.schedules import SYDNEY, practitioner, weekly

pytestmark = pytest.mark.req("S6")

YEARLY = Every(n=1, unit="year")


def ticked(off: TimeOff) -> Iterator[date]:
    """The days away one by one for 40 years: slow, and nothing to get wrong."""
    begin, end, number = off.first, off.last, 0
    while begin.year < off.first.year + 40:
        yield from (begin + timedelta(n) for n in range((end - begin).days + 1))
        if off.every is None:
            return
        number += off.every.n
        if off.every.unit == "week":
            begin, end = (each + timedelta(weeks=number) for each in (off.first, off.last))
        else:
            begin, end = (_years_later(each, number) for each in (off.first, off.last))


def _years_later(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year + years)
    except ValueError:  # 29 February
        return date(on.year + years, 2, 28)


@given(off=time_off(), late=st.integers(-60, 12_000))
def test_a_day_is_off_where_counting_day_by_day_comes_to_it(off: TimeOff, late: int) -> None:
    days = {on for on in ticked(off) if off.until is None or on <= off.until}
    first = off.first + timedelta(late)
    for n in range(40):
        on = first + timedelta(n)
        assert is_off(off, on) == (on in days)


@given(off=time_off(), late=st.integers(-60, 12_000), length=st.integers(0, 800))
def test_its_stretches_are_the_days_that_are_off(off: TimeOff, late: int, length: int) -> None:
    first = off.first + timedelta(late)
    last = first + timedelta(length)
    found = {
        begin + timedelta(n)
        for begin, end in stretches_off(off, first, last)
        for n in range((end - begin).days + 1)
    }
    days = {first + timedelta(n) for n in range(length + 1)}
    assert {on for on in days if is_off(off, on)} == found & days
    assert all(is_off(off, on) for on in found)


@given(offs=st.lists(time_off(), max_size=4))
def test_stretches_that_touch_or_overlap_are_joined(offs: list[TimeOff]) -> None:
    joined = all_stretches(offs, date(2026, 1, 1), date(2028, 12, 31))
    assert all(one[1] + timedelta(1) < other[0] for one, other in pairwise(joined))
    for on in (date(2026, 1, 1) + timedelta(n) for n in range(0, 1096, 5)):
        inside = any(begin <= on <= end for begin, end in joined)
        assert inside == any(is_off(off, on) for off in offs)


def test_between_the_years_every_year() -> None:
    off = TimeOff(first=date(2026, 12, 24), last=date(2027, 1, 2), every=YEARLY)
    assert [on for on in (date(2029, 12, 23), date(2030, 1, 3)) if is_off(off, on)] == []
    assert is_off(off, date(2029, 12, 24))
    assert is_off(off, date(2030, 1, 2))


def test_29_february_is_28_february_in_years_without_it() -> None:
    off = TimeOff(first=date(2028, 2, 29), last=date(2028, 2, 29), every=YEARLY)
    assert is_off(off, date(2029, 2, 28))
    assert not is_off(off, date(2029, 3, 1))
    assert is_off(off, date(2032, 2, 29))
    assert not is_off(off, date(2032, 2, 28))


def test_every_second_friday_over_the_end_of_a_year() -> None:
    off = TimeOff(first=date(2026, 12, 18), last=date(2026, 12, 18), every=Every(n=2, unit="week"))
    fridays = [date(2026, 12, 18) + timedelta(weeks=n) for n in range(6)]
    assert [is_off(off, on) for on in fridays] == [True, False] * 3


def test_nothing_is_off_after_until_also_of_a_stretch_that_has_begun() -> None:
    off = TimeOff(
        first=date(2026, 7, 1), last=date(2026, 7, 14), every=YEARLY, until=date(2027, 7, 5)
    )
    assert [*stretches_off(off, date(2026, 1, 1), date(2030, 1, 1))] == [
        (date(2026, 7, 1), date(2026, 7, 14)),
        (date(2027, 7, 1), date(2027, 7, 5)),
    ]


def test_it_is_over_when_none_of_it_is_to_come() -> None:
    once = TimeOff(first=date(2026, 7, 1), last=date(2026, 7, 14))
    assert not is_over(once, date(2026, 7, 14))
    assert is_over(once, date(2026, 7, 15))
    again = TimeOff(first=date(2026, 7, 1), last=date(2026, 7, 14), every=YEARLY)
    assert not is_over(again, date(2050, 1, 1))


def test_a_schedule_has_no_hours_on_a_day_that_comes_again() -> None:
    off = TimeOff(first=date(2027, 1, 5), last=date(2027, 1, 5), every=YEARLY)
    sam = practitioner(weekly=weekly("09:00-17:00"), time_off=(off,))
    calendar = calendar_of(sam, SYDNEY, ())
    assert calendar.day(date(2028, 1, 5)).windows == ()
    assert calendar.day(date(2028, 1, 6)).windows
