"""Leaving the waiting list; what was kept for them goes to the next at once."""

from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.entry import Waiting, get_waiting
from slotkeeper.services.waitlist.give_up import give_up
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.waitlist import end_entry


async def leave(toolbox: Toolbox, slug: str, token: str) -> Waiting:
    """They wait no more; pressed twice, they have left once. Raises ClinicUnknown, EntryUnknown."""
    waiting = await get_waiting(toolbox, slug, token)
    entry = waiting.entry

    async def job(tx: Transaction) -> None:
        now = toolbox.clock()
        await give_up(tx, entry.clinic_id, entry.id, "withdrawn", now)
        await end_entry(tx, entry.clinic_id, entry.id, "left", now)
        await tell_calendars(tx, entry.clinic_id)

    await toolbox.database.write(job)
    toolbox.bell.ring()
    return await get_waiting(toolbox, slug, token)
