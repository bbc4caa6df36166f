"""Telling a patient what staff did: kept with the change, sent later."""

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Message, insert_delivery


async def tell_patient(
    tx: Transaction, booking: Booking, message: Message, now: int, words: str = ""
) -> None:
    """Queue a message about the booking as it is from now on; `words` are what staff add to it."""
    await insert_delivery(
        tx,
        clinic_id=booking.clinic_id,
        booking_id=booking.id,
        recipient="patient",
        message=message,
        now=now,
        occasion=str(booking.revision) if booking.revision else "",
        words=words,
    )
