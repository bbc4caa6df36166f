"""/staff/{clinic}/desk-check: one box for whatever a patient at the desk can show or say."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.services.staff.desk_check.check import find_at_desk
from slotkeeper.services.staff.desk_check.look_up import LookedUp, look_up
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.booking_row import row_of
from slotkeeper.web.staff.desk_check.page import show_desk
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY

TEMPLATE = "desk/page.html"
_LONGEST = 400
"""Of a pasted link."""


@get("/{clinic:str}/desk-check", opt=EVERYBODY)
async def show_desk_check(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The box; what was typed is in no address (R6)."""
    return show_desk(staff, TEMPLATE, found=None)


@post("/{clinic:str}/desk-check", status_code=200, opt=EVERYBODY)
async def check_desk(staff: NamedDependency[StaffVisit]) -> Response[Any] | Redirect:
    """The booking that is meant, or those to choose from, or that it is not known."""
    text = staff.fields.get("text", "")[:_LONGEST].strip()
    if not text:
        return staff.redirect(f"{staff.home}/desk-check")
    found = await look_up(staff.toolbox, staff.member, staff.clinic, text)
    if found.only:
        return staff.redirect(f"{staff.home}/desk-check/{found.only}")
    return show_desk(staff, TEMPLATE, text=text, found=_found(staff, found))


@get("/{clinic:str}/desk/{reference:str}", opt=EVERYBODY)
async def show_code(
    reference: FromPath[str], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Where a QR code leads whose picture a phone's own camera took."""
    try:
        booking = await find_at_desk(staff.toolbox, staff.member, reference)
    except BookingUnknown:
        return show_desk(staff, TEMPLATE, 404, found=_NOBODY)
    return staff.redirect(f"{staff.home}/desk-check/{booking}")


_NOBODY: dict[str, Any] = {"key": "unknown", "rows": [], "people": []}


def _found(staff: StaffVisit, found: LookedUp) -> dict[str, Any]:
    """`key` names the text above it: unknown, elsewhere or choose."""
    if found.is_elsewhere:
        return {**_NOBODY, "key": "elsewhere"}
    if not found.bookings and not found.people:
        return _NOBODY
    moments = moments_of(staff)
    rows = []
    for number, each in enumerate(found.bookings):
        row = row_of(each, found.parts, moments, found.alerts.get(each.patient_id, ""))
        rows.append({**row, "born": each.birth_date or "", "is_today": number < found.today})
    people = [
        {
            "id": each.record.id,
            "name": each.record.name,
            "about": each.record.phone or each.record.email,
            "alert": found.alerts.get(each.record.id, ""),
        }
        for each in found.people
    ]
    return {"key": "choose", "rows": rows, "people": people}
