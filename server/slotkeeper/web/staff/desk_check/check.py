"""/staff/{clinic}/desk-check/{booking}: good or not, at a glance, and what to do about it."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.services.staff.booking_detail import get_listed
from slotkeeper.services.staff.bookings.mark import Mark, mark_by_staff
from slotkeeper.services.staff.bookings.refusals import BookingStale
from slotkeeper.services.staff.desk_check.check import check_at_desk
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.acts.stale import stale_context
from slotkeeper.web.staff.desk_check.check_view import check_view
from slotkeeper.web.staff.desk_check.page import show_desk
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY

TEMPLATE = "desk/check.html"
_MARKS: dict[str, Mark] = {"arrived": "arrived", "confirmed": "confirmed"}


@get("/{clinic:str}/desk-check/{booking:int}", opt=EVERYBODY)
async def show_check(booking: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The answer; that somebody looked is written down."""
    return show_desk(staff, TEMPLATE, **await _context(staff, booking), stale=None)


@post("/{clinic:str}/desk-check/{booking:int}/state", status_code=200, opt=EVERYBODY)
async def mark_at_desk(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Arrived, or not after all; one press each."""
    number, revision = row_number(booking), Reading(staff.fields, staff.clinic).revision()
    await get_listed(staff.toolbox, staff.member, number)
    mark = staff.fields.get("state", "")
    if mark not in _MARKS:
        raise FieldsInvalid({"state": Problem("wrong.state")})
    try:
        slug = staff.clinic.slug
        await mark_by_staff(staff.toolbox, staff.member, slug, number, revision, _MARKS[mark])
    except BookingStale as stale:
        why = await stale_context(staff, "booking", stale.booking)
        return show_desk(staff, TEMPLATE, 409, **{**await _context(staff, booking), **why})
    return staff.redirect(f"{staff.home}/desk-check/{number}")


async def _context(staff: StaffVisit, booking: int) -> dict[str, Any]:
    """Raises BookingUnknown."""
    checked = await check_at_desk(staff.toolbox, staff.member, staff.clinic, row_number(booking))
    return check_view(staff, checked)
