"""What is counted over several practitioners: appointments of a type a day, rooms and equipment.

Whoever takes or keeps time takes these lock rows after those of patients and before those of
practitioners, in ascending order, and reads the clock after them: then what the rules see of it
stays so until the transaction ends.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Asked, Known, Taken, needs_taken, reach
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.obstacles import refusals_of
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.reason import Reason
from slotkeeper.domain.schedule import calendar_of
from slotkeeper.domain.slots import search_range
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.identity import lock_identities
from slotkeeper.storage.practitioner import lock_practitioner_of
from slotkeeper.storage.taken import find_taken

COUNTED = (Reason.CAP_PRACTITIONER, Reason.CAP_TYPE, Reason.RESOURCE, Reason.TRAVEL)
"""The rules that look at more than whether the practitioner's time is free."""


async def lock_counted(
    tx: Transaction, clinic: Clinic, kind: AppointmentType, places: Iterable[str | None]
) -> None:
    """The lock rows of all that an appointment of that type counts in at those places (slugs)."""
    keys = [f"cap:type:{kind.id}"] if kind.max_per_day else []
    where = {place or "" for place in places}
    keys += [f"resource:{need}:{place}" for need in kind.needs for place in where]
    await lock_identities(tx, clinic.id, keys)


async def lock_time_of(tx: Transaction, clinic: Clinic, booking_id: int) -> None:
    """The lock rows of a booking's time: of what it counts in, then of its practitioner."""
    if needs_taken(clinic):
        booking = await find_booking(tx, clinic.id, booking_id)
        kind = kind_of(clinic, booking) if booking else None
        if booking and kind:
            await lock_counted(tx, clinic, kind, [place_of_booking(clinic, booking)])
    await lock_practitioner_of(tx, clinic.id, booking_id)


async def get_clinic_of(tx: Transaction, toolbox: Toolbox, clinic_id: int) -> Clinic:
    """The clinic of an id. Raises ClinicUnknown."""
    return await toolbox.clinics.get(tx, await find_slug(tx, clinic_id) or "")


async def is_counted_out(reader: Reader, clinic: Clinic, booking: Booking, now: int) -> bool:
    """Whether what is counted leaves no room for a booking whose own time to wait is over: others
    may have taken it since. Under its lock rows, with the clock read after them.
    """
    kind = kind_of(clinic, booking)
    who = next((e for e in clinic.practitioners if e.id == booking.practitioner_id), None)
    if kind is None or who is None or not needs_taken(clinic):
        return False
    own = [booking.id, booking.moves]
    taken = await taken_around(reader, clinic, kind, [booking.starts_at], now, own)
    place = place_of_booking(clinic, booking)
    return bool(against(clinic, kind, who, booking.starts_at, place, taken, now))


async def taken_around(
    reader: Reader,
    clinic: Clinic,
    kind: AppointmentType,
    starts: Sequence[int],
    now: int,
    leave_out: Collection[int] = (),
) -> dict[int, list[Taken]]:
    """What is taken that the rules count for some starts, by practitioner id, without the bookings
    `leave_out`.
    """
    days = (local_date(min(starts), clinic.time_zone), local_date(max(starts), clinic.time_zone))
    first, until = search_range(kind, clinic.time_zone, *days)
    before, after = reach(clinic)
    return await find_taken(reader, clinic.id, first - before, until + after, now, leave_out)


def against(
    clinic: Clinic,
    kind: AppointmentType,
    practitioner: Practitioner,
    starts_at: int,
    place: str | None,
    taken: Mapping[int, Sequence[Taken]],
    now: int,
) -> list[Reason]:
    """Which of the COUNTED rules refuse that start at a place, in their order."""
    on = local_date(starts_at, clinic.time_zone)
    asked = Asked(clinic, kind, Known(now=now, taken=taken), on, on)
    refused = refusals_of(asked, practitioner, place, starts_at)
    return [reason for reason in COUNTED if reason in refused]


def places_then(clinic: Clinic, practitioner: Practitioner, starts_at: int) -> set[str | None]:
    """Where the practitioner may be at that start by the working hours."""
    calendar = calendar_of(practitioner, clinic.time_zone, clinic.closed_on)
    windows = calendar.day(local_date(starts_at, clinic.time_zone)).windows
    return {each.location for each in windows if each.starts_from <= starts_at < each.starts_until}


def kind_of(clinic: Clinic, booking: Booking) -> AppointmentType | None:
    """The type of a booking, None where the clinic has it no more."""
    kinds = (each for each in clinic.appointment_types if each.id == booking.appointment_type_id)
    return next(kinds, None)


def place_of_booking(clinic: Clinic, booking: Booking) -> str | None:
    """The slug of the place of a booking, None where there is none, or none any more."""
    places = (each.slug for each in clinic.locations if each.id == booking.location_id)
    return next(places, None)
