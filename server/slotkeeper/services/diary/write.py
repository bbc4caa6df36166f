"""Bringing a diary into line with a booking as it is now, whatever was asked for on the way.

What somebody changed in the diary stays: a moved entry is moved no more until the booking is, a
text that was added is kept (checks N-2, N-3).
"""

import hashlib
from dataclasses import dataclass

from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.gateways.diary import DiaryEntry, EntryChanged, EntryElsewhere, Kept
from slotkeeper.services.diary.reconcile import look_at_time, tell_of
from slotkeeper.services.diary.turn import Turn
from slotkeeper.services.diary.wanted import entry_of, uid_of
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.diary_entry import (
    EntryState,
    WrittenEntry,
    find_by_uid,
    find_entries_of,
    find_session_bookings,
    save_entry,
)

STEP = 10
"""By so much our changes raise an entry's SEQUENCE. Calendar programs raise it by one, so that a
version of ours whose answer was lost is known from one of somebody else."""


@dataclass(frozen=True, slots=True)
class _There:
    """What became of an entry: `etag` is "" where it can only be found by its UID."""

    state: EntryState
    etag: str


async def bring_into_line(turn: Turn, booking: Booking, *, anew: bool = False) -> EntryState:
    """Write, change or remove its entry; what it is then, "removed" where none has to be there.

    With `anew` it is written over what somebody made of it. Raises DiaryDown, DiaryRefused,
    BookingUnknown.
    """
    practitioner_id = turn.diary.practitioner_id
    written = await find_entries_of(turn.toolbox.database, booking.clinic_id, booking.id)
    before = written.get(practitioner_id)
    uid = uid_of(booking, practitioner_id)
    if before and before.state != "removed" and before.uid != uid:
        await _bring(turn, before.uid, booking, anew=anew)
    return await _bring(turn, uid, booking, anew=anew) if uid else "removed"


async def _bring(turn: Turn, uid: str, booking: Booking, *, anew: bool) -> EntryState:
    diary = turn.diary
    reader = turn.toolbox.database
    written = await find_by_uid(reader, diary.clinic_id, diary.practitioner_id, uid)
    members = await _members(turn, uid, [booking.id, *(each.booking_id for each in written)])
    stands = [each for each in written if each.state != "removed"]
    if not members:
        return await _take_out(turn, stands) if stands else "removed"
    sequence = max((each.sequence + STEP for each in written), default=0)
    entry = await entry_of(turn.toolbox, diary, uid, members, sequence)
    last = stands[0] if stands else None
    if last and _is_so(last, entry, members, stands) and not anew:
        return last.state
    there = await _write(turn, last, entry, anew=anew)
    if there.state == "inserted":
        there = _There(await look_at_time(turn, entry), there.etag)
    await _keep(turn, entry, members, stands, there)
    return there.state


async def _members(turn: Turn, uid: str, booking_ids: list[int]) -> list[Booking]:
    """The bookings that the entry is for."""
    reader, diary = turn.toolbox.database, turn.diary
    for each in dict.fromkeys(booking_ids):
        booking = await find_booking(reader, diary.clinic_id, each)
        if booking and uid_of(booking, diary.practitioner_id) == uid:
            return await find_session_bookings(reader, booking)
    return []


def _is_so(
    last: WrittenEntry, entry: DiaryEntry, members: list[Booking], stands: list[WrittenEntry]
) -> bool:
    """Whether nothing has to be written: it is there, or somebody else's edit of this very version
    is.
    """
    same_time = (last.starts_at, last.ends_at) == (entry.starts_at, entry.ends_at)
    if last.state in {"changed", "missing"}:
        return same_time
    same_people = {each.id for each in members} == {each.booking_id for each in stands}
    return same_time and same_people and last.said == said_in(entry)


async def _write(turn: Turn, last: WrittenEntry | None, entry: DiaryEntry, *, anew: bool) -> _There:
    try:
        if last is None or last.state == "missing":
            kept = await turn.server.insert(turn.access, entry)
        elif last.state == "changed" or not last.etag:
            there = await turn.server.find(turn.access, entry.uid)
            return await _after_edit(turn, last, entry, there, anew=anew)
        else:
            kept = await turn.server.change(turn.access, entry, last.etag)
    except EntryElsewhere:
        return _There("inserted", "")
    except EntryChanged as changed:
        return await _after_edit(turn, last, entry, changed.kept, anew=anew)
    return _There("inserted", kept.etag)


