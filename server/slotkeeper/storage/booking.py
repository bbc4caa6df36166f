"""Bookings, and how one is won: a live hold is confirmed, or nothing is."""

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.busy import THIS_BOOKING, in_the_way, is_blocked
from slotkeeper.storage.database import Reader, Row, Transaction

COLUMNS = """id, clinic_id, practitioner_id, appointment_type_id, location_id, state, starts_at,
  ends_at, busy_from, busy_until, expires_at, extensions, visitor, held_at, patient_id, reference,
  manage_key, made_at, note, cancelled_by, cancel_reason, awaits, revision, seat, moves"""


async def book_hold(
    tx: Transaction,
    booking: Booking,
    *,
    local_start: str,
    time_zone: str,
    flags: str,
    near_patient_id: int | None = None,
) -> bool:
    """Turn a live hold into what `booking` says: confirmed, or paying or pending until it expires.
    False where the hold is no longer live or something else takes the time.

    `booking` carries patient, reference, manage key, note and `made_at`, which is the present
    instant; `near_patient_id` is whom staff should compare the patient with.
    """
    changed = await tx.execute(
        _BOOK_HOLD,
        booking.id,
        booking.clinic_id,
        booking.made_at,
        booking.patient_id,
        booking.reference,
        booking.manage_key,
        booking.note,
        local_start,
        time_zone,
        flags,
        booking.state,
        booking.expires_at,
        booking.awaits,
        near_patient_id,
    )
    return changed == 1


TIME_IS_FREE = f"""NOT EXISTS (
  SELECT 1 FROM booking AS other WHERE {in_the_way(THIS_BOOKING, "$3", "booking.id")}
)"""  # noqa: S608 - built from the condition in busy.py

_BOOK_HOLD = f"""
UPDATE booking SET state = $11, expires_at = $12, made_at = $3, patient_id = $4,
  reference = $5, manage_key = $6, note = $7, local_start = $8, time_zone = $9, flags = $10,
  awaits = $13, near_patient_id = $14
WHERE id = $1 AND clinic_id = $2 AND state = 'held' AND expires_at > $3 AND {TIME_IS_FREE}"""  # noqa: S608


async def lock_paid_time(tx: Transaction, clinic_id: int, booking_id: int, now: int) -> bool:
    """Keep the time of a booking whose payment is authorised, for good; False where something else
    has taken it, it was let go, or a block was made when its deadline was over. The caller holds
    the practitioner's lock row.
    """
    return await tx.execute(_LOCK_PAID_TIME, booking_id, clinic_id, now) == 1


_IS_OPEN = f"""(expires_at IS NULL OR expires_at > $3
  OR NOT {is_blocked("booking.practitioner_id", "booking.busy_from", "booking.busy_until")})"""
_LOCK_PAID_TIME = f"""
UPDATE booking SET expires_at = NULL
WHERE id = $1 AND clinic_id = $2 AND state = 'paying' AND {_IS_OPEN} AND {TIME_IS_FREE}"""  # noqa: S608


async def confirm_paid(tx: Transaction, clinic_id: int, booking_id: int, now: int) -> bool:
    """Confirm a booking whose time was locked; False where it was let go."""
    changed = await tx.execute(
        """UPDATE booking SET state = 'confirmed', made_at = $3, revision = revision + 1
           WHERE id = $1 AND clinic_id = $2 AND state = 'paying' AND expires_at IS NULL""",
        booking_id,
        clinic_id,
        now,
    )
    return changed == 1


async def let_booking_go(tx: Transaction, clinic_id: int, booking_id: int) -> None:
    """The time of a booking that was not paid is free again, or that of a hold whose difference was
    not: the booking that it moves stays. Nothing happens to any other.
    """
    await tx.execute(
        """UPDATE booking SET state = 'cancelled', expires_at = NULL, cancelled_by = 'payment',
             revision = revision + 1
           WHERE id = $1 AND clinic_id = $2 AND state = 'paying'""",
        booking_id,
        clinic_id,
    )
    await tx.execute(
        """UPDATE booking SET expires_at = held_at
           WHERE id = $1 AND clinic_id = $2 AND state = 'held' AND moves > 0""",
        booking_id,
        clinic_id,
    )


async def is_time_taken(tx: Transaction, clinic_id: int, booking_id: int, now: int) -> bool:
    """Whether something else takes the time of that booking, or a block was made after it ended."""
    row = await tx.fetch_one(_IS_FREE, booking_id, clinic_id, now)
    return row is None


_IS_FREE = f"""SELECT id FROM booking
WHERE id = $1 AND clinic_id = $2 AND {_IS_OPEN} AND {TIME_IS_FREE}"""  # noqa: S608


async def find_booking(reader: Reader, clinic_id: int, booking_id: int) -> Booking | None:
    """One hold or booking of that clinic."""
    row = await reader.fetch_one(
        f"SELECT {COLUMNS} FROM booking WHERE id = $1 AND clinic_id = $2",  # noqa: S608
        booking_id,
        clinic_id,
    )
    return None if row is None else booking_of(row)


def booking_of(row: Row) -> Booking:
    """A row of COLUMNS as a value."""
    return Booking(
        id=row["id"],
        clinic_id=row["clinic_id"],
        practitioner_id=row["practitioner_id"],
        appointment_type_id=row["appointment_type_id"],
        location_id=row["location_id"],
        state=row["state"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        busy_from=row["busy_from"],
        busy_until=row["busy_until"],
        expires_at=row["expires_at"],
        extensions=row["extensions"],
        visitor=row["visitor"],
        held_at=row["held_at"],
        patient_id=row["patient_id"],
        reference=row["reference"] or "",
        manage_key=row["manage_key"] or "",
        made_at=row["made_at"],
        note=row["note"],
        cancelled_by=row["cancelled_by"] or "",
        cancel_reason=row["cancel_reason"],
        awaits=row["awaits"],
        revision=row["revision"],
        seat=row["seat"],
        moves=row["moves"],
    )
