"""Why a time is not offered: the chain of rules that removes it (S11)."""

from collections.abc import Iterator

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.horizon import is_too_far, is_too_soon
from slotkeeper.domain.known import Asked, Known
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.obstacles import refusals_of
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.reason import Reason, in_order
from slotkeeper.domain.schedule import Window, calendar_of
from slotkeeper.domain.start_times import start_rule
from slotkeeper.domain.starts import last_fitting, open_windows, possible, windows_at

__all__ = ["Reason", "offered_types", "why_not", "why_not_offered", "why_not_with"]

_NAMEABLE = range(-62_000_000_000, 253_000_000_000)
"""Instants that have a date in every zone, in the years 5 to 9987."""


def why_not(
    clinic: Clinic,
    kind: AppointmentType,
    practitioner: Practitioner,
    starts_at: int,
    known: Known,
    location: str | None = None,
) -> list[Reason]:
    """Every rule that keeps patients from booking that start, in the order of `Reason`.

    Empty means that it can be booked. `starts_at` in epoch seconds, any whole number.
    """
    reasons = {*why_not_offered(clinic, kind), *why_not_with(kind, practitioner)}
    if is_too_soon(clinic, starts_at, known.now):
        reasons.add(Reason.TOO_SOON)
    if is_too_far(clinic, starts_at, known.now):
        reasons.add(Reason.TOO_FAR)
    if starts_at in _NAMEABLE:
        on = local_date(starts_at, clinic.time_zone)
        asked = Asked(clinic, kind, known, on, on)
        reasons |= _of_schedule(asked, practitioner, starts_at, location)
    return in_order(reasons)


def why_not_offered(clinic: Clinic, kind: AppointmentType) -> list[Reason]:
    """What keeps patients from booking that type online at all (S1)."""
    refusals = {
        Reason.CLINIC_OFF: not clinic.online_booking.enabled,
        Reason.TYPE_OFF: not kind.enabled,
        Reason.PREPAYMENT: kind.prepay.kind != "none" and not clinic.takes_payments,
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
    asked: Asked, practitioner: Practitioner, starts_at: int, location: str | None
) -> set[Reason]:
    """By the hours in which it would start; at several places at once, by the place with the
    fewest reasons.
    """
    windows = open_windows(asked, practitioner, asked.first)
    then = [each for each in windows if each.starts_from <= starts_at < each.starts_until]
    here = windows_at(asked.clinic, then, location)
    if not here:
        refused = refusals_of(asked, practitioner, location, starts_at)
        why = {Reason.WRONG_LOCATION} if then else {*_outside(asked, practitioner, starts_at)}
        return refused | why
    found = (
        _of_window(asked, practitioner, window, starts_at)
        | refusals_of(asked, practitioner, window.location, starts_at)
        for window in here
    )
    return min(found, key=len)


def _outside(asked: Asked, practitioner: Practitioner, starts_at: int) -> Iterator[Reason]:
    clinic, on = asked.clinic, asked.first
    calendar = calendar_of(practitioner, clinic.time_zone, clinic.closed_on)
    if asked.kind.is_group:
        if calendar.is_closed(on):
            yield Reason.CLOSED_DAY
        elif not calendar.is_away(on):
            yield Reason.NO_SESSION
    elif any(w.starts_from <= starts_at < w.starts_until for w in calendar.day(on).windows):
        yield Reason.NOT_MARKED
    elif calendar.is_closed(on):
        yield Reason.CLOSED_DAY
    elif not calendar.is_away(on):
        yield Reason.OUTSIDE_HOURS


def _of_window(
    asked: Asked, practitioner: Practitioner, window: Window, starts_at: int
) -> set[Reason]:
    rule = start_rule(asked.clinic, asked.kind, practitioner)
    runs = possible(asked, practitioner, window)
    refusals = {
        Reason.NOT_ADJACENT if rule == "adjacent" else Reason.OFF_GRID: all(
            starts_at not in run for run in runs
        ),
        Reason.DOES_NOT_FIT: starts_at > last_fitting(window, asked.kind),
    }
    return {reason for reason, refused in refusals.items() if refused}
