"""At most N bookings in any rolling 24 hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.daily_limit import DAY_SECONDS, next_possible

pytestmark = pytest.mark.req("B5")

NOW = 1_799_010_000
AGES = st.lists(st.integers(0, 2 * DAY_SECONDS), max_size=12)
LIMITS = st.sampled_from([1, 2, 3, 4, 5, 10])


def test_below_the_limit_one_may_book_now() -> None:
    assert next_possible([NOW, NOW - 5], 3, NOW) is None


def test_at_the_limit_the_oldest_gives_the_next_place() -> None:
    made_at = [NOW - 10, NOW - 3600, NOW - 60]
    assert next_possible(made_at, 3, NOW) == NOW - 3600 + DAY_SECONDS


def test_after_exactly_a_day_a_booking_counts_no_more() -> None:
    assert next_possible([NOW - DAY_SECONDS], 1, NOW) is None
    assert next_possible([NOW - DAY_SECONDS + 1], 1, NOW) == NOW + 1


def test_where_a_limit_was_lowered_several_have_to_age() -> None:
    made_at = [NOW - 300, NOW - 200, NOW - 100]
    assert next_possible(made_at, 2, NOW) == NOW - 200 + DAY_SECONDS


def test_zero_is_no_limit() -> None:
    assert next_possible([NOW] * 1000, 0, NOW) is None


@given(AGES, LIMITS)
def test_the_next_place_is_the_first_instant_at_which_fewer_than_the_limit_count(
    ages: list[int], limit: int
) -> None:
    made_at = [NOW - age for age in ages]

    def counted(instant: int) -> int:
        return sum(made > instant - DAY_SECONDS for made in made_at)

    next_at = next_possible(made_at, limit, NOW)
    if next_at is None:
        assert counted(NOW) < limit
    else:
        assert next_at > NOW
        assert counted(next_at) < limit <= counted(next_at - 1)
