"""Repeating appointments: on which local dates a series has one, and at which instant (S7).

The wall clock counts: nine in the morning stays nine over clock changes. A local time that a change
skips or repeats is read as everywhere (local_time.py); a date that a zone never had is left out.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.local_time import day_spans, to_instant

MOST_DATES = 400
"""A series has no more at a time; one that is open-ended is seen a year ahead."""
MOST_WEEKS = 52
"""The longest pause between two weeks of a series."""


class Repeat(Struct, frozen=True, kw_only=True):
    """Every so many weeks on some weekdays (0 = Monday), `minute` minutes after local midnight.

    Weeks begin on Monday and are counted from the one of `first`, which is always a date of it.
    It goes on until a date (included), so many `times`, or, with neither, without an end.
    """

    first: date
    minute: int
    every_weeks: int = 1
    days: tuple[int, ...] = ()
    until: date | None = None
    times: int | None = None

    @property
    def is_open_ended(self) -> bool:
        """Whether nobody has said when it ends."""
        return self.until is None and self.times is None

    @property
    def weekdays(self) -> tuple[int, ...]:
        """Its days in their order, the first date's among them."""
        return tuple(sorted({*self.days, self.first.weekday()}))


class Planned(NamedTuple):
    """One date of a series, and the instant (epoch seconds) at which the appointment starts."""

    on: date
    starts_at: int


def planned(repeat: Repeat, zone: str, last: date = date.max) -> Iterator[Planned]:
    """The series' dates up to `last` (included) in their order, one after the other: one without
    an end never stops before.
    """
    end = min(last, repeat.until or date.max)
    found = (on for on in _dates(repeat, end) if day_spans(on, zone))
    for number, on in enumerate(found, 1):
        yield Planned(on, start_on(repeat, on, zone))
        if number == repeat.times:
            return


def start_on(repeat: Repeat, on: date, zone: str) -> int:
    """The instant at which the appointment of that date starts."""
    return to_instant(on, repeat.minute, zone)


def from_date(repeat: Repeat, on: date, zone: str) -> Repeat | None:
    """What is left of it from that date on, in the same rhythm; None where nothing is."""
    for number, each in enumerate(planned(repeat, zone)):
        if each.on >= on:
            times = None if repeat.times is None else repeat.times - number
            return replace(repeat, first=each.on, days=repeat.weekdays, times=times)
    return None


def year_on(on: date) -> date:
    """The same day a year on; 28 February for the 29th."""
    try:
        return on.replace(year=on.year + 1)
    except ValueError:
        return on.replace(year=on.year + 1, day=28)


def nearest(starts: Iterable[int], wanted: int, most: int) -> list[int]:
    """The `most` instants that are closest to the wanted one, in order of time."""
    closest = sorted(starts, key=lambda start: (abs(start - wanted), start))
    return sorted(closest[:most])


def _dates(repeat: Repeat, end: date) -> Iterator[date]:
    first, until = repeat.first.toordinal(), end.toordinal()
    monday, days = first - repeat.first.weekday(), repeat.weekdays
    for week in range(monday, until + 1, 7 * repeat.every_weeks):
        for day in days:
            if week + day > until:
                return
            if week + day >= first:
                yield date.fromordinal(week + day)
