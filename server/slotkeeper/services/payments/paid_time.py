"""Whether who pays, perhaps late, can still have the time: the database decides."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.payment import Payment
from slotkeeper.services.counted import get_clinic_of, is_counted_out, lock_time_of
from slotkeeper.services.seats import seat_again
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking import find_booking, is_time_taken, lock_paid_time
from slotkeeper.storage.database import Transaction


async def lock_time(tx: Transaction, toolbox: Toolbox, payment: Payment) -> None:
    """The lock rows of what is being paid for."""
    clinic = await get_clinic_of(tx, toolbox, payment.clinic_id)
    await lock_time_of(tx, clinic, payment.booking_id)


async def win_time(tx: Transaction, toolbox: Toolbox, booking: Booking, now: int) -> bool:
    """Keep the time for good, in a session a place; False where others have it, the last room or
    the last appointment of that day. The caller holds the lock rows (`lock_time`).
    """
    if not await _can_stay(tx, toolbox, booking, now):
        return False
    return await lock_paid_time(tx, booking.clinic_id, booking.id, now)


async def is_gone(tx: Transaction, toolbox: Toolbox, payment: Payment, now: int) -> bool:
    """Whether the time that is paid for could not be kept any more."""
    booking = await find_booking(tx, payment.clinic_id, payment.booking_id)
    if booking is None or not await _can_stay(tx, toolbox, booking, now):
        return True
    return await is_time_taken(tx, booking.clinic_id, booking.id, now)


async def _can_stay(tx: Transaction, toolbox: Toolbox, booking: Booking, now: int) -> bool:
    """Who pays in time counts already; who pays late only where nobody was let in since."""
    if booking.expires_at is None or booking.expires_at > now:
        return True
    clinic = await get_clinic_of(tx, toolbox, booking.clinic_id)
    if await is_counted_out(tx, clinic, booking, now):
        return False
    return await seat_again(tx, toolbox, booking, now)
