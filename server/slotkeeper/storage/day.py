"""The bookings of one local day, as its list shows them."""

import msgspec
from msgspec import Struct

from slotkeeper.domain.booking import State
from slotkeeper.storage.database import Reader, Row

_LONGEST = 86_400


class _Named(Struct, frozen=True):
    """Of a set-up's details, what a list shows."""

    name: str
    colour: str = ""


class Appointment(Struct, frozen=True, kw_only=True):
    """One booking with the names of all that it joins. Instants are epoch seconds UTC, `flags` as
    the booking has them; `location` is "" where the clinic names no places.
    """

    booking_id: int
    patient_id: int
    reference: str
    state: State
    starts_at: int
    ends_at: int
    patient: str
    practitioner: str
    kind: str
    colour: str
    location: str
    flags: str


async def find_appointments(
    reader: Reader,
    clinic_id: int,
    begins: int,
    ends: int,
    practitioner_id: int | None = None,
    *,
    now: int,
) -> list[Appointment]:
    """Those of a clinic, or of one practitioner there, that start from `begins` until before
    `ends`, in their order; without holds, what was cancelled, and what was not answered in time.
    """
    rows = await reader.fetch(
        _FIND, clinic_id, begins, ends, practitioner_id or 0, begins - _LONGEST, now
    )
    return [_appointment(row) for row in rows]


async def next_start(
    reader: Reader, clinic_id: int, after: int, practitioner_id: int | None = None, *, now: int
) -> int | None:
    """When the first such booking from `after` on starts; None where there is none."""
    row = await reader.fetch_one(
        """SELECT MIN(starts_at) AS starts_at FROM booking
           WHERE clinic_id = $1 AND busy_from > $2 - 86400 AND starts_at >= $2
             AND state IN ('paying', 'pending', 'confirmed', 'arrived', 'fulfilled', 'noshow')
             AND (state <> 'pending' OR expires_at > $4)
             AND (practitioner_id = $3 OR $3 = 0)""",
        clinic_id,
        after,
        practitioner_id or 0,
        now,
    )
    return None if row is None else row["starts_at"]


_FIND = """
SELECT booking.id, booking.patient_id, booking.reference, booking.state, booking.starts_at,
  booking.ends_at, booking.flags, patient.first_name, patient.last_name,
  practitioner.details AS practitioner, appointment_type.details AS kind,
  location.details AS location
FROM booking
JOIN patient ON patient.id = booking.patient_id
JOIN practitioner ON practitioner.id = booking.practitioner_id
JOIN appointment_type ON appointment_type.id = booking.appointment_type_id
LEFT JOIN location ON location.id = booking.location_id
WHERE booking.clinic_id = $1 AND booking.busy_from > $5 AND booking.busy_from < $3
  AND booking.starts_at >= $2 AND booking.starts_at < $3
  AND booking.state IN ('paying', 'pending', 'confirmed', 'arrived', 'fulfilled', 'noshow')
  AND (booking.state <> 'pending' OR booking.expires_at > $6)
  AND (booking.practitioner_id = $4 OR $4 = 0)
ORDER BY booking.starts_at, practitioner.position, booking.id
"""


def _appointment(row: Row) -> Appointment:
    kind = _named(row["kind"])
    return Appointment(
        booking_id=row["id"],
        patient_id=row["patient_id"],
        reference=row["reference"] or "",
        state=row["state"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        patient=f"{row['first_name']} {row['last_name']}",
        practitioner=_named(row["practitioner"]).name,
        kind=kind.name,
        colour=kind.colour,
        location=_named(row["location"]).name if row["location"] else "",
        flags=row["flags"],
    )


def _named(details: str) -> _Named:
    return msgspec.json.decode(details, type=_Named)
