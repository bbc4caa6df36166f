"""Reading the form for a booking: whom, what, with whom and when."""

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.services.contact_details import parse_known_details
from slotkeeper.services.staff.bookings.book import WantedBooking
from slotkeeper.web.staff.acts.book_form import NEW
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit

_LONGEST_NOTE = 1000
_OF_PATIENT = {
    "problem.first_name": "wrong.first_name",
    "problem.last_name": "wrong.last_name",
    "problem.too_long": "wrong.too_long",
    "problem.control_characters": "wrong.characters",
    "problem.email_invalid": "wrong.email_of_patient",
    "problem.phone_invalid": "wrong.phone_of_patient",
    "problem.birth_date_invalid": "wrong.birth_date",
    "problem.birth_date_range": "wrong.birth_date",
}
"""Patients' words for what is wrong, in those of staff."""


def read_booking(staff: StaffVisit) -> WantedBooking:
    """All fields at once. Raises FieldsInvalid."""
    reading = Reading(staff.fields, staff.clinic)
    kinds = {each.slug for each in staff.clinic.appointment_types if each.enabled}
    people = {each.slug for each in staff.clinic.practitioners if each.enabled}
    is_new = staff.fields.get("patient") == NEW
    patient_id = None if is_new else reading.number("patient")
    if not is_new and patient_id is None:
        reading.refuse("patient", "wrong.patient")
    wanted = WantedBooking(
        kind=reading.choice("kind", kinds, "wrong.kind"),
        practitioner=reading.choice("practitioner", people, "wrong.practitioner"),
        starts_at=reading.start(),
        patient_id=patient_id,
        details=_details(staff, reading) if is_new else None,
        note=reading.words("note", _LONGEST_NOTE),
        tell=reading.is_ticked("tell"),
        agreed=reading.agreed(),
    )
    reading.finish()
    return wanted


def _details(staff: StaffVisit, reading: Reading) -> ContactDetails | None:
    """Of somebody new; what is wrong goes to the reading."""
    try:
        return parse_known_details(
            {name: text for name, text in staff.fields.items() if name != "note"},
            staff.clinic,
            local_date(staff.toolbox.clock(), staff.clinic.time_zone),
        )
    except FieldsInvalid as wrong:
        for name, problem in wrong.problems.items():
            reading.problems[name] = Problem(_OF_PATIENT[problem.key], **problem.values)
    return None
