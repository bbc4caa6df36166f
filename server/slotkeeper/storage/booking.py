"""Holds and bookings: the statements that decide who gets a time (DESIGN.md, No double booking)."""

from collections.abc import Sequence

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.database import Reader, Row, Transaction

TAKES_TIME = "other.state IN ('paying', 'confirmed', 'fulfilled', 'noshow')"

_COLUMNS = """id, clinic_id, practitioner_id, appointment_type_id, location_id, state, starts_at,
  ends_at, busy_from, busy_until, expires_at, extensions, visitor, held_at, patient_id, reference,
  manage_key, made_at, note"""


async def lock_practitioner(tx: Transaction, practitioner_id: int) -> None:
    """Take the lock row: every change of a practitioner's time starts here. Read the clock after
    it.
    """
    await tx.fetch_one(
        "UPDATE practitioner SET version = version + 1 WHERE id = $1 RETURNING version",
        practitioner_id,
    )


async def lock_practitioner_of(tx: Transaction, clinic_id: int, booking_id: int) -> None:
    """The same for the practitioner whose time that booking takes."""
    await tx.fetch_one(
        """UPDATE practitioner SET version = version + 1
           WHERE id = (SELECT practitioner_id FROM booking WHERE id = $1 AND clinic_id = $2)
           RETURNING version""",
        booking_id,
        clinic_id,
    )


async def insert_hold(
    tx: Transaction, booking: Booking, *, address_key: str, now: int
) -> int | None:
    """Place a hold unless something takes that time; the new id, or None where it is taken.

    The caller holds the practitioner's lock row and read `now` after it.
    """
    row = await tx.fetch_one(
        _INSERT_HOLD,
        booking.clinic_id,
        booking.practitioner_id,
        booking.appointment_type_id,
        booking.location_id,
        booking.starts_at,
        booking.ends_at,
        booking.busy_from,
        booking.busy_until,
        booking.held_at,
        booking.expires_at,
        booking.extensions,
        booking.visitor,
        address_key,
        now,
    )
    return None if row is None else int(row["id"])


_INSERT_HOLD = f"""
INSERT INTO booking (clinic_id, practitioner_id, appointment_type_id, location_id, state,
  starts_at, ends_at, busy_from, busy_until, held_at, expires_at, extensions, visitor, address_key)
SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT),
  'held', CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT),
  CAST($9 AS BIGINT), CAST($10 AS BIGINT), CAST($11 AS BIGINT), CAST($12 AS TEXT), CAST($13 AS TEXT)
WHERE NOT EXISTS (
  SELECT 1 FROM booking AS other
  WHERE other.practitioner_id = CAST($2 AS BIGINT)
    AND other.busy_from < CAST($8 AS BIGINT) AND other.busy_from > CAST($7 AS BIGINT) - 86400
    AND other.busy_until > CAST($7 AS BIGINT)
    AND ({TAKES_TIME} OR (other.state = 'held' AND other.expires_at > CAST($14 AS BIGINT)))
)
RETURNING id"""  # noqa: S608 - built from the constant above


async def confirm_hold(
    tx: Transaction, booking: Booking, *, local_start: str, time_zone: str, flags: str
) -> bool:
    """Turn a live hold into a confirmed booking; False where it is no longer live or something else
    takes the time.

    `booking` carries patient, reference, manage key, note and `made_at`, which is the present
    instant.
    """
    changed = await tx.execute(
        _CONFIRM_HOLD,
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
    )
    return changed == 1


_CONFIRM_HOLD = f"""
UPDATE booking SET state = 'confirmed', expires_at = NULL, made_at = $3, patient_id = $4,
  reference = $5, manage_key = $6, note = $7, local_start = $8, time_zone = $9, flags = $10
WHERE id = $1 AND clinic_id = $2 AND state = 'held' AND expires_at > $3 AND NOT EXISTS (
  SELECT 1 FROM booking AS other
  WHERE other.practitioner_id = booking.practitioner_id AND other.id <> booking.id
    AND other.busy_from < booking.busy_until AND other.busy_from > booking.busy_from - 86400
    AND other.busy_until > booking.busy_from
    AND ({TAKES_TIME} OR (other.state = 'held' AND other.expires_at > $3))
)"""  # noqa: S608 - built from the constant above


async def extend_hold(
    tx: Transaction, clinic_id: int, hold_id: int, *, until: int, now: int, most: int
) -> bool:
    """Keep a live hold longer; False where it is over or was extended `most` times."""
    changed = await tx.execute(
        """UPDATE booking SET expires_at = $3, extensions = extensions + 1
           WHERE id = $1 AND clinic_id = $2 AND state = 'held' AND expires_at > $4
             AND extensions < $5""",
        hold_id,
        clinic_id,
        until,
        now,
        most,
    )
    return changed == 1


