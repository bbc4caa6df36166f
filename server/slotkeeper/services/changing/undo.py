"""A patient takes a cancellation back, within a minute and while the time is still free."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import BookingUnknown, Fact
from slotkeeper.services.booking_link import get_managed
from slotkeeper.services.changing.cancel import refund_name
from slotkeeper.services.counted import is_counted_out, lock_time_of
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.seats import seat_again
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.give_up import give_way
from slotkeeper.storage.agreed_change import AgreedChange, end_agreed, find_last_agreed
from slotkeeper.storage.block import find_blocks
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.booking_change import save_restored
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import find_payments_of, lock_payment
from slotkeeper.storage.refund import delete_asked, find_refunds
from slotkeeper.storage.waitlist_undo import lock_entries_of, wait_again


class UndoOver(Fact):
    """The minute is over, or somebody has the time by now, or the clinic has blocked it."""


async def undo_cancel(toolbox: Toolbox, slug: str, token: str) -> Booking:
    """The booking stands again as if nothing had been; pressed twice, it stands once.

    Raises ClinicUnknown, BookingUnknown, UndoOver.
    """
    managed = await get_managed(toolbox, slug, token)
    clinic, booking_id = managed.clinic, managed.booking.id

    async def job(tx: Transaction) -> Booking:
        await lock_entries_of(tx, clinic.id, booking_id)
        await lock_time_of(tx, clinic, booking_id)
        now = toolbox.clock()
        before = await find_booking(tx, clinic.id, booking_id)
        agreed = await find_last_agreed(tx, clinic.id, booking_id)
        if before is None:
            raise BookingUnknown
        if before.state == "confirmed" and agreed and agreed.state == "undone":
            return before
        if agreed is None or not _is_open(before, agreed, now):
            raise UndoOver
        await give_way(tx, before, now)
        is_free = not await is_counted_out(tx, clinic, before, now)
        is_free = is_free and not await _is_blocked(tx, before, agreed)
        is_free = is_free and await seat_again(tx, toolbox, before, now)
        if not is_free or not await save_restored(tx, before, now):
            raise UndoOver
        if not await end_agreed(tx, agreed, "undone") or not await _keep_money(tx, agreed):
            raise UndoOver
        await wait_again(tx, clinic.id, booking_id)
        await announce(tx, clinic.id, booking_id, "confirmed", now)
        after = await find_booking(tx, clinic.id, booking_id)
        assert after is not None  # noqa: S101 - it was restored a line before
        return after

    restored = await toolbox.database.write(job)
    toolbox.bell.ring()
    return restored


def _is_open(booking: Booking, agreed: AgreedChange, now: int) -> bool:
    is_the_last = booking.revision == agreed.revision
    return is_the_last and agreed.state == "open" and now <= agreed.undo_until


async def _is_blocked(tx: Transaction, booking: Booking, agreed: AgreedChange) -> bool:
    """Whether the clinic has blocked its time since it was cancelled; what was there before was
    so while it stood.
    """
    begins, ends, who = booking.busy_from, booking.busy_until, booking.practitioner_id
    blocks = await find_blocks(tx, booking.clinic_id, begins, ends, who)
    return any(each.made_at >= agreed.agreed_at for each in blocks)


async def _keep_money(tx: Transaction, agreed: AgreedChange) -> bool:
    """What was promised is not given back; False where it is on its way already."""
    once = refund_name(agreed.revision)
    for payment in await find_payments_of(tx, agreed.clinic_id, agreed.booking_id):
        await lock_payment(tx, agreed.clinic_id, payment.id)
        refunds = await find_refunds(tx, agreed.clinic_id, payment.id)
        is_asked = once in {each.once for each in refunds}
        if is_asked and not await delete_asked(tx, agreed.clinic_id, payment.id, once):
            return False
    return True
