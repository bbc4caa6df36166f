"""Why a time is not offered: the chain of rules that removes it (S11)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.horizon import is_too_far, is_too_soon
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.schedule import Calendar, Window, calendar_of
from slotkeeper.domain.starts import blocked_starts, grid, last_fitting, windows_at

_NAMEABLE = range(-62_000_000_000, 253_000_000_000)
"""Instants that have a date in every zone, in the years 5 to 9987."""


class Reason(StrEnum):
    """A rule that removes a time; the value is a key of the catalogue."""

    CLINIC_OFF = "clinic_off"
    TYPE_OFF = "type_off"
    PREPAYMENT = "prepayment"
    MARKED_TIMES = "marked_times"
    PRACTITIONER_OFF = "practitioner_off"
    NOT_OFFERED_BY = "not_offered_by"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    CLOSED_DAY = "closed_day"
    TIME_OFF = "time_off"
    OUTSIDE_HOURS = "outside_hours"
    WRONG_LOCATION = "wrong_location"
    OFF_GRID = "off_grid"
    DOES_NOT_FIT = "does_not_fit"
    BUSY = "busy"


def why_not(
    clinic: Clinic,
    kind: AppointmentType,
    practitioner: Practitioner,
    starts_at: int,
    busy: Mapping[int, Sequence[Interval]],
    now: int,
    location: str | None = None,
) -> list[Reason]:
    """Every rule that keeps patients from booking that start, in the order of `Reason`.

    Empty means that it can be booked. `starts_at` and `now` in epoch seconds, any whole number;
    `busy` as for `find_slots`.
    """
    reasons = [*why_not_offered(clinic, kind), *why_not_with(kind, practitioner)]
    if is_too_soon(clinic, starts_at, now):
        reasons.append(Reason.TOO_SOON)
    if is_too_far(clinic, starts_at, now):
        reasons.append(Reason.TOO_FAR)
    if starts_at in _NAMEABLE:
        calendar = calendar_of(practitioner, clinic.time_zone, clinic.closed_on)
        reasons += _of_schedule(clinic, kind, calendar, starts_at, location)
    if _is_blocked(kind, starts_at, busy.get(practitioner.id, ())):
        reasons.append(Reason.BUSY)
    return reasons


def why_not_offered(clinic: Clinic, kind: AppointmentType) -> list[Reason]:
    """What keeps patients from booking that type online at all (S1)."""
    refusals = {
        Reason.CLINIC_OFF: not clinic.online_booking.enabled,
        Reason.TYPE_OFF: not kind.enabled,
        Reason.PREPAYMENT: kind.prepay.kind != "none" and not clinic.takes_payments,
        Reason.MARKED_TIMES: clinic.online_booking.offer != "working-hours",  # nor times marked
    }
    return [reason for reason, refused in refusals.items() if refused]


def offered_types(clinic: Clinic) -> list[AppointmentType]:
    """What patients may choose from: switched on, with somebody to give it, and without a
    prepayment that nobody takes (P1).
    """
    return [
        kind
        for kind in clinic.appointment_types
        if kind.enabled
        and clinic.who_offers(kind)
        and Reason.PREPAYMENT not in why_not_offered(clinic, kind)
    ]


def why_not_with(kind: AppointmentType, practitioner: Practitioner) -> list[Reason]:
    """What keeps patients from booking that type with that practitioner at any time."""
    refusals = {
        Reason.PRACTITIONER_OFF: not practitioner.enabled,
        Reason.NOT_OFFERED_BY: practitioner.slug not in kind.practitioners,
    }
    return [reason for reason, refused in refusals.items() if refused]


def _of_schedule(
    clinic: Clinic, kind: AppointmentType, calendar: Calendar, starts_at: int, location: str | None
) -> Iterator[Reason]:
    on = local_date(starts_at, clinic.time_zone)
    day = calendar.day(on)
    open_then = [w for w in day.windows if w.starts_from <= starts_at < w.starts_until]
    if not open_then and calendar.is_closed(on):
        yield Reason.CLOSED_DAY
    if _is_blocked(kind, starts_at, day.away):
        yield Reason.TIME_OFF
    if not open_then:
        yield from _outside(calendar, on)
        return
    here = windows_at(clinic, open_then, location)
    if not here:
        yield Reason.WRONG_LOCATION
        return
    every = clinic.online_booking.start_every
    yield from min((_of_window(w, kind, every, starts_at) for w in here), key=len)


def _outside(calendar: Calendar, on: date) -> Iterator[Reason]:
    if not calendar.is_away(on) and not calendar.is_closed(on):
        yield Reason.OUTSIDE_HOURS


def _of_window(window: Window, kind: AppointmentType, every: int, starts_at: int) -> list[Reason]:
    refusals = {
        Reason.OFF_GRID: starts_at not in grid(window, every),
        Reason.DOES_NOT_FIT: starts_at > last_fitting(window, kind),
    }
    return [reason for reason, refused in refusals.items() if refused]


def _is_blocked(kind: AppointmentType, starts_at: int, taken: Sequence[Interval]) -> bool:
    return any(begin <= starts_at < end for begin, end in blocked_starts(kind, taken))
