"""Whether new patients may book, and when that changes by itself (S9)."""

from typing import Literal, NamedTuple

from msgspec import Struct

MOST_DAYS = 366
"""Days ahead over which a load may be counted."""


class NewPatientsByLoad(Struct, frozen=True, kw_only=True):
    """New patients are closed above and opened below a share of booked time, in percent, of today
    and the days after it, `days` in all.
    """

    closes_above: int
    opens_below: int
    days: int = 28


NewPatients = Literal["open", "closed"] | NewPatientsByLoad


class Load(NamedTuple):
    """Seconds of working time, and how many of them are booked."""

    booked: int = 0
    working: int = 0

    @property
    def percent(self) -> int:
        """The share that is booked, rounded to the nearest; 0 where nobody works."""
        return (200 * self.booked + self.working) // (2 * self.working) if self.working else 0


def gate(load: Load, was_closed: bool, rule: NewPatients) -> bool:  # noqa: FBT001 - the state
    """Whether new patients are closed now that the load is that.

    Between the two marks it stays as it was, and so it does where nobody works: at a mark itself
    nothing changes.
    """
    if not isinstance(rule, NewPatientsByLoad):
        return rule == "closed"
    if load.booked * 100 > rule.closes_above * load.working:
        return True
    if load.booked * 100 < rule.opens_below * load.working:
        return False
    return was_closed
