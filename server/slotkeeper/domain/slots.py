"""Which times can be booked: computed, never stored.

A start lies on the grid of its stretch of working hours; public length and `padding_after` end
inside the hours; start − `padding_before` … end + `padding_after` meets no busy interval and no
time off. The rules stand in `starts`, `schedule`, `horizon` and `reasons`; here they are walked.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter, itemgetter

from msgspec import Struct

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.group import places_left, sessions_of
from slotkeeper.domain.horizon import (
    bookable_days,
    earliest_bookable,
    is_too_far,
    is_too_soon,
)
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.known import Asked, Known
from slotkeeper.domain.local_time import ONE_DAY, dates, day_spans, local_date, to_instant
from slotkeeper.domain.obstacles import Refusals
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.reasons import why_not_offered, why_not_with
from slotkeeper.domain.starts import open_windows, starts, windows_at

_Run = tuple[range, str | None]
"""Starts in equal steps, and the location of their working hours."""


class Slot(Struct, frozen=True, gc=False):
    """An interval that may be booked. `ends_at` is the public end: padding shows nowhere (B8).
    `places` is how many can still book it.
    """

    starts_at: int
    ends_at: int
    practitioner: str
    location: str | None
    places: int = 1


def find_slots(
    clinic: Clinic,
    kind: AppointmentType,
    practitioners: Sequence[Practitioner],
    first: date,
    last: date,
    known: Known,
    location: str | None = None,
) -> list[Slot]:
    """What can be booked on the clinic's local days `first` to `last`, both included.

    In order of start, then in the clinic's order of practitioners. A practitioner has each start
    once, at the first in the clinic's order of locations; `location` (a slug) leaves others out.
    """
    found: list[Slot] = []
    asked = _asked(clinic, kind, known, first, last)
    for practitioner, runs in _runs(asked, practitioners, location):
        found += _slots_of(asked, practitioner, runs)
    found.sort(key=attrgetter("starts_at"))  # stable: the order of practitioners stays
    return found


def find_starts(
    clinic: Clinic,
    kind: AppointmentType,
    practitioners: Sequence[Practitioner],
    first: date,
    last: date,
    known: Known,
    location: str | None = None,
) -> list[int]:
    """The starts of `find_slots`, each once and in order: at which instants somebody is free.

    Quicker, as no slot is made: it is what a list of times shows.
    """
    found: set[int] = set()
    for _, runs in _runs(_asked(clinic, kind, known, first, last), practitioners, location):
        for run, _ in runs:
            found.update(run)
    return sorted(found)


def is_free(
    clinic: Clinic,
    kind: AppointmentType,
    practitioner: Practitioner,
    starts_at: int,
    known: Known,
    location: str | None = None,
) -> Slot | None:
    """The slot of that practitioner and start, None if it cannot be booked (S13).

    Exactly what `find_slots` would list; any whole number may be asked for.
    """
    if is_too_soon(clinic, starts_at, known.now) or is_too_far(clinic, starts_at, known.now):
        return None
    on = local_date(starts_at, clinic.time_zone)
    asked = _asked(clinic, kind, known, on, on)
    for each, runs in _runs(asked, [practitioner], location):
        then = ((range(starts_at, starts_at + 1), at) for run, at in runs if starts_at in run)
        return next(iter(_slots_of(asked, each, then)), None)
    return None


def is_offered_online(clinic: Clinic, kind: AppointmentType) -> bool:
    """Whether patients may book that type at all (S1); `why_not_offered` says why not."""
    return not why_not_offered(clinic, kind)


def search_range(kind: AppointmentType, zone: str, first: date, last: date) -> tuple[int, int]:
    """[from, until): busy intervals outside of it cannot matter to slots of those local days."""
    margin = 3 * ONE_DAY  # any dates may be asked for
    last = min(max(last, date.min + margin), date.max - margin)
    first = min(max(first, date.min + margin), last)
    begin = to_instant(first, 0, zone) - kind.padding_before * 60
    end = max(end for on in (last - ONE_DAY, last) for _, end in day_spans(on, zone))
    return begin, end + (kind.minutes + kind.padding_after) * 60


def _in_order(clinic: Clinic, practitioners: Sequence[Practitioner]) -> list[Practitioner]:
    order = {each.slug: place for place, each in enumerate(clinic.practitioners)}
    return sorted(practitioners, key=lambda each: order.get(each.slug, len(order)))


def _asked(clinic: Clinic, kind: AppointmentType, known: Known, first: date, last: date) -> Asked:
    return Asked(clinic, kind, known, *bookable_days(clinic, first, last, known.now))


def _runs(
    asked: Asked, practitioners: Sequence[Practitioner], location: str | None
) -> Iterator[tuple[Practitioner, Iterator[_Run]]]:
    """Each practitioner who gives that type, in the clinic's order, with their free starts."""
    if not is_offered_online(asked.clinic, asked.kind):
        return
    for each in _in_order(asked.clinic, practitioners):
        if not why_not_with(asked.kind, each):
            yield each, _runs_of(asked, each, location)


def _slots_of(asked: Asked, practitioner: Practitioner, runs: Iterable[_Run]) -> list[Slot]:
    if asked.kind.is_group:
        return _sessions_of(asked, practitioner, runs)
    length, slug = asked.kind.minutes * 60, practitioner.slug
    found = [Slot(start, start + length, slug, place) for run, place in runs for start in run]
    if len({slot.location for slot in found}) <= 1:
        return found
    # Two locations may offer the same start: the first stays.
    return list({slot.starts_at: slot for slot in reversed(found)}.values())


def _sessions_of(asked: Asked, practitioner: Practitioner, runs: Iterable[_Run]) -> list[Slot]:
    free = {start for run, _ in runs for start in run}
    return [
        Slot(
            each.starts_at,
            each.ends_at,
            practitioner.slug,
            each.location,
            max(1, places_left(asked.known, practitioner, each)),  # what is held is kept
        )
        for each in sessions_of(asked, practitioner)
        if each.starts_at in free
    ]


def _runs_of(asked: Asked, practitioner: Practitioner, location: str | None) -> Iterator[_Run]:
    """The free starts of one practitioner as runs of the grid, each with its location."""
    clinic, refusals = asked.clinic, Refusals(asked, practitioner)
    earliest = earliest_bookable(clinic, asked.known.now)
    for on in dates(asked.first, asked.last):
        for window in windows_at(clinic, open_windows(asked, practitioner, on), location):
            refused = refusals.at(window.location)
            for run in starts(asked, practitioner, window):
                for free in _free(_from(run, earliest), refused):
                    yield free, window.location


def _free(run: range, blocked: Sequence[Interval]) -> Iterator[range]:
    """What is left of a run of starts between the blocked ones (disjoint, ascending)."""
    for begin, end in blocked[bisect_right(blocked, run.start, key=itemgetter(1)) :]:
        if begin >= run.stop:
            break
        rest = _from(run, begin)
        yield run[: len(run) - len(rest)]
        run = _from(rest, end)
    yield run


def _from(run: range, instant: int) -> range:
    """The starts of a run from that instant on."""
    return run[max(0, -((run.start - instant) // run.step)) :]
