from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.interval import Interval, merged, overlap, without

SOME = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


def points(intervals: list[Interval]) -> set[int]:
    return {point for begin, end in intervals for point in range(begin, end)}


def test_what_touches_or_overlaps_becomes_one() -> None:
    assert merged([(5, 7), (0, 2), (2, 4), (6, 9)]) == [(0, 4), (5, 9)]


def test_an_interval_inside_another_does_not_shorten_it() -> None:
    assert merged([(0, 9), (2, 4)]) == [(0, 9)]


def test_what_is_empty_or_inverted_vanishes() -> None:
    assert merged([(3, 3), (5, 4)]) == []


def test_touching_is_not_overlapping() -> None:
    assert not overlap((0, 2), (2, 4))
    assert overlap((0, 3), (2, 4))


def test_a_hole_splits_an_interval() -> None:
    assert without([(0, 9)], [(3, 5)]) == [(0, 3), (5, 9)]


@given(SOME)
def test_merging_keeps_every_point_in_order_with_gaps_between(some: list[Interval]) -> None:
    joined = merged(some)
    assert points(joined) == points(some)
    assert all(one[1] < other[0] for one, other in pairwise(joined))


@given(SOME, SOME)
def test_cutting_takes_out_the_points_of_the_holes_and_no_others(
    some: list[Interval], holes: list[Interval]
) -> None:
    assert points(without(some, holes)) == points(some) - points(holes)
