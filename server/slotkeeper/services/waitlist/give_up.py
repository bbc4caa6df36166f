"""An offer ends before its time: what was kept is free for the next, or whose it was before."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.waitlist import OfferState, WaitlistOffer
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.hold import delete_hold
from slotkeeper.storage.practitioner import lock_practitioner_of
from slotkeeper.storage.waitlist import lock_entry
from slotkeeper.storage.waitlist_offer import end_offer, find_offers
from slotkeeper.storage.waitlist_undo import find_untold


async def give_up(
    tx: Transaction, clinic_id: int, entry_id: int, state: OfferState, now: int
) -> WaitlistOffer | None:
    """End the open offer of an entry, if it has one that did not become a booking; that offer."""
    await lock_entry(tx, clinic_id, entry_id)
    for offer in (await find_offers(tx, clinic_id, entry_id))[:1]:
        if offer.state != "open":
            return None
        await lock_practitioner_of(tx, clinic_id, offer.hold_id)
        hold = await find_booking(tx, clinic_id, offer.hold_id)
        if hold is not None and hold.state == "held" and await end_offer(tx, offer, state, now):
            await delete_hold(tx, clinic_id, offer.hold_id)
            return offer
    return None


async def give_way(tx: Transaction, cancelled: Booking, now: int) -> None:
    """The time of a cancelled booking is kept no more for those of the list who were not told yet:
    the cancellation is taken back. The caller holds the lock row of its practitioner.
    """
    for offer in await find_untold(tx, cancelled, now):
        if await end_offer(tx, offer, "withdrawn", now):
            await delete_hold(tx, cancelled.clinic_id, offer.hold_id)
