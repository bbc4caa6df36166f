"""What the form for a booking shows: whom and what it may be for."""

from collections.abc import Mapping
from typing import Any

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.patient import Patient
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.staff.bookings.patient_search import choose_patient, search_patients
from slotkeeper.storage.patient_record import find_alert_notes
from slotkeeper.web.staff.acts.against import NOTHING
from slotkeeper.web.staff.acts.book_questions import question_context
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.series.words import weekday_name

NEW = "new"
"""The choice of somebody who is not known yet."""


async def form_context(staff: StaffVisit, fields: Mapping[str, str]) -> dict[str, Any]:
    """For acts/book.html."""
    return {
        **NOTHING,
        **await find_people(staff, fields),
        **question_context(staff, fields),
        "practitioners": own_practitioners(staff),
        "weekdays": [weekday_name(staff, day) for day in range(7)],
        "kinds": [each for each in staff.clinic.appointment_types if each.enabled],
        "zone": staff.clinic.time_zone.rpartition("/")[2].replace("_", " "),
    }


async def find_people(staff: StaffVisit, fields: Mapping[str, str]) -> dict[str, Any]:
    """For acts/found.html: who was chosen, and whom the search finds."""
    text, chosen = fields.get("q", "").strip(), fields.get("patient", "")
    found: list[Patient] = []
    if chosen.isdecimal() and len(chosen) < 16:  # noqa: PLR2004 - what a column holds
        one = await choose_patient(staff.toolbox, staff.member, int(chosen))
        found = [one] if one else []
    others = await search_patients(staff.toolbox, staff.member, staff.clinic, text) if text else []
    found += [each for each in others if each.id not in {one.id for one in found}]
    ids = [each.id for each in found]
    notes = await find_alert_notes(staff.toolbox.database, staff.clinic.id, ids)
    now = staff.toolbox.clock()
    return {
        "found": [
            {**_person(each, notes.get(each.id, ""), now), "chosen": str(each.id) == chosen}
            for each in found
        ],
        "searched": text,
        "none_found": bool(text) and not others,
    }


def own_practitioners(staff: StaffVisit) -> list[Practitioner]:
    """Whose diaries are open to this member."""
    return [
        each
        for each in staff.clinic.practitioners
        if each.enabled and staff.member.may_see_diary(each.id)
    ]


def chosen_practitioner(staff: StaffVisit, slug: str) -> str:
    """That one, or the first whose diary is open."""
    slugs = [each.slug for each in own_practitioners(staff)]
    return slug if slug in slugs else next(iter(slugs), "")


def chosen_kind(staff: StaffVisit, slug: str) -> str:
    """That one, or none where there is a choice."""
    slugs = [each.slug for each in staff.clinic.appointment_types if each.enabled]
    return slug if slug in slugs or len(slugs) != 1 else slugs[0]


def names_of(staff: StaffVisit) -> dict[str, str]:
    """How the chosen practitioner and type are called."""
    clinic: Clinic = staff.clinic
    people = {each.slug: each.name for each in clinic.practitioners}
    kinds = {each.slug: each.name for each in clinic.appointment_types}
    return {
        "practitioner": people.get(staff.fields.get("practitioner", ""), ""),
        "kind": kinds.get(staff.fields.get("kind", ""), ""),
    }


def _person(patient: Patient, note: str, now: int) -> dict[str, Any]:
    born = patient.birth_date.isoformat() if patient.birth_date else ""
    return {
        "id": patient.id,
        "name": f"{patient.first_name} {patient.last_name}",
        "about": [each for each in (born, patient.phone, patient.email) if each],
        "alert": note,
        "step": patient.step(now),
    }
