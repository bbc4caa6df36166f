"""Whether messages get through to who waits: nothing is offered to whom it cannot be told."""

from collections.abc import Iterable

from slotkeeper.domain.waitlist import WaitlistEntry, reach_key
from slotkeeper.storage.booker import find_booker
from slotkeeper.storage.database import Reader
from slotkeeper.storage.waitlist_addressee import find_who_waits


async def find_reach(reader: Reader, entry: WaitlistEntry) -> str:
    """The `reach_key` of the address and number to which messages about an entry go today."""
    booker = await find_booker(reader, entry.clinic_id, entry.booking_id or 0)
    patient = await find_who_waits(reader, entry)
    who = booker or patient
    return reach_key(who.email, who.phone) if who else reach_key("", "")


async def find_unreached(reader: Reader, entries: Iterable[WaitlistEntry]) -> set[int]:
    """Who of them could not be told, and is to be reached as then still: ids of entries."""
    known = [each for each in entries if each.unreached]
    return {each.id for each in known if each.unreached == await find_reach(reader, each)}