async def delete_hold(tx: Transaction, clinic_id: int, hold_id: int) -> None:
    """Release a hold; nothing happens where it is gone or became a booking."""
    await tx.execute(
        "DELETE FROM booking WHERE id = $1 AND clinic_id = $2 AND state = 'held'",
        hold_id,
        clinic_id,
    )


async def delete_holds_before(tx: Transaction, clinic_id: int, expired_before: int) -> int:
    """Forget holds that ended before that instant; how many. Nothing rests on it (H9)."""
    return await tx.execute(
        "DELETE FROM booking WHERE clinic_id = $1 AND state = 'held' AND expires_at < $2",
        clinic_id,
        expired_before,
    )


async def find_holds_of_visitor(reader: Reader, clinic_id: int, visitor: str) -> list[Booking]:
    """The holds of one visitor, live or over."""
    rows = await reader.fetch(
        f"SELECT {_COLUMNS} FROM booking WHERE clinic_id = $1 AND visitor = $2 AND state = 'held'",  # noqa: S608
        clinic_id,
        visitor,
    )
    return [_booking(row) for row in rows]


async def find_booking(reader: Reader, clinic_id: int, booking_id: int) -> Booking | None:
    """One hold or booking of that clinic."""
    row = await reader.fetch_one(
        f"SELECT {_COLUMNS} FROM booking WHERE id = $1 AND clinic_id = $2",  # noqa: S608
        booking_id,
        clinic_id,
    )
    return None if row is None else _booking(row)


async def count_live_holds(reader: Reader, clinic_id: int, now: int) -> int:
    """How many live holds the clinic has."""
    row = await reader.fetch_one(
        """SELECT COUNT(*) AS live FROM booking
           WHERE clinic_id = $1 AND state = 'held' AND expires_at > $2""",
        clinic_id,
        now,
    )
    return int(row["live"]) if row else 0


async def count_live_holds_from(reader: Reader, clinic_id: int, address_key: str, now: int) -> int:
    """How many of them are from that network address."""
    row = await reader.fetch_one(
        """SELECT COUNT(*) AS live FROM booking
           WHERE clinic_id = $1 AND address_key = $2 AND state = 'held' AND expires_at > $3""",
        clinic_id,
        address_key,
        now,
    )
    return int(row["live"]) if row else 0


class BusyTimes(dict[int, list[tuple[int, int]]]):
    """Padded intervals by practitioner id; `valid_until` is the earliest expiry of a hold among
    them, or None.
    """

    valid_until: int | None = None


async def find_busy(reader: Reader, clinic_id: int, first: int, until: int, now: int) -> BusyTimes:
    """What takes time at that clinic and meets [first, until); bounded on both sides, so flat in
    the number of bookings.
    """
    rows = await reader.fetch(_FIND_BUSY, clinic_id, first, until, now)
    return _busy_times(rows)


_FIND_BUSY = f"""
SELECT other.practitioner_id, other.busy_from, other.busy_until,
  CASE WHEN other.state = 'held' THEN other.expires_at END AS expires_at
FROM booking AS other
WHERE other.clinic_id = $1 AND other.busy_from < $3 AND other.busy_from > $2 - 86400
  AND other.busy_until > $2
  AND ({TAKES_TIME} OR (other.state = 'held' AND other.expires_at > $4))"""  # noqa: S608 - built from the constant above


async def count_booked(
    reader: Reader, clinic_id: int, first: int, until: int, now: int
) -> dict[int, int]:
    """Bookings and live holds that start in [first, until) by practitioner id: who is the least
    booked that day.
    """
    rows = await reader.fetch(_COUNT_BOOKED, clinic_id, first, until, now)
    return {int(row["practitioner_id"]): int(row["booked"]) for row in rows}


_COUNT_BOOKED = f"""
SELECT other.practitioner_id, COUNT(*) AS booked FROM booking AS other
WHERE other.clinic_id = $1 AND other.busy_from < $3 AND other.busy_from > $2 - 86400
  AND other.starts_at >= $2 AND other.starts_at < $3
  AND ({TAKES_TIME} OR (other.state = 'held' AND other.expires_at > $4))
GROUP BY other.practitioner_id"""  # noqa: S608 - built from the constant above


def _busy_times(rows: Sequence[Row]) -> BusyTimes:
    busy = BusyTimes()
    for row in rows:
        busy.setdefault(row["practitioner_id"], []).append((row["busy_from"], row["busy_until"]))
    busy.valid_until = min(
        (row["expires_at"] for row in rows if row["expires_at"] is not None), default=None
    )
    return busy


def _booking(row: Row) -> Booking:
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
    )
