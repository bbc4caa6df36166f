"""What each booking and hold of a practitioner is, for the rules that ask more than when."""

from slotkeeper.domain.known import Taken
from slotkeeper.storage.busy import takes_time
from slotkeeper.storage.database import Reader


async def find_taken(
    reader: Reader, clinic_id: int, first: int, until: int, now: int, leave_out: int = 0
) -> dict[int, list[Taken]]:
    """By practitioner id, what takes time at that clinic and meets [first, until); bounded on both
    sides as `find_busy`. Without the booking `leave_out`.
    """
    taken: dict[int, list[Taken]] = {}
    for row in await reader.fetch(_FIND_TAKEN, clinic_id, first, until, now, leave_out):
        taken.setdefault(row["practitioner_id"], []).append(
            Taken(
                begins=row["busy_from"],
                ends=row["busy_until"],
                starts_at=row["starts_at"],
                kind_id=row["appointment_type_id"],
                location_id=row["location_id"],
                seat=row["seat"],
                is_firm=row["state"] != "held",
            )
        )
    return taken


_FIND_TAKEN = f"""
SELECT other.practitioner_id, other.busy_from, other.busy_until, other.starts_at,
  other.appointment_type_id, other.location_id, other.state, other.seat
FROM booking AS other
WHERE other.clinic_id = $1 AND other.busy_from < $3 AND other.busy_from > $2 - 86400
  AND other.busy_until > $2 AND other.id <> $5
  AND {takes_time("$4")}"""  # noqa: S608 - built from the condition in busy.py
