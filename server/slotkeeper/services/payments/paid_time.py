"""Whether who pays, perhaps late, can still have the time: the database decides."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.payment import Payment
from slotkeeper.services.seats import seat_again
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking import find_booking, is_time_taken, lock_paid_time
from slotkeeper.storage.database import Transaction


async def win_time(tx: Transaction, toolbox: Toolbox, booking: Booking, now: int) -> bool:
    """Keep the time for good, in a session a place; False where others have it. The caller holds
    the practitioner's lock row.
    """
    if not await seat_again(tx, toolbox, booking, now):
        return False
    return await lock_paid_time(tx, booking.clinic_id, booking.id, now)


async def is_gone(tx: Transaction, toolbox: Toolbox, payment: Payment, now: int) -> bool:
    """Whether the time that is paid for could not be kept any more."""
    booking = await find_booking(tx, payment.clinic_id, payment.booking_id)
    if booking is None or not await seat_again(tx, toolbox, booking, now):
        return True
    return await is_time_taken(tx, booking.clinic_id, booking.id, now)
