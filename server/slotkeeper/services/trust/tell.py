"""What is to be told of a booking when it is made, or answered: stored, and sent later."""

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Message, insert_delivery


async def tell(tx: Transaction, booking: Booking, now: int) -> None:
    """Of a new booking: that it is confirmed, or what is waited for."""
    if booking.state == "pending" and booking.awaits == "patient":
        await tell_patient(tx, booking, "confirm_link", now, occasion=str(now))
    elif booking.state == "pending":
        await insert_delivery(
            tx,
            clinic_id=booking.clinic_id,
            booking_id=booking.id,
            recipient="clinic",
            message="booking_requested",
            now=now,
        )
    else:
        await tell_patient(tx, booking, "booking_confirmed", now)


async def tell_patient(
    tx: Transaction,
    booking: Booking,
    message: Message,
    now: int,
    *,
    occasion: str = "",
    words: str = "",
) -> None:
    """Queue a message to the booking's patient; the same on the same occasion once. `words` are
    what staff add.
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
    )
