"""Practitioners' diaries: where each is, and how it fares (storage/diary_entry.py has what was
written there, storage/diary_busy.py what else stands in it).
"""

from typing import Literal

from msgspec import Struct

from slotkeeper.domain.diary_words import Shows
from slotkeeper.storage.database import Reader, Row, Transaction

__all__ = ["Shows"]

DiaryKind = Literal["caldav", "by_hand"]


class Diary(Struct, frozen=True, kw_only=True):
    """The diary of a practitioner; instants in epoch seconds.

    `address` is that of the `calendar`, which is its name; `mark` is the server's word for what it
    held at `looked_at`, when all until `looked_until` was read, but for `unread` entries. It is out
    of order since `failing_since` (None: it is not) with `problem`, of which the clinic was told
    at `told_at`.
    """

    practitioner_id: int
    clinic_id: int
    kind: DiaryKind
    address: str = ""
    calendar: str = ""
    username: str = ""
    password_sealed: str = ""
    shows: Shows = "initials"
    enabled: bool = True
    mark: str = ""
    looked_at: int = 0
    looked_until: int = 0
    unread: int = 0
    tried_at: int = 0
    failing_since: int | None = None
    told_at: int | None = None
    problem: str = ""
    made_at: int = 0
    revision: int = 0

    def __repr__(self) -> str:
        return f"Diary(practitioner_id={self.practitioner_id})"


async def insert_diary(tx: Transaction, diary: Diary, made_by: int | None) -> bool:
    """A new diary; False where the practitioner has one."""
    made = await tx.execute(
        """INSERT INTO diary (practitioner_id, clinic_id, kind, address, calendar, username,
             password_sealed, shows, enabled, made_by, made_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           ON CONFLICT (practitioner_id) DO NOTHING""",
        diary.practitioner_id,
        diary.clinic_id,
        diary.kind,
        diary.address,
        diary.calendar,
        diary.username,
        diary.password_sealed,
        diary.shows,
        int(diary.enabled),
        made_by,
        diary.made_at,
    )
    return made == 1


async def save_diary(tx: Transaction, diary: Diary) -> bool:
    """Kind, access, `shows` and switch as they are there, to be looked at anew; False where
    somebody changed it since that revision.
    """
    changed = await tx.execute(
        """UPDATE diary SET kind = $4, address = $5, calendar = $6, username = $7,
             password_sealed = $8, shows = $9, enabled = $10, mark = '', looked_at = 0,
             tried_at = 0, failing_since = NULL, told_at = NULL, problem = '', unread = 0,
             revision = revision + 1
           WHERE practitioner_id = $1 AND clinic_id = $2 AND revision = $3""",
        diary.practitioner_id,
        diary.clinic_id,
        diary.revision,
        diary.kind,
        diary.address,
        diary.calendar,
        diary.username,
        diary.password_sealed,
        diary.shows,
        int(diary.enabled),
    )
    return changed == 1


async def delete_diary(tx: Transaction, clinic_id: int, practitioner_id: int) -> bool:
    """Forget it and what was written there; False where there is none. What stands in the diary
    itself stays. The caller holds the practitioner's lock row, as time becomes free.
    """
    for table in ("diary_busy", "diary_entry"):
        await tx.execute(
            f"DELETE FROM {table} WHERE clinic_id = $1 AND practitioner_id = $2",  # noqa: S608 - ours
            clinic_id,
            practitioner_id,
        )
    gone = await tx.execute(
        "DELETE FROM diary WHERE clinic_id = $1 AND practitioner_id = $2",
        clinic_id,
        practitioner_id,
    )
    return gone == 1


async def find_diary(reader: Reader, clinic_id: int, practitioner_id: int) -> Diary | None:
    """That practitioner's, switched on or off."""
    row = await reader.fetch_one(
        "SELECT * FROM diary WHERE clinic_id = $1 AND practitioner_id = $2",
        clinic_id,
        practitioner_id,
    )
    return None if row is None else _diary(row)


async def find_diaries(reader: Reader, clinic_id: int) -> list[Diary]:
    """All of a clinic, switched on or off."""
    rows = await reader.fetch(
        "SELECT * FROM diary WHERE clinic_id = $1 ORDER BY practitioner_id", clinic_id
    )
    return [_diary(row) for row in rows]


async def find_watched(reader: Reader) -> list[Diary]:
    """Those of all clinics that are switched on and on a server, the longest not tried first."""
    rows = await reader.fetch(
        "SELECT * FROM diary WHERE enabled = 1 AND kind = 'caldav' ORDER BY tried_at"
    )
    return [_diary(row) for row in rows]


async def lease_diary(
    tx: Transaction, practitioner_id: int, who: str, now: int, until: int
) -> Diary | None:
    """The diary as it is now, for `who` alone until then (epoch seconds); None where another one
    has it.
    """
    row = await tx.fetch_one(
        """UPDATE diary SET lease_by = $2, lease_until = $4
           WHERE practitioner_id = $1 AND (lease_by IN ('', $2) OR lease_until <= $3)
           RETURNING *""",
        practitioner_id,
        who,
        now,
        until,
    )
    return None if row is None else _diary(row)


async def release_diary(tx: Transaction, practitioner_id: int, who: str) -> None:
    """Others may have it; nothing happens where they have it already."""
    await tx.execute(
        """UPDATE diary SET lease_by = '', lease_until = 0
           WHERE practitioner_id = $1 AND lease_by = $2""",
        practitioner_id,
        who,
    )


async def note_failure(tx: Transaction, diary: Diary, problem: str, now: int) -> None:
    """It could not be used; `problem` is a word or a status. Nothing happens where somebody changed
    it meanwhile.
    """
    await tx.execute(
        """UPDATE diary SET failing_since = COALESCE(failing_since, $4), problem = $3, tried_at = $4
           WHERE practitioner_id = $1 AND revision = $2""",
        diary.practitioner_id,
        diary.revision,
        problem,
        now,
    )


async def note_told(tx: Transaction, diary: Diary, now: int) -> bool:
    """The clinic is told of an outage; False where it was already, or the outage is over."""
    changed = await tx.execute(
        """UPDATE diary SET told_at = $3
           WHERE practitioner_id = $1 AND revision = $2 AND failing_since IS NOT NULL
             AND told_at IS NULL""",
        diary.practitioner_id,
        diary.revision,
        now,
    )
    return changed == 1


async def note_answer(tx: Transaction, diary: Diary, now: int) -> Diary | None:
    """It answered: the diary as it was before where that ends an outage, else None."""
    row = await tx.fetch_one(
        "SELECT * FROM diary WHERE practitioner_id = $1 AND revision = $2",
        diary.practitioner_id,
        diary.revision,
    )
    await tx.execute(
        """UPDATE diary SET failing_since = NULL, told_at = NULL, problem = '', tried_at = $3
           WHERE practitioner_id = $1 AND revision = $2""",
        diary.practitioner_id,
        diary.revision,
        now,
    )
    return _diary(row) if row is not None and row["failing_since"] is not None else None


async def note_look(
    tx: Transaction, diary: Diary, *, mark: str, now: int, until: int, unread: int
) -> None:
    """All of it until then (epoch seconds) was read."""
    await tx.execute(
        """UPDATE diary SET mark = $3, looked_at = $4, looked_until = $5, unread = $6
           WHERE practitioner_id = $1 AND revision = $2""",
        diary.practitioner_id,
        diary.revision,
        mark,
        now,
        until,
        unread,
    )


def _diary(row: Row) -> Diary:
    values = {name: row[name] for name in Diary.__struct_fields__}
    return Diary(**{**values, "enabled": bool(row["enabled"])})
