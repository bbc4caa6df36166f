"""`[[session]]` rows: the timetable of group appointments, and `places` of a type."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from slotkeeper.domain.appointment_type import MOST_PLACES, AppointmentType
from slotkeeper.domain.clinic_file import fields
from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.clinic_file.weekdays import parse_days
from slotkeeper.domain.practitioner import WEEKDAYS
from slotkeeper.domain.session import Session

MOST_WEEKS = 52
_MIDNIGHT = 1440
_WEEKLY_ONLY = ("days", "every_weeks", "from", "to", "except")
_DATE = "a date without quotes, such as 2026-12-01"


def parse_places(row: Section) -> int:
    """How many may come to one appointment of a type: 1 unless it is a group appointment."""
    return row.number("places", 1, MOST_PLACES, 1)


def parse_session(
    row: Section,
    kinds: Sequence[AppointmentType],
    practitioners: Sequence[str],
    places: Sequence[str],
) -> Session:
    """One row; `practitioners` and `places` are slugs. A row that names no place gets the clinic's
    only one.
    """
    kind = _one_of(row, "type", [each.slug for each in kinds if each.is_group], "with places")
    who = _one_of(row, "practitioner", practitioners, "")
    _check_who(row, kind, who, kinds)
    weekly = row.raw("on") is None
    session = Session(
        slug=row.slug("slug"),
        kind=kind,
        practitioner=who,
        location=_parse_location(row, places),
        begins=_parse_begin(row),
        places=row.number("places", 1, MOST_PLACES) if "places" in row else 0,
        **(_parse_weekly(row) if weekly else _parse_dates(row)),
    )
    row.close()
    return session


def session_pairs(session: Session) -> dict[str, Any]:
    """The row as TOML has it, without what goes without saying."""
    pairs: dict[str, Any] = {
        "slug": session.slug,
        "type": session.kind,
        "practitioner": session.practitioner,
        "location": session.location,
        "on": list(session.on),
        "days": [WEEKDAYS[day] for day in session.days],
        "at": fields.format_time(session.begins),
        "from": session.first,
        "to": session.last,
        "every_weeks": session.every_weeks if session.every_weeks > 1 else None,
        "except": list(session.not_on),
        "places": session.places or None,
    }
    return {key: value for key, value in pairs.items() if value not in (None, [])}


def _one_of(row: Section, key: str, known: Sequence[str], kept: str) -> str:
    slugs = [each for each in known if each]
    value = row.raw(key)
    if isinstance(value, str) and value in slugs:
        return value
    listed = ", ".join(f'"{each}"' for each in slugs)
    what = f"[[appointment_type]] {kept}" if kept else f"[[{key}]]"
    row.wrong(key, f"one of {listed}" if slugs else f"none: there is no {what}")
    return ""


def _check_who(
    row: Section, kind: str, practitioner: str, kinds: Sequence[AppointmentType]
) -> None:
    offering = next((each.practitioners for each in kinds if each.slug == kind), None)
    if offering is not None and practitioner and practitioner not in offering:
        listed = ", ".join(f'"{each}"' for each in offering) or "nobody so far"
        row.wrong("practitioner", f"somebody who offers that type: {listed}")


def _parse_location(row: Section, places: Sequence[str]) -> str | None:
    known = [each for each in places if each]
    if row.raw("location") is None and len(known) < 2:  # noqa: PLR2004 - two make a choice
        return known[0] if known else None
    return _one_of(row, "location", known, "") or None


def _parse_begin(row: Section) -> int:
    begins = row.parsed("at", fields.parse_time)
    if begins == _MIDNIGHT:
        row.wrong("at", 'a time from "00:00" to "23:59"')
        return 0
    return begins or 0


def _parse_dates(row: Section) -> dict[str, Any]:
    for key in _WEEKLY_ONLY:
        if row.raw(key) is not None:
            row.wrong(key, "nothing beside single dates")
    on = row.items("on", _read_date, _DATE)
    if not on:
        row.wrong("on", "at least one date")
    return {"on": tuple(sorted(on))}


def _parse_weekly(row: Section) -> dict[str, Any]:
    first, last = (row.date(key) if row.raw(key) is not None else None for key in ("from", "to"))
    weeks = row.number("every_weeks", 1, MOST_WEEKS, 1)
    if weeks > 1 and row.raw("from") is None:
        row.wrong("from", "the date from whose week on it is counted")
    if first and last and last < first:
        row.wrong("to", f'a date not before "from", {first}')
    return {
        "days": parse_days(row),
        "every_weeks": weeks,
        "first": first,
        "last": last,
        "not_on": row.items("except", _read_date, _DATE),
    }


def _read_date(value: object) -> date | None:
    return value if type(value) is date else None
