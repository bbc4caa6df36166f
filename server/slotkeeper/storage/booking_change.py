"""What staff do with bookings: each one conditional statement, whose WHERE decides. Whoever changes
a time holds the lock row of each practitioner it is about.
"""

from msgspec import Struct

from slotkeeper.domain.booking import Booking, State
from slotkeeper.domain.told import MovedBy
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.booking_move import insert_move
from slotkeeper.storage.busy import THIS_BOOKING, Place, in_the_way, takes_time
from slotkeeper.storage.database import Reader, Transaction


class InTheWay(Struct, frozen=True, kw_only=True):
    """What takes a time: a booking, a payment under way, or a hold (`patient` is "" then). Instants
    in epoch seconds; `expires_at` None for what does not end by itself.
    """

    id: int
    state: State
    starts_at: int
    ends_at: int
    expires_at: int | None
    patient: str


async def insert_booking(
    tx: Transaction, booking: Booking, *, made_by: int, local_start: str, time_zone: str
) -> int | None:
    """A booking that never was a hold; its id, or None where something takes that time.

    `booking.made_at` is the present instant. Raises ConstraintBroken for a reference that exists.
    """
    row = await tx.fetch_one(
        _INSERT,
        booking.clinic_id,
        booking.practitioner_id,
        booking.appointment_type_id,
        booking.location_id,
        booking.starts_at,
        booking.ends_at,
        booking.busy_from,
        booking.busy_until,
        booking.made_at,
        booking.patient_id,
        booking.reference,
        booking.manage_key,
        booking.note,
        local_start,
        time_zone,
        made_by,
        booking.seat,
    )
    return None if row is None else int(row["id"])


_NEW = Place(*(f"CAST(${number} AS BIGINT)" for number in (2, 3, 5, 7, 8, 17)))
_INSERT = f"""
INSERT INTO booking (clinic_id, practitioner_id, appointment_type_id, location_id, state,
  starts_at, ends_at, busy_from, busy_until, held_at, made_at, patient_id, reference, manage_key,
  note, local_start, time_zone, made_by, seat)
SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), 'confirmed',
  CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT),
  CAST($9 AS BIGINT), CAST($9 AS BIGINT), CAST($10 AS BIGINT), CAST($11 AS TEXT),
  CAST($12 AS TEXT), CAST($13 AS TEXT), CAST($14 AS TEXT), CAST($15 AS TEXT), CAST($16 AS BIGINT),
  CAST($17 AS BIGINT)
WHERE NOT EXISTS (
  SELECT 1 FROM booking AS other WHERE {in_the_way(_NEW, "CAST($9 AS BIGINT)")}
)
RETURNING id"""  # noqa: S608 - built from the condition in busy.py


async def save_moved(
    tx: Transaction,
    booking: Booking,
    *,
    local_start: str,
    now: int,
    moved_by: MovedBy = "clinic",
    is_parked: bool = False,
) -> bool:
    """Practitioner, place, times, seat and state as `booking` has them, and where it was is written
    down; False where something takes that time, or somebody changed it since that revision.
    """
    before = await find_booking(tx, booking.clinic_id, booking.id)
    changed = await tx.execute(
        _MOVE_PARKED if is_parked else _MOVE,
        booking.id,
        booking.clinic_id,
        booking.revision,
        now,
        booking.practitioner_id,
        booking.location_id,
        booking.starts_at,
        booking.ends_at,
        booking.busy_from,
        booking.busy_until,
        local_start,
        booking.state,
        booking.seat,
        booking.appointment_type_id,
    )
    if before is None or changed != 1:
        return False
    await insert_move(tx, before, moved_by, now)
    return True


_THERE = Place(*(f"CAST(${number} AS BIGINT)" for number in (5, 14, 7, 9, 10, 13)))
_MOVE = f"""
UPDATE booking SET practitioner_id = $5, location_id = $6, starts_at = $7, ends_at = $8,
  busy_from = $9, busy_until = $10, local_start = $11, state = $12, seat = $13,
  revision = revision + 1
WHERE id = $1 AND clinic_id = $2 AND revision = $3 AND state IN ('confirmed', 'arrived')
  AND NOT EXISTS (
    SELECT 1 FROM booking AS other WHERE {in_the_way(_THERE, "$4", "$1")}
  )"""  # noqa: S608 - as above
_MOVE_PARKED = _MOVE.replace("state IN ('confirmed', 'arrived')\n", "state = 'cancelled'\n", 1)


