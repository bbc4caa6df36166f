"""At most so many appointments a day: of a practitioner, or of a type in the whole clinic (S12).

What counts are bookings and live holds, by the local day on which they start. A session counts
once, and not before somebody has a place in it: who joins one that counts already is not refused.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from slotkeeper.domain.interval import Interval, without
from slotkeeper.domain.known import Asked, Taken
from slotkeeper.domain.local_time import dates, day_spans
from slotkeeper.domain.practitioner import Practitioner


def full_days_of_practitioner(
    asked: Asked, practitioner: Practitioner, _: str | None
) -> Iterable[Interval]:
    """The days on which the practitioner has as many as they may have."""
    if not practitioner.max_per_day:
        return ()
    own = asked.known.taken.get(practitioner.id, ())
    days = _full_days(asked, _starts([own]), practitioner.max_per_day)
    return _joinable(asked, practitioner, days)


def full_days_of_type(
    asked: Asked, practitioner: Practitioner, _: str | None
) -> Iterable[Interval]:
    """The days on which the clinic has as many of the type as it may have."""
    if not asked.kind.max_per_day:
        return ()
    days = asked.once("cap", lambda: _days_of_type(asked))
    return _joinable(asked, practitioner, days)


def count_on_day(taken: Iterable[Sequence[Taken]], day: Sequence[Interval]) -> int:
    """How many appointments start within those spans of one local day; `taken` is by
    practitioner.
    """
    starts = _starts(taken)
    return sum(bisect_left(starts, end) - bisect_left(starts, begin) for begin, end in day)


def of_type(taken: Iterable[Sequence[Taken]], kind_id: int) -> Iterator[list[Taken]]:
    """Only what is of that type, still by practitioner."""
    return ([each for each in own if each.kind_id == kind_id] for own in taken)


def _days_of_type(asked: Asked) -> list[Interval]:
    counted = of_type(asked.known.taken.values(), asked.kind.id)
    return [*_full_days(asked, _starts(counted), asked.kind.max_per_day)]


def _full_days(asked: Asked, starts: Sequence[int], most: int) -> Iterator[Interval]:
    for on in dates(asked.first, asked.last):
        day = day_spans(on, asked.clinic.time_zone)
        if sum(bisect_left(starts, end) - bisect_left(starts, begin) for begin, end in day) >= most:
            yield from day


def _starts(taken: Iterable[Sequence[Taken]]) -> list[int]:
    found: list[int] = []
    for own in taken:
        found += [each.starts_at for each in own if not each.seat]
        found += [start for _, start in {(e.kind_id, e.starts_at) for e in own if e.seat}]
    return sorted(found)


def _joinable(
    asked: Asked, practitioner: Practitioner, days: Iterable[Interval]
) -> Iterable[Interval]:
    """Without the starts of sessions that count already."""
    if not asked.kind.is_group:
        return days
    own = asked.known.taken.get(practitioner.id, ())
    counted = {each.starts_at for each in own if each.seat and each.kind_id == asked.kind.id}
    return without(days, [(start, start + 1) for start in sorted(counted)])
