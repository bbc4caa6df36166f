"""/staff/{clinic}/patients/{patient}"""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.booking_list import ListedBooking
from slotkeeper.domain.patient_merge import PatientUnknown
from slotkeeper.services.staff.patients.record import PatientFile, PatientMerged, open_patient
from slotkeeper.web.staff.booker_words import booked_by
from slotkeeper.web.staff.booking_row import row_of as booking_row
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.patients.patient_history import history_of
from slotkeeper.web.staff.patients.patient_row import moment_of, patient_of
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.trust.patient_trust import trust_view

TEMPLATE = "patients/patient.html"
_LARGEST = 2**63


@get("/{clinic:str}/patients/{patient:int}", opt=EVERYBODY)
async def show_patient(
    patient: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """The record; that it was opened is written down. A merged one leads on to the other."""
    try:
        return staff.show(TEMPLATE, **await patient_context(staff, patient))
    except PatientMerged as merged:
        return staff.redirect(f"{staff.home}/patients/{merged.kept_id}")


async def patient_context(staff: StaffVisit, patient: int) -> dict[str, Any]:
    """What the page shows. Raises PatientUnknown, PatientMerged."""
    file = await open_patient(staff.toolbox, staff.member, known_number(patient))
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    coming, past = _visits(staff, file, moments)
    return {
        "it": patient_of(file.record, moments),
        "record": file.record,
        "recent": file.recent,
        "ever": file.ever,
        "coming": coming,
        "past": past,
        "accepted": [
            {
                "number": each.number,
                "at": moments.day_and_time(each.accepted_at),
                "booking": each.booking_id,
            }
            for each in file.accepted
        ],
        "likely": [
            {**patient_of(each.other, moments), "because": each.because} for each in file.likely
        ],
        "merged": _merged(file, moments),
        "history": history_of(staff, file, moments),
        "note_before": file.note_before,
        "may_edit": staff.member.only_diary is None,
        "trust": await trust_view(staff, patient),
    }


def known_number(patient: int) -> int:
    """Raises PatientUnknown for a number that no record can have."""
    if not 0 < patient < _LARGEST:
        raise PatientUnknown
    return patient


def _visits(
    staff: StaffVisit, file: PatientFile, moments: Moments
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What is to come, the next one first, and what is past or cancelled, the last one first."""

    def is_coming(each: ListedBooking) -> bool:
        return each.ends_at > moments.now and each.state not in {"cancelled", "noshow", "fulfilled"}

    ordered = sorted(file.bookings, key=lambda each: (each.starts_at, each.id))
    rows = [(each, _visit(staff, file, each, moments)) for each in ordered]
    coming = [row for each, row in rows if is_coming(each)]
    return coming, [row for each, row in reversed(rows) if not is_coming(each)]


def _visit(
    staff: StaffVisit, file: PatientFile, booking: ListedBooking, moments: Moments
) -> dict[str, Any]:
    booker = file.bookers.get(booking.id)
    return {
        **booking_row(booking, file.parts, moments),
        "mark": file.marks.get(booking.id, ""),
        "booked_by": booked_by(booker, staff.text) if booker else "",
        "has_answers": booking.id in file.with_answers,
    }


def _merged(file: PatientFile, moments: Moments) -> list[dict[str, Any]]:
    return [
        {
            **patient_of(each.record, moments),
            "merge": each.merge.id,
            "at": moments.day(each.merge.made_at),
            "by": each.by,
            "until": moment_of(each.undo_until, moments),
            "bookings": len(each.merge.details.booking_ids),
        }
        for each in file.merged
    ]
