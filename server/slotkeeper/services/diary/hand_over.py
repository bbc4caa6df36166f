"""Diaries without a server: what would be written there is a task for staff (N3)."""

from slotkeeper.domain.booking import Booking
from slotkeeper.services.diary.wanted import uid_of
from slotkeeper.services.notices.outcome import Outcome
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.diary import Diary
from slotkeeper.storage.diary_entry import WrittenEntry, find_entries_of
from slotkeeper.storage.diary_queue import drop_by_hand
from slotkeeper.storage.outbox import Delivery


async def hand_over(
    toolbox: Toolbox, diary: Diary, booking: Booking, delivery: Delivery
) -> Outcome:
    """A task in place of those before it, unless the diary is known to say so already: what staff
    have ticked stands in storage/diary_entry.py.
    """

    async def job(tx: Transaction) -> bool:
        await drop_by_hand(tx, delivery)
        written = await find_entries_of(tx, diary.clinic_id, booking.id)
        return _is_to_do(written.get(diary.practitioner_id), booking, diary)

    is_task = await toolbox.database.write(job)
    return Outcome("by_hand") if is_task else Outcome("dropped", "nothing_to_do")


def _is_to_do(written: WrittenEntry | None, booking: Booking, diary: Diary) -> bool:
    is_there = written is not None and written.state != "removed"
    if not uid_of(booking, diary.practitioner_id):
        return is_there
    if written is None or not is_there:
        return True
    return (written.starts_at, written.ends_at) != (booking.starts_at, booking.ends_at)
