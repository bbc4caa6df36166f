"""A patient in words: in lists, and at the top of the own page."""

from datetime import date
from typing import Any

from babel.dates import format_date

from slotkeeper.domain.patient_record import ListedPatient, PatientRecord
from slotkeeper.web.staff.moments import Moments


def patient_of(record: PatientRecord, moments: Moments) -> dict[str, Any]:
    """What the templates show of a record."""
    return {
        "id": record.id,
        "name": record.name,
        "first_name": record.first_name,
        "last_name": record.last_name,
        "email": record.email,
        "phone": record.phone,
        "birth_date": record.birth_date.isoformat() if record.birth_date else "",
        "born": date_of(record.birth_date, moments.language),
        "alert": record.alert_note,
        "step": record.step(moments.now),
        "revision": record.revision,
        "made": date_of(moments.local(record.made_at).date(), moments.language),
    }


def row_of(patient: ListedPatient, moments: Moments) -> dict[str, Any]:
    """One row of the list."""
    return {
        **patient_of(patient.record, moments),
        "last": moment_of(patient.last_at, moments),
        "next": moment_of(patient.next_at, moments),
        "counters": patient.counters,
    }


def moment_of(instant: int | None, moments: Moments) -> dict[str, str] | None:
    """When a booking starts, for `<time>`; None for none."""
    if instant is None:
        return None
    return {
        "iso": moments.iso(instant),
        "day": moments.day(instant),
        "time": moments.time(instant),
        "ago": moments.ago(instant),
    }


def date_of(on: date | None, language: str) -> str:
    """A birth date: "28 Feb 1990"; "" for none."""
    if on is None:
        return ""
    if language == "en":
        return format_date(on, "d MMM y", locale="en")
    return format_date(on, "medium", locale=language.replace("-", "_"))
