"""Sessions and the other rows of a clinic by name."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.clinic_file.fields import format_time
from slotkeeper.domain.location import Location
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.session import Session

Row: TypeAlias = Location | Practitioner | AppointmentType | Session

OF_TABLE = {"type": "appointment_type", "practitioner": "practitioner", "location": "location"}
"""What a session says by slug, with the table in which that stands."""


def row_name(clinic: Clinic, row: Row) -> str:
    """What a row is called; a session by its type, its time and who gives it."""
    if not isinstance(row, Session):
        return row.name
    kinds = {each.slug: each.name for each in clinic.appointment_types}
    people = {each.slug: each.name for each in clinic.practitioners}
    named = kinds.get(row.kind, row.kind), people.get(row.practitioner, row.practitioner)
    return f"{named[0]}, {format_time(row.begins)}, {named[1]}"


def slug_words(values: Mapping[str, Any]) -> str:
    """What a new row's slug is made from: its name, or what a session is and when."""
    if values.get("name"):
        return str(values["name"])
    days = values.get("days") or values.get("on") or ()
    return " ".join(map(str, (values.get("type") or "", *days[:3], values.get("at") or "")))
