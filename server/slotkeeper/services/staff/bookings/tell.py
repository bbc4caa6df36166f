"""Telling a patient what staff did: kept with the change, sent later."""

from slotkeeper.domain.booking import Booking
from slotkeeper.services.trust.tell import tell_patient
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Message


async def tell_of_change(
    tx: Transaction, booking: Booking, message: Message, now: int, words: str = ""
) -> None:
    """Queue a message about the booking as it is from now on: each change is an occasion of its
    own. `words` are what staff add to it.
    """
    occasion = str(booking.revision) if booking.revision else ""
    await tell_patient(tx, booking, message, now, occasion=occasion, words=words)
