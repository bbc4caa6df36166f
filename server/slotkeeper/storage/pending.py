"""Bookings that wait for an answer: the patient's, by a link, or the clinic's (T2)."""

from collections.abc import Sequence

from msgspec import Struct

from slotkeeper.domain.booking import Awaits, Booking
from slotkeeper.storage.booking import COLUMNS, TIME_IS_FREE, booking_of
from slotkeeper.storage.database import Reader, Row, Transaction


class Waiting(Struct, frozen=True, kw_only=True):
    """A booking that waits for the clinic, with the patient who asks; `near_*` is who that patient
    may be, "" and None for nobody.
    """

    booking: Booking
    patient: str
    email: str
    phone: str
    flags: str
    near_id: int | None
    near_name: str


async def confirm_pending(
    tx: Transaction, clinic_id: int, booking_id: int, awaits: Awaits, now: int
) -> bool:
    """The answer is yes. False where it does not wait for that answer any more, its time to answer
    is over, or something else takes the time. The caller holds the practitioner's lock row.
    """
    return await tx.execute(_CONFIRM, booking_id, clinic_id, now, awaits) == 1


_CONFIRM = f"""UPDATE booking SET state = 'confirmed', awaits = '', expires_at = NULL,
  revision = revision + 1
WHERE id = $1 AND clinic_id = $2 AND state = 'pending' AND awaits = $4 AND expires_at > $3
  AND {TIME_IS_FREE}"""  # noqa: S608 - built from the condition in busy.py


async def decline_pending(
    tx: Transaction, clinic_id: int, booking_id: int, reason: str, now: int
) -> bool:
    """The clinic's answer is no, and the time is free. False as above."""
    changed = await tx.execute(
        """UPDATE booking SET state = 'cancelled', awaits = '', expires_at = NULL,
             cancelled_by = 'declined', cancelled_at = $3, cancel_reason = $4,
             revision = revision + 1
           WHERE id = $1 AND clinic_id = $2 AND state = 'pending' AND awaits = 'clinic'
             AND expires_at > $3""",
        booking_id,
        clinic_id,
        now,
        reason,
    )
    return changed == 1


async def end_overdue(tx: Transaction, clinic_id: int, booking_id: int, now: int) -> bool:
    """Nobody answered in time. False where somebody did, or it was ended already."""
    changed = await tx.execute(
        """UPDATE booking SET state = 'cancelled', awaits = '', expires_at = NULL,
             cancelled_by = 'deadline', cancelled_at = $3, revision = revision + 1
           WHERE id = $1 AND clinic_id = $2 AND state = 'pending' AND expires_at <= $3""",
        booking_id,
        clinic_id,
        now,
    )
    return changed == 1


async def find_overdue(reader: Reader, now: int, most: int) -> list[tuple[int, int]]:
    """Clinic and booking of those whose time to answer is over, the longest over first."""
    rows = await reader.fetch(
        """SELECT clinic_id, id FROM booking WHERE state = 'pending' AND expires_at <= $1
           ORDER BY expires_at, id LIMIT $2""",
        now,
        most,
    )
    return [(row["clinic_id"], row["id"]) for row in rows]


async def count_waiting(reader: Reader, clinic_id: int, now: int) -> int:
    """How many wait for the clinic's answer."""
    row = await reader.fetch_one(
        """SELECT COUNT(*) AS waiting FROM booking
           WHERE clinic_id = $1 AND state = 'pending' AND awaits = 'clinic' AND expires_at > $2""",
        clinic_id,
        now,
    )
    return int(row["waiting"]) if row else 0


async def find_waiting(reader: Reader, clinic_id: int, now: int, most: int = 200) -> list[Waiting]:
    """Those that wait for the clinic's answer, the first to run out first."""
    columns = ", ".join(f"booking.{each.strip()}" for each in COLUMNS.split(","))
    rows = await reader.fetch(
        f"""SELECT {columns}, booking.flags, patient.first_name, patient.last_name, patient.email,
              patient.phone, near.id AS near_id, near.first_name AS near_first,
              near.last_name AS near_last
            FROM booking JOIN patient ON patient.id = booking.patient_id
            LEFT JOIN patient AS near ON near.id = booking.near_patient_id
            WHERE booking.clinic_id = $1 AND booking.state = 'pending'
              AND booking.awaits = 'clinic' AND booking.expires_at > $2
            ORDER BY booking.expires_at, booking.id LIMIT $3""",  # noqa: S608 - our own names
        clinic_id,
        now,
        most,
    )
    return [_waiting(row) for row in rows]


async def find_near_patients(
    reader: Reader, clinic_id: int, booking_ids: Sequence[int]
) -> dict[int, tuple[int, str]]:
    """Whom the patients of those bookings may be: id and name, by booking."""
    marks = ", ".join(f"${number}" for number in range(2, 2 + len(booking_ids))) or "NULL"
    rows = await reader.fetch(
        f"""SELECT booking.id AS booking_id, near.id, near.first_name, near.last_name
            FROM booking JOIN patient AS near ON near.id = booking.near_patient_id
            WHERE booking.clinic_id = $1 AND booking.id IN ({marks})""",  # noqa: S608 - placeholders
        clinic_id,
        *booking_ids,
    )
    return {
        row["booking_id"]: (row["id"], f"{row['first_name']} {row['last_name']}") for row in rows
    }


def _waiting(row: Row) -> Waiting:
    near = f"{row['near_first']} {row['near_last']}" if row["near_id"] else ""
    return Waiting(
        booking=booking_of(row),
        patient=f"{row['first_name']} {row['last_name']}",
        email=row["email"],
        phone=row["phone"],
        flags=row["flags"],
        near_id=row["near_id"],
        near_name=near,
    )
