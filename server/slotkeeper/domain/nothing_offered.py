"""Why a clinic that is on offers nothing: nothing is marked, or all of it is protected (S5, S8)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.horizon import last_bookable_day
from slotkeeper.domain.known import Asker, Known
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.slots import find_starts

Why = Literal["nothing_marked", "all_protected"]

_CHUNK = timedelta(days=14)


def nothing_offered(clinic: Clinic, now: int) -> dict[Why, list[AppointmentType]]:
    """The types that offer nothing within the horizon though they would without marks or without
    protected times, whatever is booked; empty where there is none, or online booking is off. `now`
    in epoch seconds.
    """
    found: dict[Why, list[AppointmentType]] = {}
    for kind in clinic.appointment_types:
        if why := why_nothing(clinic, kind, now):
            found.setdefault(why, []).append(kind)
    return found


def why_nothing(clinic: Clinic, kind: AppointmentType, now: int) -> Why | None:
    """The same of one type; None also where something else keeps it from being offered."""
    is_marked = clinic.online_booking.offer == "marked-times"
    is_protected = any(each.protected for each in clinic.who_offers(kind))
    if not (is_marked or is_protected) or _offers(clinic, kind, now):
        return None
    released = _released(clinic)
    if is_protected and _offers(released, kind, now):
        return "all_protected"
    settings = replace(released.online_booking, offer="working-hours")
    unmarked = replace(released, online_booking=settings)
    return "nothing_marked" if is_marked and _offers(unmarked, kind, now) else None


def _released(clinic: Clinic) -> Clinic:
    """As if no time were protected."""
    people = tuple(replace(each, protected=()) for each in clinic.practitioners)
    return replace(clinic, practitioners=people)


def _offers(clinic: Clinic, kind: AppointmentType, now: int) -> bool:
    """To those who may come first, on any day that can be booked."""
    asker: Asker = "new" if kind.patients == "new" else "existing"
    known, who = Known(now=now, asker=asker), clinic.who_offers(kind)
    first, final = local_date(now, clinic.time_zone), last_bookable_day(clinic, now)
    return any(
        find_starts(clinic, kind, who, begin, min(begin + _CHUNK, final), known)
        for begin in _begins(first, final)
    )


def _begins(first: date, final: date) -> Iterator[date]:
    while first <= final:
        yield first
        first += _CHUNK
