"""Who sees the patient, and when they work."""

from datetime import date
from typing import Literal

from msgspec import Struct

from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.notice_rules import PractitionerNotice
from slotkeeper.domain.protected_time import ProtectedTime
from slotkeeper.domain.start_rule import StartRule

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Hours(Struct, frozen=True, kw_only=True):
    """One stretch of a local day: minutes after local midnight, `closes` up to 1440.

    `location` is the slug of the place, None where the clinic names no place at all.
    """

    opens: int
    closes: int
    location: str | None = None


class WeeklyHours(Struct, frozen=True, kw_only=True):
    """The same hours on several weekdays (0 = Monday, as `date.weekday()`)."""

    days: tuple[int, ...]
    hours: Hours


class Break(Struct, frozen=True, kw_only=True):
    """A pause that splits working hours on the given weekdays; minutes after local midnight."""

    days: tuple[int, ...]
    begins: int
    ends: int


class DatedException(Struct, frozen=True, kw_only=True):
    """Hours of one local date instead of the weekly ones; empty means not working.

    Weekly breaks do not apply on that date.
    """

    on: date
    hours: tuple[Hours, ...] = ()


class Every(Struct, frozen=True, kw_only=True):
    """How often something comes again: every `n` weeks or years."""

    n: int
    unit: Literal["week", "year"]


class TimeOff(Struct, frozen=True, kw_only=True):
    """Whole local days away, first and last included; again with `every`, no day after `until`.

    domain/time_off.py has the arithmetic.
    """

    first: date
    last: date
    every: Every | None = None
    until: date | None = None


class Practitioner(Struct, frozen=True, kw_only=True):
    """A practitioner with the schedule. `id` is 0 until saved; `version` rises with every change of
    their time. `notices` are what they asked to be told of, by mail to `email`. `starts` is None
    where the clinic's rule counts; `max_per_day` 0 is no limit.
    """

    id: int = 0
    version: int = 0
    slug: str
    name: str
    email: str = ""
    mobile: str = ""
    notices: tuple[PractitionerNotice, ...] = ()
    enabled: bool = True
    new_patients: Literal["open", "closed"] = "open"
    starts: StartRule | None = None
    max_per_day: int = 0
    weekly: tuple[WeeklyHours, ...] = ()
    breaks: tuple[Break, ...] = ()
    exceptions: tuple[DatedException, ...] = ()
    time_off: tuple[TimeOff, ...] = ()
    offered: tuple[MarkedTime, ...] = ()
    protected: tuple[ProtectedTime, ...] = ()
