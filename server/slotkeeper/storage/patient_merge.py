"""Records merged and parted: bookings, aliases and what tells how to undo it."""

from collections.abc import Sequence

import msgspec

from slotkeeper.domain.patient_merge import Merge, MergeDetails
from slotkeeper.storage.database import Reader, Row, Transaction

_AT_ONCE = 500


async def move_bookings(
    tx: Transaction, clinic_id: int, from_id: int, to_id: int, only: Sequence[int] | None = None
) -> list[int]:
    """The patient's bookings become the other's: all, or those among `only`. Which they were, in
    ascending order.
    """
    if only is None:
        rows = await tx.fetch(_MOVE, clinic_id, from_id, to_id)
        return sorted(row["id"] for row in rows)
    moved: list[int] = []
    for begin in range(0, len(only), _AT_ONCE):
        part = only[begin : begin + _AT_ONCE]
        marks = ", ".join(f"${number}" for number in range(4, 4 + len(part)))
        moving = _MOVE.replace("RETURNING", f"AND id IN ({marks}) RETURNING")
        moved += [row["id"] for row in await tx.fetch(moving, clinic_id, from_id, to_id, *part)]
    return sorted(moved)


async def point_aliases(tx: Transaction, clinic_id: int, from_id: int, to_id: int) -> list[int]:
    """What was merged into the one is now merged into the other; their ids."""
    rows = await tx.fetch(
        """UPDATE patient SET merged_into = $3
           WHERE merged_into = $2 AND clinic_id = $1 RETURNING id""",
        clinic_id,
        from_id,
        to_id,
    )
    return sorted(row["id"] for row in rows)


async def set_merged_into(
    tx: Transaction, clinic_id: int, patient_id: int, kept_id: int | None
) -> None:
    """The record goes on in another, or for itself again (None)."""
    await tx.execute(
        """UPDATE patient SET merged_into = $3, revision = revision + 1
           WHERE id = $2 AND clinic_id = $1""",
        clinic_id,
        patient_id,
        kept_id,
    )


async def insert_shadow(tx: Transaction, clinic_id: int, patient_id: int, now: int) -> int:
    """An alias with what the record is recognised by at this moment; its id."""
    row = await tx.fetch_one(
        """INSERT INTO patient (clinic_id, first_name, last_name, email, phone, birth_date,
             email_key, phone_key, name_key, made_at, merged_into)
           SELECT clinic_id, first_name, last_name, email, phone, birth_date, email_key, phone_key,
             name_key, $3, id
           FROM patient WHERE id = $2 AND clinic_id = $1 RETURNING id""",
        clinic_id,
        patient_id,
        now,
    )
    assert row is not None  # noqa: S101 - the caller has the row locked
    return int(row["id"])


async def delete_shadow(tx: Transaction, clinic_id: int, shadow_id: int, kept_id: int) -> None:
    """Away with it; what points at it points at the record itself."""
    await tx.execute(
        "UPDATE booking SET near_patient_id = $3 WHERE near_patient_id = $2 AND clinic_id = $1",
        clinic_id,
        shadow_id,
        kept_id,
    )
    await tx.execute("DELETE FROM patient WHERE id = $2 AND clinic_id = $1", clinic_id, shadow_id)


async def delete_words(tx: Transaction, clinic_id: int, patient_id: int) -> None:
    """The record is found no more: the one that goes on is, by the same words."""
    await tx.execute(
        "DELETE FROM patient_search WHERE patient_id = $2 AND clinic_id = $1", clinic_id, patient_id
    )


async def insert_merge(
    tx: Transaction,
    clinic_id: int,
    pair: tuple[int, int],
    details: MergeDetails,
    staff_id: int | None,
    now: int,
) -> int:
    """Remember it; `pair` is the kept and the merged record. The merge's id."""
    row = await tx.fetch_one(
        """INSERT INTO patient_merge (clinic_id, kept_id, merged_id, made_by, made_at, details)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING id""",
        clinic_id,
        *pair,
        staff_id,
        now,
        msgspec.json.encode(details).decode(),
    )
    assert row is not None  # noqa: S101 - INSERT … VALUES … RETURNING gives its row
    return int(row["id"])


async def end_merge(tx: Transaction, clinic_id: int, merge_id: int, now: int) -> bool:
    """It is undone; False where it was before."""
    changed = await tx.execute(
        """UPDATE patient_merge SET undone_at = $3
           WHERE id = $2 AND clinic_id = $1 AND undone_at IS NULL""",
        clinic_id,
        merge_id,
        now,
    )
    return changed == 1


async def get_merge(reader: Reader, clinic_id: int, merge_id: int) -> Merge | None:
    """One of the clinic's."""
    row = await reader.fetch_one(
        "SELECT * FROM patient_merge WHERE id = $2 AND clinic_id = $1", clinic_id, merge_id
    )
    return _merge(row) if row else None


async def find_merges(reader: Reader, clinic_id: int, kept_id: int) -> list[Merge]:
    """What was merged into that record and is not undone, the newest first."""
    rows = await reader.fetch(
        """SELECT * FROM patient_merge
           WHERE clinic_id = $1 AND kept_id = $2 AND undone_at IS NULL
           ORDER BY made_at DESC, id DESC""",
        clinic_id,
        kept_id,
    )
    return [_merge(row) for row in rows]


_MOVE = """UPDATE booking SET patient_id = $3
  WHERE patient_id = $2 AND clinic_id = $1 RETURNING id"""


def _merge(row: Row) -> Merge:
    fields = [name for name in Merge.__struct_fields__ if name != "details"]
    details = msgspec.json.decode(row["details"], type=MergeDetails)
    return Merge(**{name: row[name] for name in fields}, details=details)
