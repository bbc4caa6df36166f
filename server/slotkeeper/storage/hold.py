"""Holds: the statements that decide who gets a time (DESIGN.md, No double booking)."""

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.booking import COLUMNS, booking_of
from slotkeeper.storage.busy import THIS_BOOKING, Place, in_the_way, is_blocked
from slotkeeper.storage.database import Reader, Transaction


async def insert_hold(
    tx: Transaction, booking: Booking, *, address_key: str, now: int
) -> int | None:
    """Place a hold unless something takes that time, the booking that it moves aside; the new id,
    or None where it is taken.

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
        booking.seat,
        booking.moves,
    )
    return None if row is None else int(row["id"])


_WANTED = Place(*(f"CAST(${number} AS BIGINT)" for number in (2, 3, 5, 7, 8, 15)))
_NOW = "CAST($14 AS BIGINT)"
_INSERT_HOLD = f"""
INSERT INTO booking (clinic_id, practitioner_id, appointment_type_id, location_id, state,
  starts_at, ends_at, busy_from, busy_until, held_at, expires_at, extensions, visitor, address_key,
  seat, moves)
SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT),
  'held', CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT),
  CAST($9 AS BIGINT), CAST($10 AS BIGINT), CAST($11 AS BIGINT), CAST($12 AS TEXT),
  CAST($13 AS TEXT), CAST($15 AS BIGINT), CAST($16 AS BIGINT)
WHERE NOT EXISTS (
  SELECT 1 FROM booking AS other WHERE {in_the_way(_WANTED, _NOW, "CAST($16 AS BIGINT)")}
) AND NOT {is_blocked("CAST($2 AS BIGINT)", "CAST($7 AS BIGINT)", "CAST($8 AS BIGINT)")}
RETURNING id"""  # noqa: S608 - built from the condition in busy.py


async def extend_hold(
    tx: Transaction, clinic_id: int, hold_id: int, *, until: int, now: int, most: int
) -> bool:
    """Keep a live hold longer; False where it is over, was extended `most` times, or went to
    somebody whose server's clock was ahead of ours.
    """
    return await tx.execute(_EXTEND_HOLD, hold_id, clinic_id, until, now, most) == 1


_EXTEND_HOLD = f"""
UPDATE booking SET expires_at = $3, extensions = extensions + 1
WHERE id = $1 AND clinic_id = $2 AND state = 'held' AND expires_at > $4 AND extensions < $5
  AND NOT EXISTS (
    SELECT 1 FROM booking AS other WHERE {in_the_way(THIS_BOOKING, "$4", "booking.id")}
      AND other.id <> booking.moves
  )"""  # noqa: S608 - built from the condition in busy.py


async def delete_hold(tx: Transaction, clinic_id: int, hold_id: int) -> None:
    """Release a hold; nothing happens where it is gone or became a booking. What was offered to the
    waiting list, or was to be paid for, stays on record and is over, also for a server whose clock
    is behind.
    """
    await tx.execute(_END_KNOWN, hold_id, clinic_id)
    await tx.execute(_DELETE_HOLD, hold_id, clinic_id)


_IS_KNOWN = """(EXISTS (SELECT 1 FROM waitlist_offer WHERE waitlist_offer.hold_id = booking.id)
  OR EXISTS (SELECT 1 FROM paid_move WHERE paid_move.hold_id = booking.id))"""
_END_KNOWN = f"""
UPDATE booking SET expires_at = 0
WHERE id = $1 AND clinic_id = $2 AND state = 'held' AND {_IS_KNOWN}"""  # noqa: S608 - our own condition
_DELETE_HOLD = f"""
DELETE FROM booking
WHERE id = $1 AND clinic_id = $2 AND state = 'held' AND NOT {_IS_KNOWN}"""  # noqa: S608 - as above


async def delete_holds_before(tx: Transaction, clinic_id: int, expired_before: int) -> int:
    """Forget holds that ended before that instant, but for those that were offered to the waiting
    list or were to be paid for; how many. Nothing rests on it (H9).
    """
    return await tx.execute(_DELETE_BEFORE, clinic_id, expired_before)


_DELETE_BEFORE = f"""
DELETE FROM booking
WHERE clinic_id = $1 AND state = 'held' AND expires_at < $2 AND NOT {_IS_KNOWN}"""  # noqa: S608 - as above


async def find_holds_of_visitor(reader: Reader, clinic_id: int, visitor: str) -> list[Booking]:
    """The holds of one visitor, live or over."""
    rows = await reader.fetch(
        f"SELECT {COLUMNS} FROM booking WHERE clinic_id = $1 AND visitor = $2 AND state = 'held'",  # noqa: S608
        clinic_id,
        visitor,
    )
    return [booking_of(row) for row in rows]


async def find_holds_to_move(
    reader: Reader, clinic_id: int, booking_id: int, now: int
) -> list[Booking]:
    """The live holds of new times for one booking, whoever placed them."""
    rows = await reader.fetch(
        f"""SELECT {COLUMNS} FROM booking
            WHERE clinic_id = $1 AND moves = $2 AND state = 'held' AND expires_at > $3""",  # noqa: S608 - our own columns
        clinic_id,
        booking_id,
        now,
    )
    return [booking_of(row) for row in rows]


async def count_live_holds(reader: Reader, clinic_id: int, now: int) -> int:
    """How many live holds the clinic has, payments under way among them."""
    row = await reader.fetch_one(
        """SELECT COUNT(*) AS live FROM booking
           WHERE clinic_id = $1 AND state IN ('held', 'paying') AND expires_at > $2""",
        clinic_id,
        now,
    )
    return int(row["live"]) if row else 0


async def count_live_holds_from(reader: Reader, clinic_id: int, address_key: str, now: int) -> int:
    """How many of them are from that network address."""
    row = await reader.fetch_one(
        """SELECT COUNT(*) AS live FROM booking
           WHERE clinic_id = $1 AND address_key = $2 AND state IN ('held', 'paying')
             AND expires_at > $3""",
        clinic_id,
        address_key,
        now,
    )
    return int(row["live"]) if row else 0
