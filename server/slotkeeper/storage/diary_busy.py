"""What else stands in practitioners' diaries and takes time. It is decided on in the database like
blocks are (storage/busy.py); every change of it is a change of the practitioner's time and starts
with the lock row.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from slotkeeper.storage.database import Reader, Transaction

LONGEST = 86_400
"""Seconds of one piece: searches are bounded on both sides by it."""


class DiaryPiece(Struct, frozen=True, order=True):
    """A piece of busy time, [starts_at, ends_at) in epoch seconds, of the entry `uid`."""

    starts_at: int
    ends_at: int
    uid: str


class BusyInDiary(Struct, frozen=True, kw_only=True):
    """Time that a practitioner's diary takes, [starts_at, ends_at)."""

    practitioner_id: int
    starts_at: int
    ends_at: int


def pieces_of(
    uid: str, starts_at: int, ends_at: int, first: int, until: int
) -> Iterator[DiaryPiece]:
    """That time cut into pieces that are kept, none longer than a day: those that meet [first,
    until). An entry may begin in the year one and end in 9999.
    """
    starts_at += max(0, first - starts_at) // LONGEST * LONGEST
    ends_of_interest = min(ends_at, until)
    while starts_at < ends_of_interest:
        until = min(ends_at, starts_at + LONGEST)
        yield DiaryPiece(starts_at, until, uid)
        starts_at = until


async def find_pieces(
    reader: Reader, clinic_id: int, practitioner_id: int, first: int, until: int
) -> set[DiaryPiece]:
    """What is known of a diary and meets [first, until)."""
    rows = await reader.fetch(
        """SELECT starts_at, ends_at, uid FROM diary_busy
           WHERE clinic_id = $1 AND practitioner_id = $2 AND starts_at > $3 - 86400
             AND starts_at < $4 AND ends_at > $3""",
        clinic_id,
        practitioner_id,
        first,
        until,
    )
    return {DiaryPiece(row["starts_at"], row["ends_at"], row["uid"]) for row in rows}


async def change_pieces(
    tx: Transaction,
    clinic_id: int,
    practitioner_id: int,
    *,
    gone: Iterable[DiaryPiece],
    new: Iterable[DiaryPiece],
) -> None:
    """Forget some and add others. The caller holds the practitioner's lock row."""
    for each in sorted(gone):
        await tx.execute(
            """DELETE FROM diary_busy
               WHERE practitioner_id = $1 AND starts_at = $2 AND ends_at = $3 AND uid = $4""",
            practitioner_id,
            each.starts_at,
            each.ends_at,
            each.uid,
        )
    for each in sorted(new):
        await tx.execute(
            """INSERT INTO diary_busy (clinic_id, practitioner_id, uid, starts_at, ends_at)
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING""",
            clinic_id,
            practitioner_id,
            each.uid,
            each.starts_at,
            each.ends_at,
        )


async def forget_pieces(
    tx: Transaction, clinic_id: int, practitioner_id: int, before: int | None = None
) -> int:
    """Those of a diary that end before an instant, or all; how many."""
    return await tx.execute(
        """DELETE FROM diary_busy
           WHERE clinic_id = $1 AND practitioner_id = $2 AND ($3 = 0 OR ends_at <= $3)""",
        clinic_id,
        practitioner_id,
        before or 0,
    )


async def find_busy_in_diaries(
    reader: Reader, clinic_id: int, first: int, until: int, practitioner_id: int | None = None
) -> list[BusyInDiary]:
    """What takes time in the diaries of a clinic, or in one, and meets [first, until), joined where
    it touches; in their order.
    """
    rows = await reader.fetch(
        """SELECT practitioner_id, starts_at, ends_at FROM diary_busy
           WHERE clinic_id = $1 AND starts_at > $2 - 86400 AND starts_at < $3 AND ends_at > $2
             AND (practitioner_id = $4 OR $4 = 0)
           ORDER BY practitioner_id, starts_at, ends_at""",
        clinic_id,
        first,
        until,
        practitioner_id or 0,
    )
    joined: list[BusyInDiary] = []
    for row in rows:
        now = BusyInDiary(
            practitioner_id=row["practitioner_id"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
        )
        last = joined[-1] if joined else None
        if last and last.practitioner_id == now.practitioner_id and now.starts_at <= last.ends_at:
            ends = max(last.ends_at, now.ends_at)
            joined[-1] = BusyInDiary(
                practitioner_id=now.practitioner_id, starts_at=last.starts_at, ends_at=ends
            )
        else:
            joined.append(now)
    return joined