async def _after_edit(
    turn: Turn, last: WrittenEntry | None, entry: DiaryEntry, kept: Kept | None, *, anew: bool
) -> _There:
    """There is another version than ours: one that may be written over, with what was added to its
    text, or one that stays.
    """
    if kept is None:
        if not anew and not (last and last.state == "changed"):
            return _There("missing", "")
        return await _insert(turn, entry)
    if (kept.entry.starts_at, kept.entry.ends_at) == (entry.starts_at, entry.ends_at):
        return _There("inserted", kept.etag)
    if not (anew or _may_move(last, entry, kept)):
        return _There("changed", kept.etag)
    if last is None or said_in(kept.entry) == last.said or anew:
        text = entry
    else:
        text = replace(entry, summary=kept.entry.summary, description=kept.entry.description)
    try:
        return _There("inserted", (await turn.server.change(turn.access, text, kept.etag)).etag)
    except EntryChanged as again:
        return _There("changed", again.kept.etag) if again.kept else _There("missing", "")


def _may_move(last: WrittenEntry | None, entry: DiaryEntry, kept: Kept) -> bool:
    """Whether that version is one of ours, has our times, or was told of before the booking was
    changed.
    """
    there = kept.entry
    if there.sequence == entry.sequence and said_in(there) == said_in(entry):
        return True  # ours: its answer was lost
    if last is None:
        return False
    return last.state == "changed" or (there.starts_at, there.ends_at) == (
        last.starts_at,
        last.ends_at,
    )


async def _insert(turn: Turn, entry: DiaryEntry) -> _There:
    try:
        return _There("inserted", (await turn.server.insert(turn.access, entry)).etag)
    except EntryElsewhere:
        return _There("inserted", "")
    except EntryChanged as changed:
        return _There("changed", changed.kept.etag if changed.kept else "")


async def _take_out(turn: Turn, stands: list[WrittenEntry]) -> EntryState:
    """Remove it; one that somebody moved stays, and staff are told."""
    last = stands[0]
    there = _There("removed", "")
    try:
        if last.state == "missing":
            pass
        elif last.etag and last.state != "changed":
            await turn.server.remove(turn.access, last.uid, last.etag)
        elif (kept := await turn.server.find(turn.access, last.uid)) is not None:
            await turn.server.remove(turn.access, last.uid, kept.etag)
    except EntryChanged as changed:
        there = await _take_out_edited(turn, last, changed.kept)

    async def job(tx: Transaction) -> None:
        now = turn.toolbox.clock()
        for each in stands:
            after = replace(each, state=there.state, etag=there.etag, seen_at=now)
            await save_entry(tx, after)
        await tell_of(tx, stands, there.state, now, is_on_its_way=True)

    await turn.toolbox.database.write(job)
    return there.state


async def _take_out_edited(turn: Turn, last: WrittenEntry, kept: Kept | None) -> _There:
    if kept is None:
        return _There("removed", "")
    if (kept.entry.starts_at, kept.entry.ends_at) != (last.starts_at, last.ends_at):
        return _There("changed", kept.etag)
    try:
        await turn.server.remove(turn.access, last.uid, kept.etag)
    except EntryChanged as again:
        return _There("changed", again.kept.etag if again.kept else "")
    return _There("removed", "")


async def _keep(
    turn: Turn,
    entry: DiaryEntry,
    members: list[Booking],
    stands: list[WrittenEntry],
    there: _There,
) -> None:
    """Write down what is there now, for each booking that shares it."""
    known = {each.booking_id: each for each in stands}
    now = turn.toolbox.clock()
    now_there = [
        WrittenEntry(
            booking_id=each.id,
            practitioner_id=turn.diary.practitioner_id,
            clinic_id=turn.diary.clinic_id,
            uid=entry.uid,
            etag=there.etag,
            sequence=entry.sequence,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            said=said_in(entry),
            state=there.state,
            seen_at=now,
        )
        for each in members
    ]
    gone = [known[each] for each in known.keys() - {member.id for member in members}]

    async def job(tx: Transaction) -> None:
        for each in gone:
            await save_entry(tx, replace(each, state="removed", etag="", seen_at=now))
        for each in now_there:
            await save_entry(tx, each)
        if not stands or stands[0].state != there.state:
            await tell_of(tx, now_there, there.state, now, is_on_its_way=True)

    await turn.toolbox.database.write(job)


def said_in(entry: DiaryEntry) -> str:
    """A digest of its text."""
    text = f"{entry.summary}\n{entry.description}\n{entry.location}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
