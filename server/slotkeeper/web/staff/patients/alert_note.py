"""POST /staff/{clinic}/patients/{patient}/alert-note"""

import re
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.patient_merge import PatientChanged
from slotkeeper.services.staff.patients.edit import change_alert_note
from slotkeeper.services.staff.patients.record import PatientMerged
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.patients.patient_show import TEMPLATE, known_number, patient_context
from slotkeeper.web.staff.roles import EVERYBODY

_NUMBER = re.compile(r"[0-9]{1,15}")
CHANGED = {"form": Problem("wrong.patient_changed")}


@post("/{clinic:str}/patients/{patient:int}/alert-note", opt=EVERYBODY)
async def update_alert_note(
    patient: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Save, change or take away the note; a form that shows an older record is told so and changes
    nothing.
    """
    page = f"{staff.home}/patients/{patient}"
    text = staff.fields.get("alert_note", "")
    revision = number_of(staff.fields, "revision")
    try:
        await change_alert_note(staff.toolbox, staff.member, known_number(patient), revision, text)
    except PatientMerged as merged:
        return staff.redirect(f"{staff.home}/patients/{merged.kept_id}", told="patient_is_merged")
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **await patient_context(staff, patient))
    except PatientChanged:
        context = await patient_context(staff, patient)
        response = staff.show_wrong(TEMPLATE, FieldsInvalid(CHANGED), **context)
        response.status_code = 409
        return response
    return staff.redirect(page, told="alert_note_saved" if text.strip() else "alert_note_gone")


def number_of(fields: dict[str, str], name: str) -> int:
    """A revision as the form has it; one that no record has where it is missing."""
    text = fields.get(name, "")
    return int(text) if _NUMBER.fullmatch(text) else -1
