"""Where patients stand on the ladder of trust (T2)."""

from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from slotkeeper.domain.trust import Standing
from slotkeeper.storage.database import Reader, Row, Transaction

COLUMNS = """trust, trust_until, trust_reason, trust_by, trust_note, trust_at, trust_staff,
  trust_below"""


class OnStep(Struct, frozen=True, kw_only=True):
    """A patient with a standing. `tries` is how often they tried to book while asked to call, the
    last time at `tried_at` (epoch seconds).
    """

    id: int
    name: str
    email: str
    phone: str
    standing: Standing
    staff_name: str
    tries: int
    tried_at: int | None


_SELECT = f"""SELECT {", ".join(f"patient.{each.strip()}" for each in COLUMNS.split(","))},
  patient.id, patient.first_name, patient.last_name, patient.email, patient.phone,
  patient.trust_tries, patient.trust_tried_at, staff.name AS staff_name
FROM patient LEFT JOIN staff ON staff.id = patient.trust_staff"""  # noqa: S608 - our own names


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


async def find_person(
    reader: Reader, clinic_id: int, patient_id: int
) -> tuple[str, str, str, date | None] | None:
    """E-mail, phone, name key and birth date: that by which a patient is recognised."""
    row = await reader.fetch_one(
        """SELECT email, phone, name_key, birth_date FROM patient
           WHERE id = $1 AND clinic_id = $2""",
        patient_id,
        clinic_id,
    )
    if row is None:
        return None
    born = date.fromisoformat(row["birth_date"]) if row["birth_date"] else None
    return row["email"], row["phone"], row["name_key"], born


async def find_on_steps(reader: Reader, clinic_id: int, most: int) -> list[OnStep]:
    """Patients whom staff or a rule have put on a step, also where its time is over; the last put
    there first. Records that were merged into another are left out.
    """
    rows = await reader.fetch(
        f"""{_SELECT}
            WHERE patient.clinic_id = $1 AND patient.trust <> 'normal'
              AND patient.merged_into IS NULL
            ORDER BY patient.trust_at DESC, patient.id DESC LIMIT $2""",
        clinic_id,
        most,
    )
    return [_on_step(row) for row in rows]


async def find_on_step(reader: Reader, clinic_id: int, patient_id: int) -> OnStep | None:
    """The same of one patient, on whichever step; None for a patient that the clinic has not."""
    row = await reader.fetch_one(
        f"""{_SELECT}
            WHERE patient.clinic_id = $1 AND patient.id = $2""",
        clinic_id,
        patient_id,
    )
    return None if row is None else _on_step(row)


async def find_outlasted(reader: Reader, now: int, most: int) -> list[tuple[int, int]]:
    """Clinic and patient where a rule's time is over and something stands below it."""
    rows = await reader.fetch(
        """SELECT clinic_id, id FROM patient
           WHERE trust <> 'normal' AND trust_below <> '' AND trust_until <= $1
           ORDER BY id LIMIT $2""",
        now,
        most,
    )
    return [(row["clinic_id"], row["id"]) for row in rows]


async def count_try(tx: Transaction, clinic_id: int, patient_id: int, now: int) -> None:
    """Somebody whom the clinic asks to call has tried to book online."""
    await tx.execute(
        """UPDATE patient SET trust_tries = trust_tries + 1, trust_tried_at = $3
           WHERE id = $1 AND clinic_id = $2""",
        patient_id,
        clinic_id,
        now,
    )


def _on_step(row: Row) -> OnStep:
    return OnStep(
        id=row["id"],
        name=f"{row['first_name']} {row['last_name']}",
        email=row["email"],
        phone=row["phone"],
        standing=standing_of(row),
        staff_name=row["staff_name"] or "",
        tries=row["trust_tries"],
        tried_at=row["trust_tried_at"],
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
