"""Where bookings were before they were moved, and what was told of that (docs/adr/0038)."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.told import TOLD_OF, MovedBy, ToldRow, Was
from slotkeeper.storage.database import Reader, Row, Transaction
from slotkeeper.storage.outbox import Delivery


async def insert_move(tx: Transaction, before: Booking, moved_by: MovedBy, now: int) -> None:
    """It has left where `before` has it, by the revision that follows."""
    await tx.execute(
        """INSERT INTO booking_move (booking_id, revision, clinic_id, practitioner_id, location_id,
             starts_at, ends_at, moved_by, moved_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        before.id,
        before.revision + 1,
        before.clinic_id,
        before.practitioner_id,
        before.location_id,
        before.starts_at,
        before.ends_at,
        moved_by,
        now,
    )


async def find_starts_before(
    reader: Reader, clinic_id: int, series_id: int, at: int
) -> dict[int, int]:
    """When the bookings of a series that were moved at that instant began before, by their ids;
    epoch seconds.
    """
    rows = await reader.fetch(
        """SELECT booking_move.booking_id, booking_move.starts_at FROM booking_move
           JOIN booking ON booking.id = booking_move.booking_id
           WHERE booking.series_id = $1 AND booking.clinic_id = $2 AND booking_move.moved_at = $3
           ORDER BY booking_move.revision DESC""",
        series_id,
        clinic_id,
        at,
    )
    return {row["booking_id"]: row["starts_at"] for row in rows}


async def find_move(reader: Reader, clinic_id: int, booking_id: int, revision: str) -> Was | None:
    """Where that booking was before it got that revision; None where that was no move."""
    row = await reader.fetch_one(
        """SELECT practitioner_id, location_id, starts_at, ends_at, moved_by FROM booking_move
           WHERE clinic_id = $1 AND booking_id = $2 AND CAST(revision AS TEXT) = $3""",
        clinic_id,
        booking_id,
        revision,
    )
    return None if row is None else _was(row)


async def count_moves_by_patient(
    reader: Reader, clinic_id: int, booking_id: int, since: int
) -> int:
    """How often it was moved by its link after that instant (epoch seconds)."""
    row = await reader.fetch_one(
        """SELECT COUNT(*) AS moves FROM booking_move
           WHERE clinic_id = $1 AND booking_id = $2 AND moved_by = 'patient' AND moved_at > $3""",
        clinic_id,
        booking_id,
        since,
    )
    return int(row["moves"]) if row else 0


async def save_at_clinic_was(tx: Transaction, after: Booking, at_clinic: int) -> None:
    """What was left to be paid at the clinic, minor units, before the move to that revision."""
    await tx.execute(
        """UPDATE booking_move SET at_clinic_was = $4
           WHERE clinic_id = $1 AND booking_id = $2 AND revision = $3""",
        after.clinic_id,
        after.id,
        after.revision,
        at_clinic,
    )


async def find_at_clinic_was(
    reader: Reader, clinic_id: int, booking_id: int, revision: int
) -> int | None:
    """The same; None where that move did not change it."""
    row = await reader.fetch_one(
        """SELECT at_clinic_was FROM booking_move
           WHERE clinic_id = $1 AND booking_id = $2 AND revision = $3""",
        clinic_id,
        booking_id,
        revision,
    )
    return None if row is None else row["at_clinic_was"]


async def find_told_before(reader: Reader, delivery: Delivery) -> list[ToldRow]:
    """What was to be told to the same reader of the same booking by the same channel, up to this
    message, in that order.
    """
    rows = await reader.fetch(
        _FIND,
        delivery.clinic_id,
        delivery.booking_id,
        delivery.recipient,
        delivery.channel,
        delivery.target,
        delivery.id,
    )
    return [
        ToldRow(
            message=row["message"],
            state=row["state"],
            was=None if row["starts_at"] is None else _was(row),
        )
        for row in rows
    ]


_MESSAGES = ", ".join(f"'{each}'" for each in sorted(TOLD_OF))
_FIND = f"""
SELECT delivery.message, delivery.state, moved.practitioner_id, moved.location_id,
  moved.starts_at, moved.ends_at, moved.moved_by
FROM delivery LEFT JOIN booking_move AS moved ON moved.booking_id = delivery.booking_id
  AND delivery.message IN ('booking_moved', 'booking_moved_away')
  AND CAST(moved.revision AS TEXT) = delivery.occasion
WHERE delivery.clinic_id = $1 AND delivery.booking_id = $2 AND delivery.recipient = $3
  AND delivery.channel = $4 AND delivery.target = $5 AND delivery.id <= $6
  AND delivery.message IN ({_MESSAGES})
ORDER BY delivery.id"""  # noqa: S608 - our own words


def _was(row: Row) -> Was:
    return Was(
        practitioner_id=row["practitioner_id"],
        location_id=row["location_id"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        moved_by=row["moved_by"],
    )
