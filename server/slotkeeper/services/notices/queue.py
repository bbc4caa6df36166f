"""What a new booking makes known: queued in the booking's own transaction (N1, N2)."""

from slotkeeper.services.sms.queue import text_patient
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Message, Recipient, insert_delivery

BOTH: tuple[Recipient, ...] = ("patient", "clinic")


async def tell_both(
    tx: Transaction,
    clinic_id: int,
    booking_id: int,
    message: Message,
    now: int,
    language: str = "",
) -> None:
    """Queue a message to the patient, in their language, and to the clinic, in its own; to the
    patient as a text too, where the clinic wants that.
    """
    for recipient in BOTH:
        await insert_delivery(
            tx,
            clinic_id=clinic_id,
            booking_id=booking_id,
            recipient=recipient,
            message=message,
            now=now,
            language=language if recipient == "patient" else "",
        )
    await text_patient(tx, clinic_id, booking_id, message, now, language=language)
