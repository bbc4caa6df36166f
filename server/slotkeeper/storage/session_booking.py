"""Who has, or had, a place of one session, and how all of them change their time together."""

from msgspec import Struct

from slotkeeper.domain.booking import Booking, State
from slotkeeper.storage.busy import takes_time
from slotkeeper.storage.database import Reader, Transaction


class Attendance(Struct, frozen=True, kw_only=True):
    """One booking of a session. `is_there` where it takes a place at that instant; `is_made` is
    False for a hold. `cancelled_at` in epoch seconds, 0 for one that was not.
    """

    id: int
    revision: int
    state: State
    is_there: bool
    is_made: bool
    cancelled_by: str
    location_id: int | None
    cancelled_at: int


async def find_attendances(
    reader: Reader, practitioner_id: int, kind_id: int, starts_at: int, now: int
) -> list[Attendance]:
    """All of that practitioner's session, by who made theirs first."""
    rows = await reader.fetch(_FIND, practitioner_id, kind_id, starts_at, now)
    return [
        Attendance(
            id=row["id"],
            revision=row["revision"],
            state=row["state"],
            is_there=bool(row["is_there"]),
            is_made=row["made_at"] is not None,
            cancelled_by=row["cancelled_by"] or "",
            location_id=row["location_id"],
            cancelled_at=row["cancelled_at"] or 0,
        )
        for row in rows
    ]


_FIND = f"""
SELECT other.id, other.revision, other.state, other.made_at, other.cancelled_by,
  other.location_id, other.cancelled_at, CASE WHEN {takes_time("$4")} THEN 1 ELSE 0 END AS is_there
FROM booking AS other
WHERE other.practitioner_id = $1 AND other.appointment_type_id = $2 AND other.starts_at = $3
  AND other.busy_from <= $3 AND other.busy_from > CAST($3 AS BIGINT) - 86400 AND other.seat > 0
ORDER BY other.id"""  # noqa: S608 - built from the condition in busy.py


async def park(tx: Transaction, booking: Booking) -> bool:
    """It takes no time until `save_moved` in the same transaction, so that several can change their
    times together; False where somebody changed it since that revision.
    """
    changed = await tx.execute(
        """UPDATE booking SET state = 'cancelled' WHERE id = $1 AND clinic_id = $2
             AND revision = $3 AND state IN ('confirmed', 'arrived')""",
        booking.id,
        booking.clinic_id,
        booking.revision,
    )
    return changed == 1
