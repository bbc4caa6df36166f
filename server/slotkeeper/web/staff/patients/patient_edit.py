"""/staff/{clinic}/patients/{patient}/edit"""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.patient_merge import PatientChanged
from slotkeeper.services.staff.bookings.renew_link import count_coming, renew_links_of
from slotkeeper.services.staff.patients.details import parse_patient
from slotkeeper.services.staff.patients.edit import change_details
from slotkeeper.services.staff.patients.record import PatientMerged, find_own
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.patients.alert_note import CHANGED, number_of
from slotkeeper.web.staff.patients.patient_row import patient_of
from slotkeeper.web.staff.patients.patient_show import known_number
from slotkeeper.web.staff.roles import DESK

_TEMPLATE = "patients/edit.html"
FIELDS = ("first_name", "last_name", "email", "phone", "birth_date")


@get("/{clinic:str}/patients/{patient:int}/edit", opt=DESK)
async def show_patient_edit(
    patient: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """The contact details to change."""
    try:
        return staff.show(_TEMPLATE, **await _context(staff, patient))
    except PatientMerged as merged:
        return staff.redirect(f"{staff.home}/patients/{merged.kept_id}/edit")


@post("/{clinic:str}/patients/{patient:int}/edit", opt=DESK)
async def update_patient(
    patient: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Save them all, or none with what is wrong at its field."""
    today = local_date(staff.toolbox.clock(), staff.clinic.time_zone)
    revision = number_of(staff.fields, "revision")
    try:
        await find_own(staff.toolbox, staff.member, known_number(patient))
        details = parse_patient(staff.fields, staff.clinic, today)
        await change_details(staff.toolbox, staff.member, patient, revision, details)
    except PatientMerged as merged:
        return staff.redirect(f"{staff.home}/patients/{merged.kept_id}", told="patient_is_merged")
    except FieldsInvalid as wrong:
        return staff.show_wrong(_TEMPLATE, wrong, **await _context(staff, patient))
    except PatientChanged:
        response = staff.show_wrong(
            _TEMPLATE, FieldsInvalid(CHANGED), **await _context(staff, patient)
        )
        response.status_code = 409
        return response
    return staff.redirect(
        f"{staff.home}/patients/{patient}", told=await _with_links(staff, patient)
    )


async def _with_links(staff: StaffVisit, patient: int) -> str:
    """New links for what is coming, where that is ticked; what the next page says."""
    wanted = staff.fields.get("new_links") == "on"
    if not wanted or not await renew_links_of(staff.toolbox, staff.member, known_number(patient)):
        return "patient_saved"
    return "patient_links"


async def _context(staff: StaffVisit, patient: int) -> dict[str, Any]:
    record = await find_own(staff.toolbox, staff.member, known_number(patient))
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    it = patient_of(record, moments)
    coming = await count_coming(staff.toolbox, staff.member, record.id)
    return {"it": it, "values": {name: it[name] for name in FIELDS}, "coming": coming}
