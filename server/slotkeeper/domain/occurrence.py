"""When sessions take place: the timetable, day by day (B11)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.local_time import ONE_DAY, dates, day_spans, local_date, to_instant
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.schedule import Calendar, Window, calendar_of
from slotkeeper.domain.session import Session


class Occurrence(NamedTuple):
    """One session on one day. Instants are epoch seconds UTC; `busy_from` … `busy_until` includes
    the padding. `kind` and `session` are slugs, `places` is how many may come at most.
    """

    starts_at: int
    ends_at: int
    busy_from: int
    busy_until: int
    kind: str
    kind_id: int
    session: str
    location: str | None
    places: int


def occurrences(
    clinic: Clinic, practitioner: Practitioner, first: date, last: date
) -> Sequence[Occurrence]:
    """The sessions of that practitioner which begin on the local days `first` to `last`, both
    included, in order of time.

    None on a public holiday, on time off, or on a date whose exception has no hours; none of a type
    that is switched off or no group appointment. A local time that a clock change skips is read
    with the offset before it (RFC 5545, 3.3.5). Where two rows give one type at one time the first
    counts.
    """
    plan = _plan_of(clinic, practitioner)
    return [each for on in dates(first, last) for each in _on_day(plan, on)] if plan else []


def occurrence_at(
    clinic: Clinic, kind: AppointmentType, practitioner: Practitioner, starts_at: int
) -> Occurrence | None:
    """The session of that type which begins at that instant, None where none does."""
    if not kind.is_group or not clinic.sessions:
        return None
    on = local_date(starts_at, clinic.time_zone)
    found = occurrences(clinic, practitioner, on, on)
    return next((e for e in found if (e.kind, e.starts_at) == (kind.slug, starts_at)), None)


def places_of(
    clinic: Clinic, kind: AppointmentType, practitioner: Practitioner, starts_at: int
) -> int:
    """How many may come at most to a group appointment then, planned or not; 0 to an individual
    one.
    """
    if not kind.is_group:
        return 0
    planned = occurrence_at(clinic, kind, practitioner, starts_at)
    return planned.places if planned else kind.places


def session_windows(
    clinic: Clinic, kind: AppointmentType, practitioner: Practitioner, on: date
) -> list[Window]:
    """A window for each session of that type on one local day: it starts at that instant only, in
    working hours or not.
    """
    return [
        Window(each.starts_at, each.starts_at, each.starts_at + 1, each.busy_until, each.location)
        for each in occurrences(clinic, practitioner, on, on)
        if each.kind == kind.slug
    ]


_Row = tuple[Session, AppointmentType]


@dataclass(frozen=True, eq=False, slots=True)
class _Plan:
    """Compared by identity, so that it is a cheap key."""

    rows: tuple[_Row, ...]
    calendar: Calendar


def _plan_of(clinic: Clinic, practitioner: Practitioner) -> _Plan | None:
    own = [each for each in clinic.sessions if each.practitioner == practitioner.slug]
    if not own:
        return None
    kinds = {each.slug: each for each in clinic.appointment_types if each.enabled and each.is_group}
    rows = tuple((each, kinds[each.kind]) for each in own if each.kind in kinds)
    return _plan(rows, calendar_of(practitioner, clinic.time_zone, clinic.closed_on))


@lru_cache(maxsize=1024)
def _plan(rows: tuple[_Row, ...], calendar: Calendar) -> _Plan:
    return _Plan(rows, calendar)


@lru_cache(maxsize=16384)
def _on_day(plan: _Plan, on: date) -> tuple[Occurrence, ...]:
    # A clock change over midnight moves a time that it skips on to the next date.
    planned = (*_planned_for(plan, on - ONE_DAY), *_planned_for(plan, on))
    found = [each for each in planned if local_date(each.starts_at, plan.calendar.zone) == on]
    one_each = {(each.starts_at, each.kind): each for each in reversed(found)}
    return tuple(sorted(one_each.values(), key=lambda each: (each.starts_at, each.kind)))


def _planned_for(plan: _Plan, on: date) -> Iterator[Occurrence]:
    if _is_open(plan.calendar, on):
        zone = plan.calendar.zone
        rows = (row for row in plan.rows if row[0].takes_place(on))
        yield from (_occurrence(session, kind, zone, on) for session, kind in rows)


def _is_open(calendar: Calendar, on: date) -> bool:
    if calendar.is_away(on) or calendar.is_closed(on) or not day_spans(on, calendar.zone):
        return False
    return calendar.exceptions.get(on) != ()


def _occurrence(session: Session, kind: AppointmentType, zone: str, on: date) -> Occurrence:
    starts_at = to_instant(on, session.begins, zone)
    ends_at = starts_at + kind.minutes * 60
    return Occurrence(
        starts_at=starts_at,
        ends_at=ends_at,
        busy_from=starts_at - kind.padding_before * 60,
        busy_until=ends_at + kind.padding_after * 60,
        kind=kind.slug,
        kind_id=kind.id,
        session=session.slug,
        location=session.location,
        places=session.places or kind.places,
    )
