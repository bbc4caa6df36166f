"""The bookings that are still to come: what a change of the set-up has to say something about."""

from msgspec import Struct

from slotkeeper.storage.busy import takes_time
from slotkeeper.storage.database import Reader


class Upcoming(Struct, frozen=True, kw_only=True):
    """One that takes time; instants in epoch seconds."""

    booking_id: int
    practitioner_id: int
    appointment_type_id: int
    location_id: int | None
    starts_at: int
    ends_at: int


async def find_upcoming(reader: Reader, clinic_id: int, now: int) -> list[Upcoming]:
    """What starts at a clinic from `now` on, made bookings only: no hold of somebody who types."""
    rows = await reader.fetch(_FIND, clinic_id, now)
    return [
        Upcoming(
            booking_id=row["id"],
            practitioner_id=row["practitioner_id"],
            appointment_type_id=row["appointment_type_id"],
            location_id=row["location_id"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
        )
        for row in rows
    ]


_FIND = f"""
SELECT other.id, other.practitioner_id, other.appointment_type_id, other.location_id,
  other.starts_at, other.ends_at
FROM booking AS other
WHERE other.clinic_id = $1 AND other.busy_from > $2 - 86400 AND other.starts_at >= $2
  AND other.state <> 'held' AND {takes_time("$2")}"""  # noqa: S608 - built from that condition
