"""Where patients stand on the ladder of trust (T2)."""

from typing import Any

import msgspec

from slotkeeper.domain.trust import Standing
from slotkeeper.storage.database import Reader, Row, Transaction

COLUMNS = """trust, trust_until, trust_reason, trust_by, trust_note, trust_at, trust_staff,
  trust_below"""


async def lock_standing(tx: Transaction, clinic_id: int, patient_id: int) -> Standing | None:
    """Where a patient stands; nobody else changes it in this transaction's time. None for a
    patient that the clinic has not.
    """
    row = await tx.fetch_one(
        f"""UPDATE patient SET revision = revision + 1 WHERE id = $1 AND clinic_id = $2
            RETURNING {COLUMNS}""",  # noqa: S608 - our own names
        patient_id,
        clinic_id,
    )
    return None if row is None else standing_of(row)


async def save_standing(
    tx: Transaction, clinic_id: int, patient_id: int, standing: Standing
) -> None:
    """Put a patient there. The caller has locked what stood before."""
    await tx.execute(
        """UPDATE patient SET trust = $3, trust_until = $4, trust_reason = $5, trust_by = $6,
             trust_note = $7, trust_at = $8, trust_staff = $9, trust_below = $10
           WHERE id = $1 AND clinic_id = $2""",
        patient_id,
        clinic_id,
        standing.step,
        standing.until,
        standing.reason,
        standing.by,
        standing.note,
        standing.since,
        standing.staff_id,
        msgspec.json.encode(standing.below).decode() if standing.below else "",
    )


async def find_standing(reader: Reader, clinic_id: int, patient_id: int) -> Standing | None:
    """Where a patient stands; None for a patient that the clinic has not."""
    row = await reader.fetch_one(
        f"SELECT {COLUMNS} FROM patient WHERE id = $1 AND clinic_id = $2",  # noqa: S608 - as above
        patient_id,
        clinic_id,
    )
    return None if row is None else standing_of(row)


async def count_try(tx: Transaction, clinic_id: int, patient_id: int, now: int) -> None:
    """Somebody whom the clinic asks to call has tried to book online."""
    await tx.execute(
        """UPDATE patient SET trust_tries = trust_tries + 1, trust_tried_at = $3
           WHERE id = $1 AND clinic_id = $2""",
        patient_id,
        clinic_id,
        now,
    )


def standing_of(row: Row | dict[str, Any]) -> Standing:
    """A row of COLUMNS as a value."""
    below = row["trust_below"]
    return Standing(
        step=row["trust"],
        until=row["trust_until"],
        reason=row["trust_reason"],
        by=row["trust_by"],
        note=row["trust_note"],
        since=row["trust_at"],
        staff_id=row["trust_staff"],
        below=msgspec.json.decode(below, type=Standing) if below else None,
    )
