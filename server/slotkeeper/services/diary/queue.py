"""Which diaries a change of a booking concerns: queued with the change itself (N1, N3)."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.booking_event import Event
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.diary_queue import find_diaries_to_tell


async def queue_diary(tx: Transaction, booking: Booking, _: Event, now: int) -> None:
    """One delivery to the practitioner's diary, and one to each that was to have the booking
    before: what has to be written or removed there is seen when its turn comes.
    """
    for practitioner_id in await find_diaries_to_tell(tx, booking):
        await insert_to_diary(tx, booking, practitioner_id, now)


async def insert_to_diary(
    tx: Transaction, booking: Booking, practitioner_id: int, now: int, why: str = ""
) -> None:
    """Queue it; `why` tells deliveries apart that no change of the booking made."""
    await insert_delivery(
        tx,
        clinic_id=booking.clinic_id,
        booking_id=booking.id,
        recipient="practitioner",
        message="diary_entry",
        now=now,
        occasion=f"{booking.revision}{why}",
        channel="diary",
        target=practitioner_id,
    )
