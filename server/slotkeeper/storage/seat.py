"""The places of a session: who has which. Whoever takes one holds the practitioner's lock row."""

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.busy import takes_time
from slotkeeper.storage.database import Reader, Transaction


async def find_seats(
    reader: Reader,
    practitioner_id: int,
    kind_id: int,
    starts_at: int,
    now: int,
    leave_out: int = 0,
) -> list[int]:
    """The seats of that session that are held or booked at `now`; without the booking
    `leave_out`.
    """
    rows = await reader.fetch(_FIND, practitioner_id, kind_id, starts_at, now, leave_out)
    return [int(row["seat"]) for row in rows]


_FIND = f"""
SELECT other.seat FROM booking AS other
WHERE other.practitioner_id = $1 AND other.appointment_type_id = $2 AND other.starts_at = $3
  AND other.busy_from <= $3 AND other.busy_from > CAST($3 AS BIGINT) - 86400
  AND other.id <> $5 AND other.seat > 0 AND {takes_time("$4")}
ORDER BY other.seat"""  # noqa: S608 - built from the condition in busy.py


async def save_seat(tx: Transaction, booking: Booking, seat: int) -> None:
    """Another seat of the same session, for a booking that takes no time at this moment."""
    await tx.execute(
        "UPDATE booking SET seat = $3 WHERE id = $1 AND clinic_id = $2",
        booking.id,
        booking.clinic_id,
        seat,
    )
