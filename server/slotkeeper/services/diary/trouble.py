"""A diary that cannot be used: noted since when, the clinic is told once, and once more when it is
over (N3, R3).
"""

from slotkeeper.services.diary.reconcile import queue_missing
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Message, insert_delivery
from slotkeeper.storage.diary import Diary, find_diary, note_answer, note_failure, note_told
from slotkeeper.storage.diary_queue import find_booking_to_tell_of, hurry_diary

TELL_AFTER_SECONDS = 120
"""A server that starts anew is no outage."""

OF_THE_DIARY = frozenset(
    {
        *("password", "forbidden", "not_found", "no_calendar", "full", "elsewhere", "address"),
        *("private_address", "locked", "too_large"),
    }
)
"""Refusals that somebody has to see to before anything can be written; told of at once."""


async def note_trouble(toolbox: Toolbox, diary: Diary, problem: str) -> None:
    """It could not be used; `problem` is a word or a status."""

    async def job(tx: Transaction) -> None:
        now = toolbox.clock()
        await note_failure(tx, diary, problem, now)
        failing = await find_diary(tx, diary.clinic_id, diary.practitioner_id)
        if failing is None or failing.failing_since is None or failing.told_at is not None:
            return
        if problem in OF_THE_DIARY or now - failing.failing_since >= TELL_AFTER_SECONDS:
            told = await _tell(tx, failing, "diary_down", now)
            if told:
                await note_told(tx, failing, now)

    await toolbox.database.write(job)
    toolbox.bell.ring()


async def note_good(toolbox: Toolbox, diary: Diary) -> None:
    """It answered: where an outage ends with that, all that waits goes at once, what was never
    queued is, and whoever was told of the outage is told that it is over.
    """

    async def job(tx: Transaction) -> bool:
        now = toolbox.clock()
        before = await note_answer(tx, diary, now)
        if before is None:
            return False
        if before.told_at is not None:
            await _tell(tx, before, "diary_back", now)
        await queue_missing(tx, before, now, also_failed=True)
        await hurry_diary(tx, before.clinic_id, before.practitioner_id, now)
        return True

    if await toolbox.database.write(job):
        toolbox.bell.ring()


async def _tell(tx: Transaction, diary: Diary, message: Message, now: int) -> bool:
    """False where there is no booking on which it could hang, and so nobody to miss."""
    clinic_id, practitioner_id = diary.clinic_id, diary.practitioner_id
    booking_id = await find_booking_to_tell_of(tx, clinic_id, practitioner_id, now)
    if booking_id is not None:
        await insert_delivery(
            tx,
            clinic_id=clinic_id,
            booking_id=booking_id,
            recipient="clinic",
            message=message,
            occasion=f"{practitioner_id}:{diary.failing_since}",
            now=now,
        )
    return booking_id is not None
