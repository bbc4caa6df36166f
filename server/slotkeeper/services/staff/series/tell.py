"""Telling a patient of a whole series in one message: kept with the change, sent later."""

from slotkeeper.services.sms.queue import text_patient
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Message, insert_delivery
from slotkeeper.storage.series import Series


async def tell_of_series(
    tx: Transaction, series: Series, booking_id: int, message: Message, now: int, words: str = ""
) -> None:
    """Queue it with one of the bookings that it tells of; each change is an occasion of its own.
    `words` are what staff add.
    """
    occasion = f"{series.id}-{series.revision}-{now}"
    await insert_delivery(
        tx,
        clinic_id=series.clinic_id,
        booking_id=booking_id,
        recipient="patient",
        message=message,
        now=now,
        occasion=occasion,
        words=words,
    )
    await text_patient(tx, series.clinic_id, booking_id, message, now, occasion=occasion)
