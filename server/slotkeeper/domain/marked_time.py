"""Times that a clinic marks in a practitioner's week: on one date, or on days of the week (S5, S8).

Touching times are joined as local minutes; only the edges of what they make become instants.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from slotkeeper.domain.interval import Interval, merged
from slotkeeper.domain.local_time import DAY_MINUTES, ONE_DAY, day_spans, to_instant

_WEEK = 7
MOST_WEEKS = 52


class MarkedTime(Struct, frozen=True, kw_only=True):
    """[begins, ends) in minutes after local midnight, `ends` up to 1440: on the date `on`, or else
    on `days` of the week (0 = Monday), every `every_weeks` weeks counted from the one of `first`,
    from `first` to `last` where they are given, and never on the dates `not_on`.
    """

    begins: int
    ends: int
    on: date | None = None
    days: tuple[int, ...] = ()
    every_weeks: int = 1
    first: date | None = None
    last: date | None = None
    not_on: tuple[date, ...] = ()

    def falls_on(self, day: date) -> bool:
        """Whether that local date has it."""
        if self.on is not None:
            return day == self.on
        if day.weekday() not in self.days or day in self.not_on:
            return False
        if (self.first and day < self.first) or (self.last and day > self.last):
            return False
        return not self.first or _weeks_between(self.first, day) % self.every_weeks == 0

    def span_on(self, day: date, zone: str) -> Interval | None:
        """The instants [from, until) that it takes on a local date that has it; None where a clock
        change leaves nothing of it, or of the date.
        """
        if not day_spans(day, zone):
            return None
        span = to_instant(day, self.begins, zone), to_instant(day, self.ends, zone)
        return span if span[0] < span[1] else None


def marked_spans(rows: Iterable[MarkedTime], zone: str, first: date, last: date) -> list[Interval]:
    """All that is marked on the local dates `first` to `last`, as instants: disjoint, ascending.
    What touches is one, over midnight too.
    """
    minutes = (each for row in rows for each in _on_axis(row, zone, first, last))
    return merged((_from_axis(a, zone), _from_axis(b, zone)) for a, b in merged(minutes))


def _on_axis(row: MarkedTime, zone: str, first: date, last: date) -> Iterator[Interval]:
    """Minutes on an endless local axis."""
    for day in _days_of(row, first, last):
        if row.falls_on(day) and day_spans(day, zone):
            midnight = day.toordinal() * DAY_MINUTES
            yield midnight + row.begins, midnight + row.ends


def _days_of(row: MarkedTime, first: date, last: date) -> Iterator[date]:
    if row.on is not None:
        if first <= row.on <= last:
            yield row.on
        return
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


def _from_axis(minute: int, zone: str) -> int:
    day, minute_of_day = divmod(minute, DAY_MINUTES)
    return to_instant(date.fromordinal(day), minute_of_day, zone)


def _weeks_between(one: date, other: date) -> int:
    """From the Monday before the one to the Monday before the other."""
    return (_monday(other) - _monday(one)) // _WEEK


def _monday(day: date) -> int:
    return day.toordinal() - day.weekday()
