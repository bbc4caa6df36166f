"""What becomes of the timetable where a class is cancelled, comes back or is moved on one day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slotkeeper.domain.clinic_file import clinic_values
from slotkeeper.domain.clinic_file.fields import format_time
from slotkeeper.domain.local_time import local_date, local_minute
from slotkeeper.services.clinics import save_set_up
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.classes.find import ClassAt
from slotkeeper.services.staff.settings.draft import make_draft
from slotkeeper.services.staff.settings.save import ACTION, SUBJECT
from slotkeeper.storage.database import Transaction

Values = Mapping[str, Any]


async def save_values(tx: Transaction, actor: Actor, found: ClassAt, values: Values) -> None:
    """The set-up with that timetable, noted as any change of a setting is. The caller holds the
    set-up's row. Raises ClinicFileWrong.
    """
    draft = make_draft(found.clinic, values)
    if draft.changes:
        await note(tx, actor, ACTION, SUBJECT, 0, **draft.changes)
        await save_set_up(tx, draft.new, actor.at)


def without_class(found: ClassAt) -> Values:
    """It does not take place on that day."""
    on, values = _day(found), clinic_values(found.clinic)
    slug = found.planned.session if found.planned else ""
    rows = [_without(row, on) if row["slug"] == slug else row for row in _rows(values)]
    return {**values, "session": [row for row in rows if row is not None]}


def with_class(found: ClassAt) -> Values:
    """It takes place on that day again."""
    values = clinic_values(found.clinic)
    rows = _rows(values)
    left_out = next((row for row in rows if _is_left_out(row, found)), None)
    if left_out is None:
        return {**values, "session": [*rows, _single(found, rows)]}
    on = _day(found)
    kept = [each for each in left_out.get("except", ()) if each != on]
    back = {**left_out, "except": kept}
    if not kept:
        del back["except"]
    return {**values, "session": [back if row is left_out else row for row in rows]}


def with_class_moved(found: ClassAt, there: ClassAt) -> Values:
    """It takes place then instead, with as many places; where one is planned there already, those
    who come to this one join it.
    """
    values = without_class(found)
    if there.planned or there.practitioner.slug not in there.kind.practitioners:
        return values
    row = _single(there, _rows(clinic_values(found.clinic)))
    places = found.planned.places if found.planned else 0
    if places and places != found.kind.places:
        row["places"] = places
    return {**values, "session": [*_rows(values), row]}


def _rows(values: Values) -> list[dict[str, Any]]:
    return list(values.get("session", ()))


def _day(found: ClassAt) -> date:
    return local_date(found.key.starts_at, found.clinic.time_zone)


def _time(found: ClassAt) -> str:
    return format_time(local_minute(found.key.starts_at, found.clinic.time_zone))


def _without(row: dict[str, Any], on: date) -> dict[str, Any] | None:
    if "on" not in row:
        return {**row, "except": sorted({*row.get("except", ()), on})}
    days = [each for each in row["on"] if each != on]
    return {**row, "on": days} if days else None


def _is_left_out(row: Mapping[str, Any], found: ClassAt) -> bool:
    of_it = (row["type"], row["practitioner"], row["at"])
    is_same = of_it == (found.kind.slug, found.practitioner.slug, _time(found))
    return is_same and _day(found) in row.get("except", ())


def _single(found: ClassAt, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A row for that day alone."""
    on, taken = _day(found), {row["slug"] for row in rows}
    name = f"{found.kind.slug}-{on.isoformat()}-{_time(found).replace(':', '')}"
    names = (name, *(f"{name}-{n}" for n in range(2, 100)))
    row = {
        "slug": next(each for each in names if each not in taken),
        "type": found.kind.slug,
        "practitioner": found.practitioner.slug,
        "on": [on],
        "at": _time(found),
    }
    return {**row, "location": found.location} if found.location else row
