"""What is to be told of a booking when it is made, or answered: stored, and sent later."""

from slotkeeper.domain.booking import Booking
from slotkeeper.services.notices.queue import tell_both
from slotkeeper.services.sms.queue import text_patient
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Message, insert_delivery


async def tell(tx: Transaction, booking: Booking, now: int, language: str) -> None:
    """Of a new booking: confirmed, or what is waited for; `language` is the patient's."""
    if booking.state == "pending" and booking.awaits == "patient":
        occasion = str(now)
        await tell_patient(tx, booking, "confirm_link", now, occasion=occasion, language=language)
    else:
        message: Message = (
            "booking_requested" if booking.state == "pending" else "booking_confirmed"
        )
        await tell_both(tx, booking.clinic_id, booking.id, message, now, language)


async def tell_patient(
    tx: Transaction,
    booking: Booking,
    message: Message,
    now: int,
    *,
    occasion: str = "",
    words: str = "",
    language: str = "",
) -> None:
    """Queue a message to the booking's patient, as a text too where the clinic wants that; the same
    on the same occasion once. `words` are what staff add to the letter.
    """
    await insert_delivery(
        tx,
        clinic_id=booking.clinic_id,
        booking_id=booking.id,
        recipient="patient",
        message=message,
        now=now,
        occasion=occasion,
        words=words,
        language=language,
    )
    await text_patient(
        tx,
        booking.clinic_id,
        booking.id,
        message,
        now,
        occasion=occasion,
        language=language,
    )
