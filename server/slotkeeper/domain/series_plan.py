"""What becomes of each date of a series: booked as planned, at another time that day, left out, or
the end of it. Nothing that is there already is ever overwritten.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.schedule import calendar_of
from slotkeeper.domain.series import nearest
from slotkeeper.domain.staff_booking import Objection, StaffTime

Way = Literal["skip", "anyway", "nearest", "stop"]
WAYS: tuple[Way, ...] = ("skip", "nearest", "anyway", "stop")
"""What can be said of all dates at once that cannot be had as planned. nearest: the closest free
time of that day, anyway: beyond the rules for patients; either is skipped where there is no such.
"""
MOST_FREE = 6
"""Other times of a day that are offered, the closest to the one that is wanted."""


class Taken(Struct, frozen=True, kw_only=True):
    """What takes time there: a booking, a payment under way, a hold (`patient` is "" then).
    Instants in epoch seconds; `busy_from` … `busy_until` is with padding.
    """

    id: int
    state: str
    starts_at: int
    ends_at: int
    busy_from: int
    busy_until: int
    expires_at: int | None
    patient: str


class Occasion(Struct, frozen=True, kw_only=True):
    """One date of a series as it was found: what has that time, what stands against it, and which
    other starts of that day are free (none are looked for where it can be had).
    """

    on: date
    starts_at: int
    taken: tuple[Taken, ...] = ()
    against: tuple[Objection, ...] = ()
    free: tuple[int, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands against it."""
        return not self.taken and not self.against

    @property
    def keys(self) -> frozenset[str]:
        """By what a form says that exactly this was seen."""
        there = {f"taken-{each.id}-{each.starts_at}" for each in self.taken}
        return frozenset(there | {each.key for each in self.against})

    @property
    def reason(self) -> str:
        """The first thing against it, as one word."""
        return "taken" if self.taken else next((each.rule.value for each in self.against), "")


class Choices(Struct, frozen=True, kw_only=True):
    """What staff want of the dates that cannot be had as planned: `for_all`, and by date a way or
    the start (epoch seconds) that they chose. `seen` are the keys that they were shown, by date.
    """

    for_all: Way = "skip"
    by_date: Mapping[date, Way | int] = {}
    seen: Mapping[date, frozenset[str]] = {}


class Outcome(Struct, frozen=True, kw_only=True):
    """What will be done: `starts_at` None for a date that is left out. `beyond` are the rules that
    are gone beyond; `is_end`: the series stops before this date.
    """

    occasion: Occasion
    starts_at: int | None
    beyond: tuple[str, ...] = ()
    is_end: bool = False


def decide(occasions: Sequence[Occasion], choices: Choices) -> list[Outcome]:
    """One for each date, up to where the series stops; that date is the last one then."""
    found: list[Outcome] = []
    for each in occasions:
        outcome = _decide(each, choices)
        found.append(outcome)
        if outcome.is_end:
            break
    return found


def unseen(occasions: Sequence[Occasion], choices: Choices) -> list[date]:
    """The dates at which something has come up that staff were not shown, or at which the time
    that they chose is free no more.
    """
    return [each.on for each in occasions if _is_new(each, choices)]


def free_starts(
    clinic: Clinic, time: StaffTime, blocked: Sequence[Interval], on: date
) -> tuple[int, ...]:
    """Starts of that local date in the practitioner's hours at which such an appointment meets
    nothing, the closest to the wanted one; `blocked` are padded intervals.
    """
    every = clinic.online_booking.start_every * 60
    found = {
        start
        for opens, closes in _hours(clinic, time.practitioner, on)
        for start in range(opens, closes, every)
        if _fits(time, start, closes) and not _meets(time, start, blocked)
    }
    return tuple(nearest(found - {time.starts_at}, time.starts_at, MOST_FREE))


def _decide(occasion: Occasion, choices: Choices) -> Outcome:
    if occasion.is_clear:
        return Outcome(occasion=occasion, starts_at=occasion.starts_at)
    choice = choices.by_date.get(occasion.on, choices.for_all)
    if choice == "stop":
        return Outcome(occasion=occasion, starts_at=None, is_end=True)
    if choice == "anyway" and not occasion.taken:
        beyond = tuple(dict.fromkeys(each.rule.value for each in occasion.against))
        return Outcome(occasion=occasion, starts_at=occasion.starts_at, beyond=beyond)
    if choice == "nearest" and occasion.free:
        [closest] = nearest(occasion.free, occasion.starts_at, 1)
        return Outcome(occasion=occasion, starts_at=closest)
    if isinstance(choice, int) and choice in occasion.free:
        return Outcome(occasion=occasion, starts_at=choice)
    return Outcome(occasion=occasion, starts_at=None)


def _is_new(occasion: Occasion, choices: Choices) -> bool:
    if not occasion.is_clear and not occasion.keys <= choices.seen.get(occasion.on, frozenset()):
        return True
    choice = choices.by_date.get(occasion.on)
    return isinstance(choice, int) and not occasion.is_clear and choice not in occasion.free


def _hours(clinic: Clinic, practitioner: Practitioner, on: date) -> list[Interval]:
    """When that practitioner works on that local date, time off left out."""
    calendar = calendar_of(practitioner, clinic.time_zone, clinic.closed_on)
    day = calendar.day(on)
    return [
        (window.starts_from, window.closes_at)
        for window in day.windows
        if not any(b < window.closes_at and e > window.starts_from for b, e in day.away)
        and local_date(window.starts_from, clinic.time_zone) == on
    ]


def _fits(time: StaffTime, start: int, closes: int) -> bool:
    return start + (time.busy_until - time.starts_at) <= closes


def _meets(time: StaffTime, start: int, blocked: Sequence[Interval]) -> bool:
    begins = start - (time.starts_at - time.busy_from)
    ends = start + (time.busy_until - time.starts_at)
    return any(begin < ends and end > begins for begin, end in blocked)
