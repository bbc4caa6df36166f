"""How often one network address may ask for the same kind of thing (T6), and how often an account
may be guessed at: token buckets in this process.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from slotkeeper.domain.errors import TooManyRequests

MOST_ADDRESSES = 20_000
"""That are remembered; the one that was seen longest ago goes."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, and one more every `seconds`."""

    burst: int
    seconds: float


RATES = {
    "hold": Rate(30, 2.0),
    "booking": Rate(20, 6.0),
    "change": Rate(15, 50.0),  # each sends messages, some to whoever the sender says to be
    "payment": Rate(120, 1.0),
    "read": Rate(400, 0.1),
    "sign_in": Rate(30, 20.0),
    "password": Rate(10, 30.0),
    "code": Rate(6, 60.0),
}


class RateLimits:
    """Counts by kind and address; forgets the addresses it saw longest ago."""

    def __init__(self, clock: Callable[[], float], *, enabled: bool) -> None:
        self._clock = clock
        self._enabled = enabled
        self._empty_until: OrderedDict[tuple[str, str], float] = OrderedDict()

    def check(self, kind: str, address: str) -> None:
        """Take one from the bucket.

        Raises TooManyRequests with the seconds to wait.
        """
        if not self._enabled:
            return
        rate, now, key = RATES[kind], self._clock(), (kind, address)
        fresh_at = max(self._empty_until.get(key, now), now) + rate.seconds
        wait = fresh_at - now - rate.burst * rate.seconds
        if wait > 0:
            raise TooManyRequests(int(wait) + 1)
        self._empty_until[key] = fresh_at
        self._empty_until.move_to_end(key)
        while len(self._empty_until) > MOST_ADDRESSES:
            self._empty_until.popitem(last=False)

    def __len__(self) -> int:
        """How many buckets are remembered."""
        return len(self._empty_until)
