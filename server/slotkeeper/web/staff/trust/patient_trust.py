"""POST /staff/{clinic}/patients/{patient}/trust, and what the patient's page shows of it."""

from datetime import date
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.patient_merge import PatientUnknown
from slotkeeper.domain.trust import is_step
from slotkeeper.services.trust.set_trust import TrustAsked, set_trust
from slotkeeper.storage.trust import find_on_step
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import DESK
from slotkeeper.web.staff.trust.standing_view import choices, standing_view

_LARGEST = 2**53
_TEMPLATE = "trust/patient.html"


@post("/{clinic:str}/patients/{patient:int}/trust", opt=DESK)
async def update_trust(
    patient: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Put the patient on a step. Raises PatientUnknown."""
    if not 0 < patient < _LARGEST:
        raise PatientUnknown
    try:
        await set_trust(staff.toolbox, staff.clinic, staff.actor, patient, _asked(staff.fields))
    except FieldsInvalid as wrong:
        context = {"trust": await trust_view(staff, patient)}
        return staff.show_wrong(_TEMPLATE, wrong, **context)
    return staff.redirect(f"{staff.home}/patients/{patient}", told="trust_set")


async def trust_view(staff: StaffVisit, patient: int) -> dict[str, Any]:
    """What components/patient_trust.html shows as `trust`. Raises PatientUnknown."""
    found = await find_on_step(staff.toolbox.database, staff.clinic.id, patient)
    if found is None:
        raise PatientUnknown
    return {
        **standing_view(staff, found),
        **choices(),
        "may_set": staff.member.only_diary is None,
    }


def _asked(fields: dict[str, str]) -> TrustAsked:
    """What was typed. Raises FieldsInvalid."""
    step, until = fields.get("step", ""), fields.get("until", "").strip()
    problems = {}
    if not is_step(step):
        problems["step"] = Problem("wrong.trust_step")
    try:
        last = date.fromisoformat(until) if until else None
    except ValueError:
        problems["until"] = Problem("wrong.trust_until")
        last = None
    if problems or not is_step(step):
        raise FieldsInvalid(problems)
    note = fields.get("note", "").replace("\r\n", "\n").strip()
    return TrustAsked(step=step, reason=fields.get("reason", ""), note=note, until=last)
