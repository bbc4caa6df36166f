"""Writing an entry, or taking it out, where somebody may have edited it meanwhile: only the version
that we know is written over (checks N-2, N-3).
"""

import hashlib
from dataclasses import dataclass

from msgspec.structs import replace

from slotkeeper.gateways.diary import DiaryEntry, EntryChanged, EntryElsewhere, Kept
from slotkeeper.services.diary.turn import Turn
from slotkeeper.services.diary.wanted import zone_of
from slotkeeper.storage.diary_entry import EntryState, WrittenEntry


@dataclass(frozen=True, slots=True)
class There:
    """What became of an entry: `etag` is "" where it can only be found by its UID."""

    state: EntryState
    etag: str


async def write(turn: Turn, last: WrittenEntry | None, entry: DiaryEntry, *, anew: bool) -> There:
    """Put the entry there in place of the `last` version that we wrote; with `anew`, of any.

    Raises DiaryDown, DiaryRefused.
    """
    if last is None or last.state == "missing":
        return await _insert(turn, last, entry, anew=anew)
    if last.state == "changed" or not last.etag:
        kept = await turn.server.find(turn.access, entry.uid)
        return await _after_edit(turn, last, entry, kept, anew=anew)
    try:
        return There("inserted", (await turn.server.change(turn.access, entry, last.etag)).etag)
    except EntryChanged as changed:
        return await _after_edit(turn, last, entry, changed.kept, anew=anew)


async def take_out(turn: Turn, last: WrittenEntry) -> There:
    """Remove it; one that somebody moved stays. Raises DiaryDown, DiaryRefused."""
    if last.state == "missing":
        return There("removed", "")
    etag = last.etag
    if not etag or last.state == "changed":
        kept = await turn.server.find(turn.access, last.uid)
        etag = kept.etag if kept else ""
    try:
        if etag:
            await turn.server.remove(turn.access, last.uid, etag)
    except EntryChanged as changed:
        there = await _take_out_edited(turn, last, changed.kept)
        if there.state == "changed":
            return there
    return There("changed" if await _is_elsewhere(turn, last) else "removed", "")


def said_in(entry: DiaryEntry) -> str:
    """A digest of its text."""
    text = f"{entry.summary}\n{entry.description}\n{entry.location}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


async def _insert(turn: Turn, last: WrittenEntry | None, entry: DiaryEntry, *, anew: bool) -> There:
    try:
        return There("inserted", (await turn.server.insert(turn.access, entry)).etag)
    except EntryElsewhere:
        # Somebody's program has moved the file: we cannot change it, and it is there.
        is_so = last is None or _times(last) == _times(entry)
        return There("inserted" if is_so else "changed", "")
    except EntryChanged as changed:
        if changed.kept is None:
            return There("missing", "")
        return await _over(turn, last, entry, changed.kept, anew=anew)


async def _after_edit(
    turn: Turn, last: WrittenEntry, entry: DiaryEntry, kept: Kept | None, *, anew: bool
) -> There:
    """There is another version than ours, or none."""
    if kept is not None:
        return await _over(turn, last, entry, kept, anew=anew)
    if anew or last.state == "changed" or not last.etag:
        return await _insert(turn, last, entry, anew=anew)
    return There("missing", "")


async def _over(
    turn: Turn, last: WrittenEntry | None, entry: DiaryEntry, kept: Kept, *, anew: bool
) -> There:
    """Over a version that may be written over, with what was added to its text; another stays."""
    if _times(kept.entry) == _times(entry):
        return There("inserted", kept.etag)
    if not (anew or _may_move(last, entry, kept.entry)):
        return There("changed", kept.etag)
    text = entry
    if last and not anew and said_in(kept.entry) != last.said:
        text = replace(entry, summary=kept.entry.summary, description=kept.entry.description)
    try:
        return There("inserted", (await turn.server.change(turn.access, text, kept.etag)).etag)
    except EntryChanged as again:
        return There("changed", again.kept.etag) if again.kept else There("missing", "")


def _may_move(last: WrittenEntry | None, entry: DiaryEntry, there: DiaryEntry) -> bool:
    """Whether that version is one of ours, has our times, or was told of before the booking was
    changed.
    """
    if there.sequence == entry.sequence and said_in(there) == said_in(entry):
        return True  # ours: its answer was lost
    return last is not None and (last.state == "changed" or _times(there) == _times(last))


async def _take_out_edited(turn: Turn, last: WrittenEntry, kept: Kept | None) -> There:
    if kept is None:
        return There("removed", "")
    if _times(kept.entry) != _times(last):
        return There("changed", kept.etag)
    try:
        await turn.server.remove(turn.access, last.uid, kept.etag)
    except EntryChanged as again:
        return There("changed", again.kept.etag if again.kept else "")
    return There("removed", "")


async def _is_elsewhere(turn: Turn, last: WrittenEntry) -> bool:
    """Whether it still stands at its time: in a file that somebody's program has moved."""
    zone = await zone_of(turn.toolbox, turn.diary)
    first, until = _times(last)
    found = await turn.server.find_time(turn.access, first, until, zone)
    return any(each.uid == last.uid for each in found.busy)


def _times(entry: DiaryEntry | WrittenEntry) -> tuple[int, int]:
    return entry.starts_at, entry.ends_at
