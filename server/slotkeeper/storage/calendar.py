"""What a calendar shows between two instants: bookings, holds and what is to be known of them."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from slotkeeper.domain.booking import Awaits, State
from slotkeeper.storage.busy import takes_time
from slotkeeper.storage.database import Reader, Row


class CalendarEntry(Struct, frozen=True, kw_only=True):
    """A booking or a live hold. Instants are epoch seconds UTC; `busy_from` … `busy_until` includes
    the padding. A hold has no patient yet: `patient_id` is None, `patient` "". `alert_note` is for
    staff alone (T1). `seat` counts from 1 in a session.
    """

    id: int
    practitioner_id: int
    appointment_type_id: int
    location_id: int | None
    state: State
    awaits: Awaits
    starts_at: int
    ends_at: int
    busy_from: int
    busy_until: int
    held_at: int
    expires_at: int | None
    revision: int
    flags: str
    is_unpaid: bool
    has_note: bool
    seat: int
    patient_id: int | None
    patient: str
    alert_note: str
    series_id: int | None = None


class Kind(Struct, frozen=True):
    """Of an appointment type or a place, what a calendar shows; `colour` as in the clinic's file,
    "" for none.
    """

    name: str
    colour: str = ""


class CalendarNames(Struct, frozen=True, kw_only=True):
    """By id, retired or not: `practitioners` holds only those who are retired."""

    kinds: dict[int, Kind]
    locations: dict[int, Kind]
    practitioners: dict[int, Kind]


async def find_entries(
    reader: Reader,
    clinic_id: int,
    first: int,
    until: int,
    now: int,
    practitioner_id: int | None = None,
) -> list[CalendarEntry]:
    """What takes time of that clinic's practitioners, or of one of them, and meets [first, until)
    with its padding, in order of time; bounded on both sides, so flat in the number of bookings.
    """
    rows = await reader.fetch(_FIND, clinic_id, first, until, now, practitioner_id or 0)
    return [_entry(row) for row in rows]


async def find_names(reader: Reader, clinic_id: int) -> CalendarNames:
    """The names and colours by which that clinic's entries are told apart."""
    rows = await reader.fetch(_NAMES, clinic_id)

    def named(what: str) -> dict[int, Kind]:
        return {row["id"]: _kind(row["details"]) for row in rows if row["what"] == what}

    return CalendarNames(
        kinds=named("appointment_type"),
        locations=named("location"),
        practitioners=named("practitioner"),
    )


_FIND = f"""
SELECT other.id, other.practitioner_id, other.appointment_type_id, other.location_id, other.state,
  other.awaits, other.starts_at, other.ends_at, other.busy_from, other.busy_until, other.held_at,
  other.expires_at, other.revision, other.flags, other.is_unpaid, other.note, other.seat,
  other.patient_id, other.series_id,
  patient.first_name, patient.last_name, patient.alert_note
FROM booking AS other
LEFT JOIN patient ON patient.id = other.patient_id AND patient.clinic_id = other.clinic_id
WHERE other.clinic_id = $1 AND other.busy_from < $3 AND other.busy_from > $2 - 86400
  AND other.busy_until > $2
  AND (other.practitioner_id = $5 OR $5 = 0)
  AND {takes_time("$4")}
ORDER BY other.starts_at, other.id"""  # noqa: S608 - built from the condition in busy.py

_NAMES = """
SELECT 'appointment_type' AS what, id, details FROM appointment_type WHERE clinic_id = $1
UNION ALL
SELECT 'location', id, details FROM location WHERE clinic_id = $1
UNION ALL
SELECT 'practitioner', id, details FROM practitioner WHERE clinic_id = $1 AND retired = 1
ORDER BY id"""

_SAME = tuple(
    name
    for name in CalendarEntry.__struct_fields__
    if name not in {"is_unpaid", "has_note", "patient", "alert_note"}
)


def _entry(row: Row) -> CalendarEntry:
    values: dict[str, Any] = {name: row[name] for name in _SAME}
    is_held = row["state"] == "held"
    if is_held:
        values["patient_id"] = None
    return CalendarEntry(
        **values,
        is_unpaid=bool(row["is_unpaid"]),
        has_note=bool(row["note"]),
        patient="" if is_held else _full_name(row),
        alert_note="" if is_held else row["alert_note"] or "",
    )


def _full_name(row: Row) -> str:
    parts: Sequence[str | None] = (row["first_name"], row["last_name"])
    return " ".join(part for part in parts if part)


def _kind(details: str) -> Kind:
    return msgspec.json.decode(details, type=Kind)
