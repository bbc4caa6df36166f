"""Marked times: which days have them, and their instants, against counting every minute."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotkeeper.domain.interval import merged
from slotkeeper.domain.marked_time import MarkedTime, marked_spans
from tests.domain.marks import marked_times
from tests.domain.marks_oracle import has, marked_minutes
from tests.domain.schedules import SYDNEY, at, case, clinic_of, kind_of, practitioner, times, weekly
from tests.domain.zones import days_of_change

TUESDAY = date(2027, 1, 5)
WEEK = timedelta(days=7)


def mark(begins: float, ends: float, **other: Any) -> MarkedTime:  # noqa: ANN401 - fields by name
    """On Tuesdays, from hour to hour."""
    return MarkedTime(begins=int(begins * 60), ends=int(ends * 60), **{"days": (1,), **other})


@pytest.mark.req("S5")
@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.data())
def test_a_row_falls_on_the_days_that_counting_weeks_gives(near: date, data: st.DataObject) -> None:
    row = data.draw(marked_times(near))
    for ahead in range(-30, 60):
        day = near + timedelta(days=ahead)
        assert row.falls_on(day) == has(row, day)


@pytest.mark.req("S5")
@given(days_of_change(), st.data())
@settings(max_examples=200)
def test_the_marked_instants_are_what_counting_every_minute_gives(
    where: tuple[str, date], data: st.DataObject
) -> None:
    zone, on = where
    rows = tuple(data.draw(st.lists(marked_times(on), max_size=4)))
    first, last = on - timedelta(days=1), on + timedelta(days=2)
    spans = marked_spans(rows, zone, first, last)
    assert spans == merged(spans)
    minutes = {m for begin, end in spans for m in range(begin // 60, end // 60)}
    assert minutes == marked_minutes(rows, zone, first, last)


def test_every_second_week_is_counted_from_the_week_of_the_first_date() -> None:
    row = mark(9, 12, every_weeks=2, first=date(2027, 1, 8))  # a Friday
    assert not row.falls_on(TUESDAY)  # before the first date
    assert not row.falls_on(TUESDAY + WEEK)
    assert row.falls_on(TUESDAY + 2 * WEEK)


def test_it_begins_and_ends_with_its_dates_and_leaves_single_dates_out() -> None:
    row = mark(9, 12, first=TUESDAY, last=TUESDAY + 2 * WEEK, not_on=(TUESDAY + WEEK,))
    found = [n for n in range(-1, 4) if row.falls_on(TUESDAY + n * WEEK)]
    assert found == [0, 2]


MARKED: dict[str, Any] = {"offer": "marked-times", "start_every": 60}
ALL_DAY = weekly("08:00-18:00")


@pytest.mark.req("S5")
class TestOnlyMarkedTimesAreOffered:
    def test_nothing_where_nothing_is_marked(self) -> None:
        sam = practitioner(weekly=ALL_DAY)
        assert times(case(clinic_of(sam, **MARKED), kind_of(60))) == []

    def test_starts_are_counted_from_the_begin_of_the_mark(self) -> None:
        sam = practitioner(weekly=ALL_DAY, offered=(mark(9.5, 12),))
        assert times(case(clinic_of(sam, **MARKED), kind_of(60))) == ["09:30", "10:30"]

    def test_marks_that_touch_are_one(self) -> None:
        sam = practitioner(weekly=ALL_DAY, offered=(mark(9, 10), mark(10, 11)))
        assert times(case(clinic_of(sam, **MARKED), kind_of(120))) == ["09:00"]

    def test_a_mark_counts_only_as_far_as_the_hours_go(self) -> None:
        early = MarkedTime(begins=430, ends=600, days=(1,))
        sam = practitioner(weekly=ALL_DAY, offered=(early, mark(19, 22)))
        assert times(case(clinic_of(sam, **MARKED), kind_of(60))) == ["08:00", "09:00"]

    def test_all_working_hours_are_offered_where_the_clinic_does_not_ask_for_marks(self) -> None:
        sam = practitioner(weekly=weekly("08:00-10:00"), offered=(mark(9, 10),))
        assert times(case(clinic_of(sam, start_every=60), kind_of(60))) == ["08:00", "09:00"]

    def test_a_mark_of_another_date_does_not_count(self) -> None:
        other = MarkedTime(begins=540, ends=720, on=TUESDAY + WEEK)
        sam = practitioner(weekly=ALL_DAY, offered=(other,))
        assert times(case(clinic_of(sam, **MARKED), kind_of(60))) == []
        assert at("09:00", TUESDAY + WEEK, SYDNEY) in {
            each.starts_at
            for each in case(
                clinic_of(sam, **MARKED), kind_of(60), TUESDAY, last=TUESDAY + WEEK
            ).slots()
        }
