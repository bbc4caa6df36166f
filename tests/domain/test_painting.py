"""Painting: what a stroke adds and erases, minute by minute, on its date and on all others."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.painting import (
    Stroke,
    add_offered,
    add_protected,
    erase_offered,
    erase_protected,
)
from slotkeeper.domain.protected_time import ProtectedTime, Release
from tests.domain.marks import SPANS, marked_times, protected_times

TUESDAY = date(2027, 1, 5)
NINE, TEN, ELEVEN, NOON = 540, 600, 660, 720
STROKES = st.builds(
    lambda on, span, weekly: Stroke(on=on, begins=span[0], ends=span[1], is_weekly=weekly),
    st.integers(-9, 9).map(lambda n: TUESDAY + timedelta(days=n)),
    SPANS,
    st.booleans(),
)
NEAR = [TUESDAY + timedelta(days=n) for n in range(-21, 35)]

pytestmark = pytest.mark.req("S5", "S8")


def minutes(rows: tuple[MarkedTime, ...], on: date) -> set[int]:
    return {m for row in rows if row.falls_on(on) for m in range(row.begins, row.ends)}


def painted(stroke: Stroke, on: date) -> set[int]:
    same = on.weekday() == stroke.on.weekday() if stroke.is_weekly else on == stroke.on
    return set(range(stroke.begins, stroke.ends)) if same else set()


@given(st.lists(marked_times(TUESDAY), max_size=4).map(tuple), STROKES)
def test_a_stroke_adds_itself_and_nothing_else(
    rows: tuple[MarkedTime, ...], stroke: Stroke
) -> None:
    found = add_offered(rows, stroke)
    for on in NEAR:
        assert minutes(found, on) == minutes(rows, on) | painted(stroke, on)


@given(st.lists(marked_times(TUESDAY), max_size=4).map(tuple), STROKES)
def test_a_stroke_erases_itself_from_what_repeats_and_from_its_own_date(
    rows: tuple[MarkedTime, ...], stroke: Stroke
) -> None:
    found = erase_offered(rows, stroke)
    for on in NEAR:
        once = {
            m for r in rows if r.on == on != stroke.on for m in minutes((r,), on)
        }  # what was marked for another date alone stays
        assert minutes(found, on) == (minutes(rows, on) - painted(stroke, on)) | once


@given(st.lists(protected_times(TUESDAY), max_size=3).map(tuple), protected_times(TUESDAY), STROKES)
def test_a_protected_stroke_takes_the_place_of_what_was_there(
    rows: tuple[ProtectedTime, ...], like: ProtectedTime, stroke: Stroke
) -> None:
    found = add_protected(rows, stroke, like)
    times = tuple(each.time for each in found)
    assert minutes(times, stroke.on) >= painted(stroke, stroke.on)
    alike = tuple(
        e.time for e in found if (e.release, e.existing_for) == (like.release, like.existing_for)
    )
    assert minutes(alike, stroke.on) >= painted(stroke, stroke.on)
    gone = erase_protected(found, stroke)
    left = tuple(each.time for each in gone)
    assert not minutes(left, stroke.on) & painted(stroke, stroke.on)


def test_what_touches_and_repeats_alike_becomes_one_row() -> None:
    rows = add_offered((), Stroke(on=TUESDAY, begins=NINE, ends=TEN, is_weekly=True))
    rows = add_offered(rows, Stroke(on=TUESDAY, begins=TEN, ends=NOON, is_weekly=True))
    assert rows == (MarkedTime(begins=NINE, ends=NOON, days=(1,)),)
    wednesday = TUESDAY + timedelta(days=1)
    rows = add_offered(rows, Stroke(on=wednesday, begins=NINE, ends=NOON, is_weekly=True))
    assert rows == (MarkedTime(begins=NINE, ends=NOON, days=(1, 2)),)


def test_erasing_one_date_leaves_it_out_and_keeps_the_rest_of_its_hours() -> None:
    row = MarkedTime(begins=NINE, ends=NOON, days=(1,))
    assert erase_offered((row,), Stroke(on=TUESDAY, begins=TEN, ends=ELEVEN)) == (
        MarkedTime(begins=NINE, ends=NOON, days=(1,), not_on=(TUESDAY,)),
        MarkedTime(begins=NINE, ends=TEN, on=TUESDAY),
        MarkedTime(begins=ELEVEN, ends=NOON, on=TUESDAY),
    )


def test_protected_times_of_another_rule_are_not_joined() -> None:
    never = ProtectedTime(time=MarkedTime(begins=NINE, ends=TEN, days=(1,)))
    friday = ProtectedTime(time=never.time, release=Release(weekday=4, minute=1080))
    found = add_protected(
        (never,), Stroke(on=TUESDAY, begins=TEN, ends=ELEVEN, is_weekly=True), friday
    )
    assert [each.time.begins for each in found] == [NINE, TEN]
