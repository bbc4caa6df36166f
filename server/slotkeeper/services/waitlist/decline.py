"""Declining an offer: the next is asked, and they go on waiting."""

from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.entry import Waiting, get_waiting
from slotkeeper.services.waitlist.give_up import give_up
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.waitlist import count_unanswered, lock_entry
from slotkeeper.storage.waitlist_offer import find_offer


async def decline(toolbox: Toolbox, slug: str, token: str, offer_id: int) -> Waiting:
    """That offer is declined, another one that they have meanwhile is not; pressed twice, once.

    Raises ClinicUnknown, EntryUnknown.
    """
    waiting = await get_waiting(toolbox, slug, token)
    entry = waiting.entry

    async def job(tx: Transaction) -> None:
        await lock_entry(tx, entry.clinic_id, entry.id)  # staff may just be offering another time
        offer = await find_offer(tx, entry.clinic_id, offer_id)
        if offer is None or offer.entry_id != entry.id or offer.state != "open":
            return
        await give_up(tx, entry.clinic_id, entry.id, "declined", toolbox.clock())
        await count_unanswered(tx, entry.clinic_id, entry.id, 0)
        await tell_calendars(tx, entry.clinic_id)

    await toolbox.database.write(job)
    toolbox.bell.ring()
    return await get_waiting(toolbox, slug, token)
