"""/staff/{clinic}/patients/duplicates"""

import re
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.services.staff.patients.likely import list_likely, tell_apart
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.patients.patient_row import patient_of
from slotkeeper.web.staff.roles import DESK

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@get("/{clinic:str}/patients/duplicates", opt=DESK)
async def show_likely(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Records that may be one person, pair by pair."""
    before = staff.request.query_params.get("before", "")
    page = await list_likely(
        staff.toolbox, staff.member, int(before) if _NUMBER.fullmatch(before) else None
    )
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    return staff.show(
        "patients/duplicates.html",
        pairs=[
            {
                "one": patient_of(each.one, moments),
                "other": patient_of(each.other, moments),
                "because": each.because,
            }
            for each in page.pairs
        ],
        before=page.before,
    )


@post("/{clinic:str}/patients/apart", opt=DESK)
async def create_apart(staff: NamedDependency[StaffVisit]) -> Redirect:
    """These are two people; then back to where that was said: the page of `one`, or the pairs."""
    numbers = [staff.fields.get(name, "") for name in ("one", "other")]
    if not all(_NUMBER.fullmatch(each) for each in numbers):
        raise FieldsInvalid({"form": Problem("wrong.patient_changed")})
    await tell_apart(staff.toolbox, staff.member, int(numbers[0]), int(numbers[1]))
    back = "duplicates" if staff.fields.get("back") == "duplicates" else numbers[0]
    return staff.redirect(f"{staff.home}/patients/{back}", told="patients_apart")
