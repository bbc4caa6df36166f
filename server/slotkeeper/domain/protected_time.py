"""Protected times: kept back until a rule releases them, to some before all (S8).

Nothing is stored and no job runs: when a time opens is worked out whenever somebody asks.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from msgspec import Struct

from slotkeeper.domain.cut_off import CutOff, after, before
from slotkeeper.domain.local_time import dates, to_instant
from slotkeeper.domain.marked_time import MarkedTime

_Asker = Literal["new", "existing", "waitlist"]
_WEEK = timedelta(days=7)


class Release(Struct, frozen=True, kw_only=True):
    """When a protected time is released: on `weekday` (0 = Monday) at `minute` after local midnight
    of the week before the one, Monday to Sunday, in which it lies; or `before` it begins; or never.
    """

    weekday: int | None = None
    minute: int = 0
    before: CutOff | None = None


class ProtectedTime(Struct, frozen=True, kw_only=True):
    """`waitlist_for` so long after the release it is the waitlist's alone, then `existing_for` so
    long for existing patients, then for all.
    """

    time: MarkedTime
    release: Release = Release()
    waitlist_for: CutOff | None = None
    existing_for: CutOff | None = None


class Protected(NamedTuple):
    """One protected time of one day, [begins_at, ends_at). It is released at `released_at`, to the
    waiting list; open to existing patients from `existing_from` and to all from `all_from`; None is
    never.
    """

    begins_at: int
    ends_at: int
    released_at: int | None
    existing_from: int | None
    all_from: int | None

    def open_from(self, asker: _Asker) -> int | None:
        """The instant from which it is open to them."""
        if asker == "waitlist":
            return self.released_at
        return self.existing_from if asker == "existing" else self.all_from

    def is_open(self, asker: _Asker, now: int) -> bool:
        """Whether it is open to them at that instant."""
        since = self.open_from(asker)
        return since is not None and since <= now


@lru_cache(maxsize=4096)
def protected_on(
    rows: tuple[ProtectedTime, ...], zone: str, first: date, last: date
) -> Sequence[Protected]:
    """Each protected time of the local dates `first` to `last`, day after day."""
    return tuple(
        Protected(*span, *_opens(row, day, span[0], zone))
        for day in dates(first, last)
        for row in rows
        if row.time.falls_on(day) and (span := row.time.span_on(day, zone))
    )


def next_release(
    people: Iterable[tuple[ProtectedTime, ...]],
    zone: str,
    days: tuple[date, date],
    now: int,
    asker: _Asker,
) -> int | None:
    """The first instant after `now` at which any of those protected times opens to who asks, of all
    that lie on the local dates `days`, the first and the last; None where none does.
    """
    found: list[int] = []
    for rows in people:
        opens = _openings(rows, zone, days, asker) if rows else ()
        found += opens[bisect_right(opens, now) :][:1]
    return min(found, default=None)


@lru_cache(maxsize=4096)
def _openings(
    rows: tuple[ProtectedTime, ...], zone: str, days: tuple[date, date], asker: _Asker
) -> Sequence[int]:
    """When they open to who asks, each instant once, in order."""
    opens = (each.open_from(asker) for each in protected_on(rows, zone, *days))
    return sorted({each for each in opens if each is not None})


def _opens(
    row: ProtectedTime, day: date, begins_at: int, zone: str
) -> tuple[int, int, int] | tuple[None, None, None]:
    released = _released_at(row.release, day, begins_at, zone)
    if released is None:
        return None, None, None
    existing = _after(released, row.waitlist_for, zone)
    return released, existing, _after(existing, row.existing_for, zone)


def _released_at(release: Release, day: date, begins_at: int, zone: str) -> int | None:
    if release.weekday is not None:
        monday = day - timedelta(days=day.weekday())
        on = monday - _WEEK + timedelta(days=release.weekday)
        return to_instant(on, release.minute, zone)
    return None if release.before is None else before(begins_at, release.before, zone)


def _after(instant: int, length: CutOff | None, zone: str) -> int:
    return instant if length is None else after(instant, length, zone)
