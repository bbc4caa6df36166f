"""What overlaps stands side by side."""

from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.interval import Interval, overlap
from slotkeeper.domain.lanes import lanes


def test_what_does_not_overlap_has_all_the_width() -> None:
    assert lanes([(0, 10), (10, 20), (30, 40)]) == [(0, 1), (0, 1), (0, 1)]


def test_two_at_once_share_it_in_the_order_given() -> None:
    assert lanes([(0, 10), (5, 20)]) == [(0, 2), (1, 2)]
    assert lanes([(5, 20), (0, 10)]) == [(1, 2), (0, 2)]


def test_who_overlaps_by_way_of_others_has_the_same_width_and_lanes_are_used_again() -> None:
    assert lanes([(0, 10), (5, 20), (12, 30)]) == [(0, 2), (1, 2), (0, 2)]


def test_after_a_gap_all_the_width_is_free_again() -> None:
    assert lanes([(0, 10), (0, 10), (10, 20)]) == [(0, 2), (1, 2), (0, 1)]


SPANS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda each: (each[0], sum(each))),
    max_size=12,
)


@given(SPANS)
def test_what_overlaps_is_never_in_the_same_lane_and_as_wide(spans: list[Interval]) -> None:
    found = lanes(spans)
    for number, (one, lane) in enumerate(zip(spans, found, strict=True)):
        assert lane.number < lane.width
        for other, beside in zip(spans[:number], found[:number], strict=True):
            if overlap(one, other):
                assert lane.number != beside.number
                assert lane.width == beside.width
