"""Bringing a diary into line with a booking as it is now, whatever was asked for on the way."""

from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.gateways.diary import DiaryEntry
from slotkeeper.services.diary.edits import There, said_in, take_out, write
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


async def bring_into_line(
    turn: Turn, booking: Booking, *, anew: bool = False, is_known: bool = False
) -> EntryState:
    """Write, change or remove its entry; what it is then, "removed" where none is left.

    With `anew` it is written over what somebody made of it; of a collision that `is_known` nobody
    is told. Raises DiaryDown, DiaryRefused,
    BookingUnknown.
    """
    practitioner_id = turn.diary.practitioner_id
    written = await find_entries_of(turn.toolbox.database, booking.clinic_id, booking.id)
    before = written.get(practitioner_id)
    uid = uid_of(booking, practitioner_id)
    left: EntryState = "removed"
    if before and before.state != "removed" and before.uid != uid:
        left = await _bring(turn, before.uid, booking, anew=anew, is_known=False)
        if booking.seat:
            left = "removed"  # the session goes on without this one
    if not uid:
        return left
    return await _bring(turn, uid, booking, anew=anew, is_known=is_known)


async def _bring(
    turn: Turn, uid: str, booking: Booking, *, anew: bool, is_known: bool
) -> EntryState:
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
    is_same = {each.id for each in members} == {each.booking_id for each in stands}
    if last and not anew and _is_so(last, entry, is_same=is_same):
        if not is_same:
            await _keep(turn, entry, members, stands, There(last.state, last.etag))
        return last.state
    there = await write(turn, last, entry, anew=anew)
    if there.state == "inserted":
        there = There(await look_at_time(turn, entry), there.etag)
    is_told = not (is_known and there.state == "collides")
    await _keep(turn, entry, members, stands, there, is_told=is_told)
    return there.state


async def _members(turn: Turn, uid: str, booking_ids: list[int]) -> list[Booking]:
    """The bookings that the entry is for."""
    reader, diary = turn.toolbox.database, turn.diary
    for each in dict.fromkeys(booking_ids):
        booking = await find_booking(reader, diary.clinic_id, each)
        if booking and uid_of(booking, diary.practitioner_id) == uid:
            return await find_session_bookings(reader, booking)
    return []


def _is_so(last: WrittenEntry, entry: DiaryEntry, *, is_same: bool) -> bool:
    """Whether nothing has to be written: it is there, for the same bookings, or somebody else's
    edit of this very version is.
    """
    same_time = (last.starts_at, last.ends_at) == (entry.starts_at, entry.ends_at)
    if last.state in {"changed", "missing"}:
        return same_time
    return same_time and is_same and last.said == said_in(entry)


async def _take_out(turn: Turn, stands: list[WrittenEntry]) -> EntryState:
    there = await take_out(turn, stands[0])

    async def job(tx: Transaction) -> None:
        now = turn.toolbox.clock()
        for each in stands:
            after = replace(each, state=there.state, etag=there.etag, seen_at=now)
            await save_entry(tx, after)
        if stands[0].state != there.state:
            await tell_of(tx, stands, there.state, now, is_on_its_way=True)

    await turn.toolbox.database.write(job)
    return there.state


async def _keep(
    turn: Turn,
    entry: DiaryEntry,
    members: list[Booking],
    stands: list[WrittenEntry],
    there: There,
    *,
    is_told: bool = True,
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
            await tell_of(tx, now_there, there.state, now, is_on_its_way=True, is_told=is_told)

    await turn.toolbox.database.write(job)
