"""When a practitioner works: weekly hours, breaks, dated exceptions, holidays and time off (S6).

Hours are joined and cut as local minutes; only the edges of what is left become instants. An edge
that a clock change moves past its other edge leaves nothing: such hours vanish.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from slotkeeper.domain.interval import Interval, merged, overlap, without
from slotkeeper.domain.local_time import DAY_MINUTES, ONE_DAY, dates, day_spans, to_instant
from slotkeeper.domain.practitioner import (
    Break,
    DatedException,
    Hours,
    Practitioner,
    TimeOff,
    WeeklyHours,
)
from slotkeeper.domain.time_off import is_off


class Stretch(NamedTuple):
    """Working hours at one place without a pause, over midnight too; [opens_at, closes_at)."""

    opens_at: int
    closes_at: int
    location: str | None


class Window(NamedTuple):
    """The part of a stretch in which starts belong to one local day: [starts_from, starts_until).

    Starts are counted from `grid_from`: the stretch's opening, or local midnight if it comes over
    from the day before. Where a clock goes back over midnight, one stretch may have two windows on
    one day.
    """

    grid_from: int
    starts_from: int
    starts_until: int
    closes_at: int
    location: str | None


class Day(NamedTuple):
    """One local day of a practitioner; `away` is time off from a day before to two days after."""

    windows: tuple[Window, ...]
    away: tuple[Interval, ...]


def stretches(
    practitioner: Practitioner,
    zone: str,
    first: date,
    last: date,
    closed_on: tuple[date, ...] = (),
) -> list[Stretch]:
    """The stretches that meet the local days `first` to `last`, in order of time, then of location.

    A stretch is told whole as far as the day before and the day after.
    """
    calendar = calendar_of(practitioner, zone, closed_on)
    wanted = [span for on in dates(first, last) for span in day_spans(on, zone)]
    found = _stretches(calendar, first - ONE_DAY, last + ONE_DAY)
    return [s for s in found if any(overlap((s.opens_at, s.closes_at), span) for span in wanted)]


@dataclass(frozen=True, eq=False, slots=True)
class Calendar:
    """A practitioner's schedule in one zone. Compared by identity, so that it is a cheap key."""

    weekly: tuple[WeeklyHours, ...]
    breaks: tuple[Break, ...]
    exceptions: dict[date, tuple[Hours, ...]]
    time_off: tuple[TimeOff, ...]
    closed_on: frozenset[date]
    zone: str

    def day(self, on: date) -> Day:
        """What one local day offers, before bookings."""
        return _day(self, on)

    def stretches(self, on: date) -> tuple[Stretch, ...]:
        """The stretches around one local day, told whole from the day before to two days after."""
        return _stretches_around(self, on)

    def is_away(self, on: date) -> bool:
        """Whether that local date is time off."""
        return any(is_off(off, on) for off in self.time_off)

    def is_closed(self, on: date) -> bool:
        """Whether that local date is a public holiday on which this practitioner does not work."""
        return on in self.closed_on and on not in self.exceptions


def calendar_of(practitioner: Practitioner, zone: str, closed_on: tuple[date, ...]) -> Calendar:
    """The practitioner's calendar: the same object as long as nothing in the schedule changes."""
    return _calendar(
        practitioner.weekly,
        practitioner.breaks,
        practitioner.exceptions,
        practitioner.time_off,
        closed_on,
        zone,
    )


@lru_cache(maxsize=1024)
def _calendar(
    weekly: tuple[WeeklyHours, ...],
    breaks: tuple[Break, ...],
    exceptions: tuple[DatedException, ...],
    time_off: tuple[TimeOff, ...],
    closed_on: tuple[date, ...],
    zone: str,
) -> Calendar:
    by_date: dict[date, tuple[Hours, ...]] = {}
    for each in exceptions:
        by_date[each.on] = by_date.get(each.on, ()) + each.hours
    return Calendar(weekly, breaks, by_date, time_off, frozenset(closed_on), zone)


@lru_cache(maxsize=16384)
def _day(calendar: Calendar, on: date) -> Day:
    # The day before tells what comes over midnight, two after hold the longest appointment's end.
    before, after = on - ONE_DAY, on + 2 * ONE_DAY
    spans = day_spans(on, calendar.zone)
    windows = tuple(
        Window(
            max(stretch.opens_at, spans[0][0]),
            max(stretch.opens_at, begin),
            min(stretch.closes_at, end),
            stretch.closes_at,
            stretch.location,
        )
        for stretch in (_stretches(calendar, before, after) if spans else ())
        for begin, end in spans
        if overlap((stretch.opens_at, stretch.closes_at), (begin, end))
    )
    return Day(windows, tuple(_time_off(calendar, before, after)))


@lru_cache(maxsize=4096)
def _stretches_around(calendar: Calendar, on: date) -> tuple[Stretch, ...]:
    return tuple(_stretches(calendar, on - ONE_DAY, on + 2 * ONE_DAY))


def _stretches(calendar: Calendar, first: date, last: date) -> list[Stretch]:
    by_location: dict[str | None, list[Interval]] = {}
    for on in dates(first, last):
        for location, minutes in _hours_on(calendar, on):
            by_location.setdefault(location, []).append(minutes)
    return sorted(
        (
            Stretch(opens_at, closes_at, location)
            for location, minutes in by_location.items()
            for opens_at, closes_at in _instants(minutes, calendar.zone)
        ),
        key=lambda stretch: (stretch.opens_at, stretch.location or ""),
    )


def _hours_on(calendar: Calendar, on: date) -> Iterator[tuple[str | None, Interval]]:
    """The hours of one date as minutes on an endless local axis, the date's breaks cut out."""
    if calendar.is_away(on) or calendar.is_closed(on) or not day_spans(on, calendar.zone):
        return
    weekday, breaks = on.weekday(), list[Interval]()
    if on in calendar.exceptions:
        rows = calendar.exceptions[on]
    else:
        rows = tuple(row.hours for row in calendar.weekly if weekday in row.days)
        breaks = [(b.begins, b.ends) for b in calendar.breaks if weekday in b.days]
    midnight = on.toordinal() * DAY_MINUTES
    for row in rows:
        for opens, closes in without([(row.opens, row.closes)], breaks):
            yield row.location, (midnight + opens, midnight + closes)


def _instants(minutes: Iterable[Interval], zone: str) -> list[Interval]:
    return merged((_from_axis(a, zone), _from_axis(b, zone)) for a, b in merged(minutes))


@lru_cache(maxsize=8192)  # many practitioners open at the same time
def _from_axis(minute: int, zone: str) -> int:
    day, minute_of_day = divmod(minute, DAY_MINUTES)
    return to_instant(date.fromordinal(day), minute_of_day, zone)


def _time_off(calendar: Calendar, first: date, last: date) -> list[Interval]:
    if not calendar.time_off:
        return []
    days = (on for on in dates(first, last) if calendar.is_away(on))
    return merged(span for on in days for span in day_spans(on, calendar.zone))
