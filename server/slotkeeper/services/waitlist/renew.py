"""A place on the waiting list gets another link, where the booking to which it leads does."""

import secrets

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.manage_link import find_entries_of, save_entry_key, tell_offer_again


async def renew_entries(tx: Transaction, booking: Booking, now: int) -> None:
    """Those that want an earlier time for that booking, and those by whose offer it was booked: who
    waits keeps waiting, and is told anew of what is kept for them at that instant (epoch seconds).
    Taken before the lock rows of time, as `lock_entry`.
    """
    for entry_id in await find_entries_of(tx, booking.clinic_id, booking.id):
        await save_entry_key(tx, booking.clinic_id, entry_id, secrets.token_urlsafe(12))
        await tell_offer_again(tx, booking.clinic_id, entry_id, now)
