"""Group appointments: the timetable of a class that several patients come to (B11)."""

from collections.abc import Collection
from datetime import date

from msgspec import Struct

_WEEK = 7


class Session(Struct, frozen=True, kw_only=True):
    """One row of the timetable: type and practitioner by slug, `begins` in minutes after local
    midnight, on the wall clock also when that changes.

    Either single dates (`on`) or `days` of the week (0 = Monday), every `every_weeks` weeks counted
    from the week of `first`, from `first` to `last` without the dates `not_on`. `places` is 0 where
    there are as many as the type has. `location` is a slug, None where the clinic names no places.
    """

    slug: str
    kind: str
    practitioner: str
    location: str | None = None
    begins: int
    on: tuple[date, ...] = ()
    days: tuple[int, ...] = ()
    every_weeks: int = 1
    first: date | None = None
    last: date | None = None
    not_on: tuple[date, ...] = ()
    places: int = 0

    def takes_place(self, on: date) -> bool:
        """Whether the timetable has it on that local date, holidays and time off aside."""
        if self.on:
            return on in self.on
        if on.weekday() not in self.days or on in self.not_on:
            return False
        if (self.first and on < self.first) or (self.last and on > self.last):
            return False
        return not self.first or (_week(on) - _week(self.first)) % self.every_weeks == 0


def free_seat(taken: Collection[int], places: int) -> int | None:
    """The lowest seat that nobody has, counted from 1; None where all places are taken."""
    if len(taken) >= places:
        return None
    return next(seat for seat in range(1, places + 1) if seat not in taken)


def _week(on: date) -> int:
    """The number of the week in which a date lies, Monday to Sunday."""
    return (on.toordinal() - 1) // _WEEK