class Cancelled(Struct, frozen=True, kw_only=True):
    """`by` is "clinic" or "patient", `reason` is for staff alone, `at` in epoch seconds."""

    by: str
    reason: str
    is_late: bool
    at: int


async def save_cancelled(tx: Transaction, booking: Booking, cancelled: Cancelled) -> bool:
    """The time is free again; False where somebody changed it since that revision, or it is none
    that could be cancelled: over already, or being paid.
    """
    changed = await tx.execute(
        """UPDATE booking SET state = 'cancelled', cancelled_by = $4, cancel_reason = $5,
             is_late = $6, cancelled_at = $7, expires_at = NULL, awaits = '',
             revision = revision + 1
           WHERE id = $1 AND clinic_id = $2 AND revision = $3
             AND state IN ('confirmed', 'arrived', 'pending')""",
        booking.id,
        booking.clinic_id,
        booking.revision,
        cancelled.by,
        cancelled.reason,
        int(cancelled.is_late),
        cancelled.at,
    )
    return changed == 1


async def save_restored(tx: Transaction, booking: Booking, now: int) -> bool:
    """Confirmed again, as if it had never been cancelled; False where something takes its time, or
    somebody changed it since that revision.
    """
    return await tx.execute(_RESTORE, booking.id, booking.clinic_id, booking.revision, now) == 1


_RESTORE = f"""
UPDATE booking SET state = 'confirmed', cancelled_by = NULL, cancelled_at = NULL,
  cancel_reason = '', is_late = 0, revision = revision + 1
WHERE id = $1 AND clinic_id = $2 AND revision = $3 AND state = 'cancelled'
  AND cancelled_by IN ('clinic', 'patient') AND starts_at > $4
  AND NOT EXISTS (
    SELECT 1 FROM booking AS other WHERE {in_the_way(THIS_BOOKING, "$4", "booking.id")}
  )"""  # noqa: S608 - as above


async def save_marked(tx: Transaction, booking: Booking, state: State) -> bool:
    """Whether the patient came; False where somebody changed it since that revision."""
    changed = await tx.execute(
        """UPDATE booking SET state = $4, revision = revision + 1
           WHERE id = $1 AND clinic_id = $2 AND revision = $3
             AND state IN ('confirmed', 'arrived', 'fulfilled', 'noshow')""",
        booking.id,
        booking.clinic_id,
        booking.revision,
        state,
    )
    return changed == 1


async def save_unpaid(tx: Transaction, booking: Booking, *, is_unpaid: bool) -> bool:
    """Whether the patient owes the fee; False where somebody changed it since that revision."""
    changed = await tx.execute(
        """UPDATE booking SET is_unpaid = $4, revision = revision + 1
           WHERE id = $1 AND clinic_id = $2 AND revision = $3 AND made_at IS NOT NULL""",
        booking.id,
        booking.clinic_id,
        booking.revision,
        int(is_unpaid),
    )
    return changed == 1


async def find_in_the_way(
    reader: Reader,
    practitioner_id: int,
    begins: int,
    ends: int,
    now: int,
    leave_out: int = 0,
    session: tuple[int, int] = (0, 0),
) -> list[InTheWay]:
    """What takes time of that practitioner in [begins, ends), in its order; without the booking
    `leave_out` and those who come to the `session` of that type (its id) and start.
    """
    rows = await reader.fetch(_IN_THE_WAY, practitioner_id, begins, ends, now, leave_out, *session)
    return [
        InTheWay(
            id=row["id"],
            state=row["state"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            expires_at=row["expires_at"],
            patient=" ".join(each for each in (row["first_name"], row["last_name"]) if each),
        )
        for row in rows
    ]


_IN_THE_WAY = f"""
SELECT other.id, other.state, other.starts_at, other.ends_at, other.expires_at,
  patient.first_name, patient.last_name
FROM booking AS other LEFT JOIN patient ON patient.id = other.patient_id
WHERE other.practitioner_id = $1 AND other.id <> $5
  AND other.busy_from < $3 AND other.busy_from > CAST($2 AS BIGINT) - 86400
  AND other.busy_until > $2 AND {takes_time("$4")}
  AND NOT (other.seat > 0 AND other.appointment_type_id = $6 AND other.starts_at = $7)
ORDER BY other.starts_at, other.id"""  # noqa: S608 - as above
