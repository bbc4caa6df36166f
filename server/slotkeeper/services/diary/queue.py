"""Which diaries a change of a booking concerns: queued with the change itself (N1, N3)."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.booking_event import Event
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.diary_queue import find_diaries_to_tell, flag_delivery, is_over_diary

ANEW = ":anew"
"""The end of an occasion: staff want it written over what somebody made of it in the diary."""


KNOWN = ":known"
"""The end of another: staff were told what stands in the diary then, and booked all the same."""


async def queue_diary(tx: Transaction, booking: Booking, event: Event, now: int) -> None:
    """One delivery to the practitioner's diary, and one to each that was to have the booking
    before: what has to be written or removed there is seen when its turn comes.
    """
    for practitioner_id in await find_diaries_to_tell(tx, booking):
        is_known = await is_over_diary(tx, booking, practitioner_id, is_moved=event == "changed")
        await insert_to_diary(tx, booking, practitioner_id, now, KNOWN if is_known else "")


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


async def queue_anew(
    tx: Transaction, clinic_id: int, booking_id: int, practitioner_id: int, now: int
) -> bool:
    """Have an entry written over what somebody made of it in the diary, or once more where they
    deleted it; what was amiss with the delivery before is seen to by this one. False where there is
    no such booking.
    """
    booking = await find_booking(tx, clinic_id, booking_id)
    if booking is None:
        return False
    await flag_delivery(tx, booking_id, practitioner_id, "", now)
    await insert_to_diary(tx, booking, practitioner_id, now, f":{now}{ANEW}")
    return True
