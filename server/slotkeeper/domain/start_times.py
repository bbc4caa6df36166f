"""Which start times there are: every so many minutes, at fixed times, or only next to what is
booked (S10). The type's rule counts before the practitioner's, and that before the clinic's.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval, overlap
from slotkeeper.domain.known import Asked
from slotkeeper.domain.local_time import ONE_DAY, local_date, to_instant
from slotkeeper.domain.occurrence import occurrences
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.schedule import Window, calendar_of
from slotkeeper.domain.start_rule import StartRule


def start_rule(clinic: Clinic, kind: AppointmentType, practitioner: Practitioner) -> StartRule:
    """The rule that counts for an individual appointment."""
    return kind.starts or practitioner.starts or clinic.online_booking.start_every


def starts_by_rule(asked: Asked, practitioner: Practitioner, window: Window) -> Sequence[range]:
    """The starts of a window that the rule gives, ascending, whether they fit or are free."""
    rule = start_rule(asked.clinic, asked.kind, practitioner)
    if isinstance(rule, int):
        return (grid(window, rule),)
    if rule != "adjacent":
        return _at_times(rule, window, asked.clinic.time_zone)
    if asked.known.is_held:  # it was next to something when it was chosen
        return (range(window.starts_from, window.starts_until),)
    if not _is_begun(asked, practitioner, window):
        return (grid(window, _step(asked.clinic, practitioner)),)
    return [*_touching(asked, practitioner, window)]


def grid(window: Window, every: int) -> range:
    """The instants of a window that are `grid_from` + k × `every` elapsed minutes (S10)."""
    step = every * 60
    first = window.starts_from + (window.grid_from - window.starts_from) % step
    return range(first, window.starts_until, step)


def _step(clinic: Clinic, practitioner: Practitioner) -> int:
    own = practitioner.starts
    return own if isinstance(own, int) else clinic.online_booking.start_every


def _at_times(times: tuple[int, ...], window: Window, zone: str) -> list[range]:
    instants = _instants(times, local_date(window.starts_from, zone), zone)
    return [range(s, s + 1) for s in instants if window.starts_from <= s < window.starts_until]


@lru_cache(maxsize=8192)
def _instants(times: tuple[int, ...], on: date, zone: str) -> tuple[int, ...]:
    # Two times are one instant where a clock change skips the earlier.
    return tuple(sorted({to_instant(on, minute, zone) for minute in times}))


def _is_begun(asked: Asked, practitioner: Practitioner, window: Window) -> bool:
    """Whether anybody is booked in the stretch of working hours in which the window lies; a hold
    may go again.
    """
    own = asked.known.taken.get(practitioner.id, ())
    booked = [(each.begins, each.ends) for each in own if each.is_firm]
    if not booked:
        return False
    clinic = asked.clinic
    calendar = calendar_of(practitioner, clinic.time_zone, clinic.closed_on)
    on = local_date(window.starts_from, clinic.time_zone)
    hours = (
        (each.opens_at, each.closes_at)
        for each in calendar.stretches(on)
        if each.location == window.location and each.opens_at <= window.starts_from < each.closes_at
    )
    stretch = next(hours, (window.starts_from, window.closes_at))
    return any(overlap(each, stretch) for each in booked)


def _touching(asked: Asked, practitioner: Practitioner, window: Window) -> Iterator[range]:
    kind = asked.kind
    before, after = kind.padding_before * 60, (kind.minutes + kind.padding_after) * 60
    neighbours = asked.once(f"beside {practitioner.id}", lambda: _neighbours(asked, practitioner))
    found = {start for b, e in neighbours for start in (b - after, e + before)}
    for start in sorted(found):
        if window.starts_from <= start < window.starts_until:
            yield range(start, start + 1)


def _neighbours(asked: Asked, practitioner: Practitioner) -> list[Interval]:
    """What stays: bookings, blocks and planned sessions, padded."""
    staying = Counter(asked.known.busy.get(practitioner.id, ()))
    own = asked.known.taken.get(practitioner.id, ())
    staying.subtract((each.begins, each.ends) for each in own if not each.is_firm)
    first, last = asked.first - ONE_DAY, asked.last + 2 * ONE_DAY
    planned = occurrences(asked.clinic, practitioner, first, last)
    return [
        *(span for span, n in staying.items() if n > 0),
        *((each.busy_from, each.busy_until) for each in planned),
    ]
