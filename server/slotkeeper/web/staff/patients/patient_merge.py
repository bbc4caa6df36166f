"""/staff/{clinic}/patients/{patient}/merge/{other}"""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.patient_merge import PatientChanged
from slotkeeper.services.staff.patients.details import parse_patient
from slotkeeper.services.staff.patients.merge import (
    MergeAsked,
    MergeOffer,
    Side,
    merge_patients,
    offer_merge,
)
from slotkeeper.services.staff.patients.undo_merge import undo_merge
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.patients.alert_note import CHANGED, number_of
from slotkeeper.web.staff.patients.patient_edit import FIELDS
from slotkeeper.web.staff.patients.patient_row import moment_of, patient_of
from slotkeeper.web.staff.patients.patient_show import known_number
from slotkeeper.web.staff.roles import DESK

_TEMPLATE = "patients/merge.html"


@get("/{clinic:str}/patients/{patient:int}/merge/{other:int}", opt=DESK)
async def show_merge(
    patient: FromPath[int], other: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """Both records side by side, and the one that they would be."""
    return staff.show(_TEMPLATE, **_context(staff, await _offer(staff, patient, other)))


@post("/{clinic:str}/patients/{patient:int}/merge/{other:int}", opt=DESK)
async def create_merge(
    patient: FromPath[int], other: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """`other` goes into `patient`, which then has what the form says."""
    offer = await _offer(staff, patient, other)
    today = local_date(staff.toolbox.clock(), staff.clinic.time_zone)
    try:
        asked = MergeAsked(
            kept_id=patient,
            merged_id=other,
            kept_revision=number_of(staff.fields, "kept_revision"),
            merged_revision=number_of(staff.fields, "merged_revision"),
            details=parse_patient(staff.fields, staff.clinic, today),
            alert_note=staff.fields.get("alert_note", ""),
        )
        await merge_patients(staff.toolbox, staff.member, asked)
    except FieldsInvalid as wrong:
        return staff.show_wrong(_TEMPLATE, wrong, **_context(staff, offer))
    except PatientChanged:
        context = _context(staff, await _offer(staff, patient, other))
        response = staff.show_wrong(_TEMPLATE, FieldsInvalid(CHANGED), **context)
        response.status_code = 409
        return response
    return staff.redirect(f"{staff.home}/patients/{patient}", told="patients_merged")


@post("/{clinic:str}/patients/merges/{merge:int}/undo", opt=DESK)
async def undo(merge: FromPath[int], staff: NamedDependency[StaffVisit]) -> Redirect:
    """Two records again."""
    kept = await undo_merge(staff.toolbox, staff.member, known_number(merge))
    return staff.redirect(f"{staff.home}/patients/{kept}", told="merge_undone")


async def _offer(staff: StaffVisit, patient: int, other: int) -> MergeOffer:
    return await offer_merge(
        staff.toolbox, staff.member, known_number(patient), known_number(other)
    )


def _context(staff: StaffVisit, offer: MergeOffer) -> dict[str, Any]:
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    values = {name: getattr(offer.values, name) for name in (*FIELDS, "alert_note")}
    born = offer.values.birth_date
    return {
        "kept": _side(offer.kept, moments),
        "merged": _side(offer.merged, moments),
        "values": values | {"birth_date": born.isoformat() if born else ""},
    }


def _side(side: Side, moments: Moments) -> dict[str, Any]:
    return {
        **patient_of(side.record, moments),
        "counters": side.counters,
        "last": moment_of(side.last_at, moments),
        "next": moment_of(side.next_at, moments),
    }
