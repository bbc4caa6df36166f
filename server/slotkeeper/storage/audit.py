"""What was done at a clinic, by whom; written with the change it tells of, and never changed."""

import msgspec
from msgspec import Struct

from slotkeeper.storage.database import Reader, Row, Transaction

Details = dict[str, tuple[object, object]]
"""Name → what it was and what it is; the values are those of JSON."""


class AuditEntry(Struct, frozen=True, kw_only=True):
    """One thing that was done. `staff_id` is None for whoever runs the server, `subject` such as
    "booking", "patient", "staff", with its id; `at` in epoch seconds.
    """

    id: int = 0
    clinic_id: int
    staff_id: int | None
    at: int
    action: str
    subject: str
    subject_id: int
    details: Details = {}


async def insert_audit(tx: Transaction, entry: AuditEntry) -> None:
    """Write it down."""
    await tx.execute(
        """INSERT INTO audit (clinic_id, staff_id, at, action, subject, subject_id, details)
           VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        entry.clinic_id,
        entry.staff_id,
        entry.at,
        entry.action,
        entry.subject,
        entry.subject_id,
        msgspec.json.encode(entry.details).decode(),
    )


async def insert_audit_of_own_account(
    tx: Transaction, staff_id: int, action: str, now: int
) -> None:
    """What somebody did to the own account, at each of their clinics."""
    await tx.execute(
        """INSERT INTO audit (clinic_id, staff_id, at, action, subject, subject_id)
           SELECT clinic_id, staff_id, $2, $3, 'staff', staff_id FROM membership
           WHERE staff_id = $1""",
        staff_id,
        now,
        action,
    )


async def find_audit(
    reader: Reader, clinic_id: int, subject: str = "", subject_id: int = 0, limit: int = 200
) -> list[AuditEntry]:
    """What was done at a clinic, or there to one subject; the newest first."""
    rows = await reader.fetch(
        """SELECT id, clinic_id, staff_id, at, action, subject, subject_id, details FROM audit
           WHERE clinic_id = $1 AND ($2 = '' OR (subject = $2 AND subject_id = $3))
           ORDER BY at DESC, id DESC LIMIT $4""",
        clinic_id,
        subject,
        subject_id,
        limit,
    )
    return [entry_of(row) for row in rows]


def entry_of(row: Row) -> AuditEntry:
    """A row with all columns as a value."""
    return AuditEntry(
        id=row["id"],
        clinic_id=row["clinic_id"],
        staff_id=row["staff_id"],
        at=row["at"],
        action=row["action"],
        subject=row["subject"],
        subject_id=row["subject_id"],
        details=msgspec.json.decode(row["details"], type=Details),
    )
