"""The names of all that a clinic ever offered, retired or not: old bookings point at them."""

import msgspec
from msgspec import Struct

from slotkeeper.storage.database import Reader


class Part(Struct, frozen=True, kw_only=True):
    """A practitioner, appointment type or location; `is_retired`: in the clinic's file no more."""

    id: int
    name: str
    is_retired: bool


class Parts(Struct, frozen=True, kw_only=True):
    """By id, in the clinic's order."""

    practitioners: dict[int, Part]
    appointment_types: dict[int, Part]
    locations: dict[int, Part]


class _Named(Struct):
    name: str


async def find_parts(reader: Reader, clinic_id: int) -> Parts:
    """All of that clinic."""
    rows = await reader.fetch(_FIND, clinic_id)
    found: dict[str, dict[int, Part]] = {"practitioner": {}, "appointment_type": {}, "location": {}}
    for row in rows:
        name = msgspec.json.decode(row["details"], type=_Named).name
        part = Part(id=row["id"], name=name, is_retired=bool(row["retired"]))
        found[row["kind"]][part.id] = part
    return Parts(
        practitioners=found["practitioner"],
        appointment_types=found["appointment_type"],
        locations=found["location"],
    )


_FIND = """
SELECT 'practitioner' AS kind, id, retired, position, details FROM practitioner WHERE clinic_id = $1
UNION ALL
SELECT 'appointment_type', id, retired, position, details FROM appointment_type WHERE clinic_id = $1
UNION ALL
SELECT 'location', id, retired, position, details FROM location WHERE clinic_id = $1
ORDER BY retired, position, id"""
