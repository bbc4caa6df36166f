"""Whom an offer of the waiting list is for."""

from slotkeeper.domain.waitlist import WaitlistEntry
from slotkeeper.storage.addressee import Addressee, find_addressee
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Reader


async def find_who_waits(reader: Reader, entry: WaitlistEntry) -> Addressee | None:
    """By the contact details that were given, or the patient of the booking that is to be earlier;
    None where that is gone.
    """
    if entry.booking_id is None:
        return Addressee(
            first_name=entry.first_name,
            last_name=entry.last_name,
            email=entry.email,
            phone=entry.phone,
            birth_date=entry.birth_date,
        )
    booking = await find_booking(reader, entry.clinic_id, entry.booking_id)
    if booking is None or booking.patient_id is None:
        return None
    return await find_addressee(reader, entry.clinic_id, booking.patient_id)
