"""Token buckets by kind and address (T6)."""

import pytest

from slotkeeper.domain.errors import TooManyRequests
from slotkeeper.web.rate_limits import MOST_ADDRESSES, RATES, RateLimits


class Watch:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def limits(watch: Watch) -> RateLimits:
    return RateLimits(watch, enabled=True)


def use_up(limits: RateLimits, kind: str, address: str) -> None:
    for _ in range(RATES[kind].burst):
        limits.check(kind, address)


@pytest.mark.req("T6")
def test_a_burst_is_allowed_and_then_one_at_a_time(watch: Watch, limits: RateLimits) -> None:
    use_up(limits, "hold", "203.0.113.7")
    with pytest.raises(TooManyRequests) as refused:
        limits.check("hold", "203.0.113.7")
    assert 1 <= refused.value.retry_after <= RATES["hold"].seconds + 1
    watch.now += refused.value.retry_after
    limits.check("hold", "203.0.113.7")
    with pytest.raises(TooManyRequests):
        limits.check("hold", "203.0.113.7")


def test_being_refused_costs_nothing(watch: Watch, limits: RateLimits) -> None:
    use_up(limits, "hold", "a")
    for _ in range(100):
        with pytest.raises(TooManyRequests):
            limits.check("hold", "a")
    watch.now += RATES["hold"].seconds
    limits.check("hold", "a")


def test_after_a_rest_the_whole_burst_is_there_again(watch: Watch, limits: RateLimits) -> None:
    use_up(limits, "booking", "a")
    watch.now += RATES["booking"].burst * RATES["booking"].seconds
    use_up(limits, "booking", "a")


def test_kinds_and_addresses_are_counted_apart(limits: RateLimits) -> None:
    use_up(limits, "hold", "a")
    limits.check("hold", "b")
    limits.check("booking", "a")


def test_switched_off_it_refuses_nobody(watch: Watch) -> None:
    limits = RateLimits(watch, enabled=False)
    for _ in range(1000):
        limits.check("hold", "a")


def test_it_does_not_grow_without_end(limits: RateLimits) -> None:
    for number in range(MOST_ADDRESSES + 100):
        limits.check("read", str(number))
    assert len(limits) == MOST_ADDRESSES
