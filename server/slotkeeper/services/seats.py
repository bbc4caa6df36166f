"""Which place of a session is taken (B11, H2). The caller holds the practitioner's lock row, so that
nobody else chooses at the same time.
"""

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.occurrence import places_of
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.session import free_seat
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.seat import find_seats, save_seat
from slotkeeper.storage.set_up import get_appointment_type, get_practitioner


async def find_seat(
    reader: Reader,
    clinic: Clinic,
    kind: AppointmentType,
    practitioner: Practitioner,
    starts_at: int,
    now: int,
    leave_out: int = 0,
) -> int | None:
    """A free seat of that session, None where it is full; 0 for an individual appointment. The
    booking `leave_out` counts for nothing.
    """
    places = places_of(clinic, kind, practitioner, starts_at)
    if not places:
        return 0
    taken = await find_seats(reader, practitioner.id, kind.id, starts_at, now, leave_out)
    return free_seat(taken, places)


async def seat_again(tx: Transaction, toolbox: Toolbox, booking: Booking, now: int) -> bool:
    """Whether a booking that takes no time at this moment, as its deadline is over or it was
    cancelled, could have a place of its session again: its own, or another one, which it is given
    then. Always for an individual one.
    """
    if not booking.seat or (booking.expires_at is not None and booking.expires_at > now):
        return True
    who, start = booking.practitioner_id, booking.starts_at
    taken = await find_seats(tx, who, booking.appointment_type_id, start, now, booking.id)
    seat = free_seat(taken, await _places(tx, toolbox, booking))
    if seat is None:
        return False
    if booking.seat in taken:
        await save_seat(tx, booking, seat)
    return True


async def _places(tx: Transaction, toolbox: Toolbox, booking: Booking) -> int:
    """By what the clinic plans now; a type that is there no more has those that it had."""
    clinic = await toolbox.clinics.get(tx, await find_slug(tx, booking.clinic_id) or "")
    kind = await get_appointment_type(tx, booking)
    practitioner = await get_practitioner(tx, booking)
    return max(1, places_of(clinic, kind, practitioner, booking.starts_at))
