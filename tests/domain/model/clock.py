"""Minutes since 1970, and what the clock on the clinic's wall shows."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from whenever import Instant

from slotkeeper.domain.cut_off import CutOff
from tests.domain.oracle import exists, instant, local_day, wall_minute

__all__ = ["days_around", "exists", "instant", "local_day", "plus", "utc_minutes", "wall_minute"]

_SECONDS = {"m": 60, "h": 3600}


@lru_cache(maxsize=100_000)
def minute_of_wall(axis: int, zone: str) -> int:
    """The UTC minute at which the wall shows that minute of an endless local axis."""
    return instant(date.fromordinal(axis // 1440), axis % 1440, zone) // 60


def utc_minutes(axis: set[int], zone: str) -> set[int]:
    """Of minutes on the local axis, run by run: only the edges are looked up on the clock."""
    found: set[int] = set()
    begins = sorted(each for each in axis if each - 1 not in axis)
    ends = sorted(each + 1 for each in axis if each + 1 not in axis)
    for begin, end in zip(begins, ends, strict=True):
        found |= set(range(minute_of_wall(begin, zone), minute_of_wall(end, zone)))
    return found


def on_axis(on: date, begins: int, ends: int) -> set[int]:
    """Minutes of one local date."""
    return {on.toordinal() * 1440 + minute for minute in range(begins, ends)}


def days_around(first: date, last: date) -> Iterable[date]:
    """With what may reach into them, and where they may reach."""
    return (first + timedelta(days=n) for n in range(-3, (last - first).days + 5))


def plus(at: int, length: CutOff | None, zone: str, sign: int = 1) -> int:
    """So much later, or earlier; days keep the time on the wall."""
    if length is None or not length.amount:
        return at
    if length.unit != "d":
        return at + sign * length.amount * _SECONDS[length.unit]
    wall = Instant.from_timestamp(at).to_tz(zone).to_plain()
    moved = wall.replace_date(wall.date().add(days=sign * length.amount))
    return moved.assume_tz(zone, disambiguation="compatible").timestamp()
