"""Comparing a diary with what was written there (N3, N4): what else takes time in it, and which of
our entries collide, were changed or are missing.
"""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from slotkeeper.domain.interval import Interval, overlap
from slotkeeper.gateways.diary import DiaryBusy, DiaryEntry, Kept
from slotkeeper.services.diary.queue import insert_to_diary
from slotkeeper.services.diary.shared import find_uids_of_others
from slotkeeper.services.diary.turn import Turn
from slotkeeper.services.diary.wanted import uid_of, zone_of
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Message, insert_delivery
from slotkeeper.storage.diary import Diary
from slotkeeper.storage.diary_busy import DiaryPiece, change_pieces, find_pieces, pieces_of
from slotkeeper.storage.diary_entry import (
    EntryState,
    WrittenEntry,
    find_entries,
    save_state,
)
from slotkeeper.storage.diary_queue import find_not_queued, flag_delivery
from slotkeeper.storage.practitioner import lock_practitioner

_DAY = 86_400
_ASKS_FOR_SECONDS = 30.0
"""So long entries are asked for by name in one look: others want their turn with the diary too."""

_MOST_LETTERS = 5
"""Of one look: whoever empties a calendar gets tasks for all of it, and no hundred letters."""

_PROBLEMS: Mapping[EntryState, str] = {
    "changed": "changed",
    "collides": "collides",
    "missing": "missing",
}
_MESSAGES: Mapping[EntryState, Message] = {
    "changed": "diary_changed",
    "collides": "diary_collision",
    "missing": "diary_missing",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in a diary in some span of time: `busy` is not by our doing, or is moved;
    `ours` are the times of our entries by UID.
    """

    busy: set[DiaryPiece]
    ours: Mapping[str, set[Interval]]
    unread: int = 0
    found: dict[str, Kept | None] = field(default_factory=dict)

    def state_of(self, written: WrittenEntry) -> EntryState:
        """What became of an entry; one that is not seen was asked for by its name."""
        times = written.starts_at, written.ends_at
        kept = self.found.get(written.uid)
        is_there = times in self.ours.get(written.uid, ())
        # It may be there without taking time: marked as free, or as cancelled.
        if is_there or (kept and (kept.entry.starts_at, kept.entry.ends_at) == times):
            return "collides" if self._is_busy(times) else "inserted"
        return "changed" if kept or written.uid in self.ours else "missing"

    def _is_busy(self, times: Interval) -> bool:
        return any(overlap(times, (each.starts_at, each.ends_at)) for each in self.busy)


async def look_at_time(turn: Turn, entry: DiaryEntry) -> EntryState:
    """Whether something else takes the time of an entry that was just written: two may have written
    at once. Raises DiaryDown, DiaryRefused.
    """
    first, until = entry.starts_at, entry.ends_at
    seen = await _see(turn, first, until, {entry.uid: {(first, until)}})
    await turn.toolbox.database.write(lambda tx: _learn(tx, turn.diary, first, until, seen))
    written = WrittenEntry(
        booking_id=0,
        practitioner_id=turn.diary.practitioner_id,
        clinic_id=turn.diary.clinic_id,
        uid=entry.uid,
        starts_at=first,
        ends_at=until,
        seen_at=0,
    )
    return "collides" if seen.state_of(written) == "collides" else "inserted"


async def look(turn: Turn, until: int) -> int:
    """Look at all from now until then: keep what takes time, tell of what is amiss, and queue what
    was never written. How many entries could not be understood.

    Raises DiaryDown, DiaryRefused.
    """
    diary, reader = turn.diary, turn.toolbox.database
    now = turn.toolbox.clock()
    written = await find_entries(reader, diary.clinic_id, diary.practitioner_id, now - _DAY, until)
    written = [each for each in written if each.ends_at > now]
    entries: dict[str, list[WrittenEntry]] = {}
    for each in written:
        entries.setdefault(each.uid, []).append(each)
    times = {uid: {(of[0].starts_at, of[0].ends_at)} for uid, of in entries.items()}
    seen = await _see(turn, now, until, times)
    latest = asyncio.get_running_loop().time() + _ASKS_FOR_SECONDS
    for uid in [uid for uid, of in entries.items() if _is_unsure(of[0], seen)]:
        if asyncio.get_running_loop().time() < latest:
            seen.found[uid] = await turn.server.find(turn.access, uid)
        else:
            del entries[uid]  # its turn comes with the next look

    async def job(tx: Transaction) -> None:
        await _learn(tx, diary, now, until, seen)
        letters = _MOST_LETTERS
        for sharing in entries.values():
            letters -= await _judge(tx, sharing, seen, now, is_told=letters > 0)
        await queue_missing(tx, diary, now)

    await turn.toolbox.database.write(job)
    return seen.unread


async def queue_missing(
    tx: Transaction, diary: Diary, now: int, *, also_failed: bool = False
) -> int:
    """Bring what ought to stand in a diary and was never written there; how many bookings. What was
    refused for good is tried once more where that may have ended.
    """
    whose = diary.clinic_id, diary.practitioner_id
    missing = await find_not_queued(tx, *whose, now, also_failed=also_failed)
    for each in missing:
        await insert_to_diary(tx, each, diary.practitioner_id, now, f":{now}")
    return len(missing)


async def tell_of(
    tx: Transaction,
    written: Collection[WrittenEntry],
    state: EntryState,
    now: int,
    *,
    is_on_its_way: bool = False,
    is_told: bool = True,
) -> None:
    """An entry has come into another state: for each booking that shares it that is a task for
    staff or none any more, and the clinic is told, once, unless it hears enough. Where a delivery
    is on its way, that one is the task.
    """
    for each in written:
        problem = "" if is_on_its_way else _PROBLEMS.get(state, "")
        await flag_delivery(tx, each.booking_id, each.practitioner_id, problem, now)
    message = _MESSAGES.get(state)
    first = min(written, key=lambda each: each.booking_id, default=None)
    if message and first and is_told:
        await insert_delivery(
            tx,
            clinic_id=first.clinic_id,
            booking_id=first.booking_id,
            recipient="clinic",
            message=message,
            occasion=str(now),
            now=now,
        )


async def _see(
    turn: Turn, first: int, until: int, times: Mapping[str, Collection[Interval]]
) -> Seen:
    """`times` are those at which our entries ought to stand."""
    reader, diary = turn.toolbox.database, turn.diary
    zone = await zone_of(turn.toolbox, diary)
    time = await turn.server.find_time(turn.access, first, until, zone)
    others = await find_uids_of_others(reader, diary, first, until)
    ours: dict[str, set[Interval]] = {}
    busy: set[DiaryPiece] = set()
    for each in time.busy:
        if each.uid in times:
            ours.setdefault(each.uid, set()).add((each.starts_at, each.ends_at))
        if each.uid not in others and not _stands(each, times):
            busy |= set(pieces_of(each.uid, each.starts_at, each.ends_at, first, until))
    return Seen(busy, ours, time.unread)


def _stands(there: DiaryBusy, times: Mapping[str, Collection[Interval]]) -> bool:
    return (there.starts_at, there.ends_at) in times.get(there.uid, ())


def _is_unsure(written: WrittenEntry, seen: Seen) -> bool:
    """Whether it has to be asked for by name: it is not seen where it ought to be, and that is
    news.
    """
    if (written.starts_at, written.ends_at) in seen.ours.get(written.uid, ()):
        return False
    is_known = written.state == ("changed" if written.uid in seen.ours else "missing")
    return not is_known


async def _learn(tx: Transaction, diary: Diary, first: int, until: int, seen: Seen) -> None:
    """Keep what takes time then; the practitioner's time changes only where that has."""
    clinic_id, practitioner_id = diary.clinic_id, diary.practitioner_id
    new = {each for each in seen.busy if each.starts_at < until and each.ends_at > first}
    if await find_pieces(tx, clinic_id, practitioner_id, first, until) == new:
        return
    await lock_practitioner(tx, practitioner_id)
    known = await find_pieces(tx, clinic_id, practitioner_id, first, until)
    await change_pieces(tx, clinic_id, practitioner_id, gone=known - new, new=new - known)


async def _judge(
    tx: Transaction, sharing: list[WrittenEntry], seen: Seen, now: int, *, is_told: bool
) -> bool:
    """Whether there is news of an entry."""
    first = sharing[0]
    state = seen.state_of(first)
    if state == first.state:
        return False
    if state == "missing" and not await _is_still_wanted(tx, sharing):
        state = "removed"
    kept = seen.found.get(first.uid)
    etag = kept.etag if kept and state == "changed" else first.etag
    if not await save_state(tx, first, state, now, etag):
        return False
    await tell_of(tx, sharing, state, now, is_told=is_told)
    return True


async def _is_still_wanted(tx: Transaction, sharing: list[WrittenEntry]) -> bool:
    for each in sharing:
        booking = await find_booking(tx, each.clinic_id, each.booking_id)
        if booking and uid_of(booking, each.practitioner_id) == each.uid:
            return True
    return False
