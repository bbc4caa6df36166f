"""Whether who pays, perhaps late, can still have the time: the database decides."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.payment import Payment
from slotkeeper.services.changing.paid_move import carry_out, is_move_off, win_move
from slotkeeper.services.changing.swap import lock_times
from slotkeeper.services.counted import get_clinic_of, is_counted_out, lock_time_of
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.notices.queue import tell_both
from slotkeeper.services.seats import seat_again
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking import (
    confirm_paid,
    find_booking,
    is_time_taken,
    lock_paid_time,
)
from slotkeeper.storage.database import Transaction


async def lock_time(tx: Transaction, toolbox: Toolbox, payment: Payment) -> None:
    """The lock rows of what is being paid for; of both times where a booking is moved."""
    clinic = await get_clinic_of(tx, toolbox, payment.clinic_id)
    if payment.moves:
        await lock_times(tx, clinic, (payment.moves, payment.booking_id))
    else:
        await lock_time_of(tx, clinic, payment.booking_id)


async def win_time(tx: Transaction, toolbox: Toolbox, booking: Booking, now: int) -> bool:
    """Keep the time for good, in a session a place; False where others have it, the last room or
    the last appointment of that day. The caller holds the lock rows (`lock_time`).
    """
    if booking.moves:
        clinic = await get_clinic_of(tx, toolbox, booking.clinic_id)
        return await win_move(tx, clinic, booking, now)
    if not await _can_stay(tx, toolbox, booking, now):
        return False
    return await lock_paid_time(tx, booking.clinic_id, booking.id, now)


async def is_gone(tx: Transaction, toolbox: Toolbox, payment: Payment, now: int) -> bool:
    """Whether the time that is paid for could not be kept any more."""
    booking = await find_booking(tx, payment.clinic_id, payment.booking_id)
    if booking is None:
        return True
    if booking.moves:
        clinic = await get_clinic_of(tx, toolbox, booking.clinic_id)
        return await is_move_off(tx, clinic, booking, now)
    if not await _can_stay(tx, toolbox, booking, now):
        return True
    return await is_time_taken(tx, booking.clinic_id, booking.id, now)


async def is_off(tx: Transaction, toolbox: Toolbox, payment: Payment, now: int) -> bool:
    """Whether the booking that was to be moved is not what it was, or its new time is gone: then
    what is authorised is not taken. Never so for a payment of the booking itself.
    """
    return bool(payment.moves) and await is_gone(tx, toolbox, payment, now)


async def make_true(tx: Transaction, toolbox: Toolbox, payment: Payment, now: int) -> bool:
    """The money is there: the booking is confirmed, or moved, and everybody is told. False where it
    cannot be moved any more. The caller holds the lock rows and the payment's.
    """
    clinic_id, booking_id = payment.clinic_id, payment.booking_id
    if payment.moves:
        clinic = await get_clinic_of(tx, toolbox, clinic_id)
        return await carry_out(tx, clinic, payment, now)
    if await confirm_paid(tx, clinic_id, booking_id, now):
        await tell_both(tx, clinic_id, booking_id, "booking_confirmed", now, payment.language)
        await announce(tx, clinic_id, booking_id, "confirmed", now)
    return True


async def _can_stay(tx: Transaction, toolbox: Toolbox, booking: Booking, now: int) -> bool:
    """Who pays in time counts already; who pays late only where nobody was let in since."""
    if booking.expires_at is None or booking.expires_at > now:
        return True
    clinic = await get_clinic_of(tx, toolbox, booking.clinic_id)
    if await is_counted_out(tx, clinic, booking, now):
        return False
    return await seat_again(tx, toolbox, booking, now)
