"""The rules that take starts away, each by itself: what the list of slots leaves out and what is
named as the reason are the same intervals.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from slotkeeper.domain.caps import full_days_of_practitioner, full_days_of_type
from slotkeeper.domain.closed_to_new import closed_practitioner, closed_type
from slotkeeper.domain.group import against_individual, busy_for_group, full_sessions
from slotkeeper.domain.interval import Interval, merged
from slotkeeper.domain.known import Asked
from slotkeeper.domain.local_time import ONE_DAY, dates
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.protected_time import protected_on
from slotkeeper.domain.reason import Reason
from slotkeeper.domain.resource_use import without_resource
from slotkeeper.domain.schedule import calendar_of
from slotkeeper.domain.starts import blocked_starts
from slotkeeper.domain.travel_time import on_the_way

_Refused = Callable[[Asked, Practitioner, str | None], Iterable[Interval]]
"""The starts [from, until) that a rule takes from a practitioner on the days that are asked, at a
place (a slug)."""


class Obstacle(NamedTuple):
    """A rule: `is_momentary` where it looks at what else is booked, which a hold is safe from;
    `is_local` where it depends on the place. `is_used` says for a whole question whether it can
    refuse anything at all, so that a clinic pays for no rule that it does not have.
    """

    reason: Reason
    refused: _Refused
    is_momentary: bool = False
    is_local: bool = False
    is_used: Callable[[Asked], bool] = lambda _: True


class Refusals:
    """What all rules together take from one practitioner."""

    def __init__(self, asked: Asked, practitioner: Practitioner) -> None:
        """Nothing is computed yet."""
        self._asked, self._practitioner = asked, practitioner
        self._everywhere: list[Interval] | None = None
        self._at: dict[str | None, list[Interval]] = {}

    def at(self, place: str | None) -> list[Interval]:
        """The starts that are refused at a place, disjoint and ascending."""
        if self._everywhere is None:
            self._everywhere = merged(self._of(None, is_local=False))
        if place not in self._at:
            here = [*self._of(place, is_local=True)]
            self._at[place] = merged([*self._everywhere, *here]) if here else self._everywhere
        return self._at[place]

    def _of(self, place: str | None, *, is_local: bool) -> Iterator[Interval]:
        for rule in _that_count(self._asked):
            if rule.is_local is is_local:
                yield from rule.refused(self._asked, self._practitioner, place)


def refusals_of(
    asked: Asked, practitioner: Practitioner, place: str | None, starts_at: int
) -> set[Reason]:
    """Which rules refuse one start; its local day is within what is asked."""
    return {
        rule.reason
        for rule in _that_count(asked)
        for begin, end in rule.refused(asked, practitioner, place)
        if begin <= starts_at < end
    }


def _that_count(asked: Asked) -> list[Obstacle]:
    return asked.once("rules", lambda: [*_used(asked)])


def _used(asked: Asked) -> Iterator[Obstacle]:
    for rule in _RULES:
        if not (rule.is_momentary and asked.known.is_held) and rule.is_used(asked):
            yield rule


def _time_off(asked: Asked, practitioner: Practitioner, _: str | None) -> Iterator[Interval]:
    if not practitioner.time_off:
        return iter(())
    clinic = asked.clinic
    calendar = calendar_of(practitioner, clinic.time_zone, clinic.closed_on)
    away = (each for on in dates(asked.first, asked.last) for each in calendar.day(on).away)
    return blocked_starts(asked.kind, away)


def _protected(asked: Asked, practitioner: Practitioner, _: str | None) -> Iterator[Interval]:
    """Patients' time alone counts: padding may reach into a protected time."""
    rows, known = practitioner.protected, asked.known
    if rows:
        # An appointment of a whole day reaches into the day after the next.
        days = asked.first - ONE_DAY, asked.last + 2 * ONE_DAY
        asker = "waitlist" if known.is_offered else known.asker
        for each in protected_on(rows, asked.clinic.time_zone, *days):
            if not each.is_open(asker, known.now):
                yield each.begins_at - asked.kind.minutes * 60 + 1, each.ends_at


def _busy(asked: Asked, practitioner: Practitioner, _: str | None) -> Iterator[Interval]:
    if asked.kind.is_group:
        return busy_for_group(asked, practitioner)
    return blocked_starts(asked.kind, asked.known.busy.get(practitioner.id, ()))


_RULES = (
    Obstacle(
        Reason.NEW_PATIENTS,
        closed_type,
        is_momentary=True,
        is_used=lambda asked: bool(asked.known.closed_to_new),
    ),
    Obstacle(Reason.PRACTITIONER_CLOSED_TO_NEW, closed_practitioner),
    Obstacle(Reason.TIME_OFF, _time_off),
    Obstacle(Reason.PROTECTED, _protected),
    Obstacle(Reason.SESSION, against_individual, is_used=lambda asked: bool(asked.clinic.sessions)),
    Obstacle(
        Reason.FULL, full_sessions, is_momentary=True, is_used=lambda asked: asked.kind.is_group
    ),
    Obstacle(Reason.BUSY, _busy, is_momentary=True),
    Obstacle(Reason.CAP_PRACTITIONER, full_days_of_practitioner, is_momentary=True),
    Obstacle(
        Reason.CAP_TYPE,
        full_days_of_type,
        is_momentary=True,
        is_used=lambda asked: bool(asked.kind.max_per_day),
    ),
    Obstacle(
        Reason.RESOURCE,
        without_resource,
        is_momentary=True,
        is_local=True,
        is_used=lambda asked: bool(asked.kind.needs),
    ),
    Obstacle(
        Reason.TRAVEL,
        on_the_way,
        is_momentary=True,
        is_local=True,
        is_used=lambda asked: bool(asked.clinic.travel),
    ),
)
