"""POST …/requests/{booking}/approve and …/decline."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import BookingUnknown, FieldsInvalid
from slotkeeper.services.trust.answer import RequestOver, RequestTaken, approve, decline
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.requests.request_list import TEMPLATE, requests_context
from slotkeeper.web.staff.roles import DESK

_CONFLICT = 409
_LARGEST = 2**53


@post("/{clinic:str}/requests/{booking:int}/approve", opt=DESK)
async def approve_request(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Yes. Raises BookingUnknown."""
    try:
        await approve(staff.toolbox, staff.actor, _known(booking))
    except (RequestOver, RequestTaken) as problem:
        return await _too_late(staff, problem)
    return _go_on(staff, booking, "request_approved")


@post("/{clinic:str}/requests/{booking:int}/decline", opt=DESK)
async def decline_request(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """No, with a reason for the patient where one is typed. Raises BookingUnknown."""
    reason = staff.fields.get("reason", "").replace("\r\n", "\n").strip()
    try:
        await decline(staff.toolbox, staff.actor, _known(booking), reason)
    except RequestOver as problem:
        return await _too_late(staff, problem)
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **await requests_context(staff), at=booking)
    return _go_on(staff, booking, "request_declined")


def _known(number: int) -> int:
    """Raises BookingUnknown for a number that no row can have."""
    if not 0 < number < _LARGEST:
        raise BookingUnknown
    return number


def _go_on(staff: StaffVisit, booking: int, told: str) -> Redirect:
    """Back to where it was answered."""
    if staff.fields.get("back") == "booking":
        return staff.redirect(f"{staff.home}/bookings/{booking}", told=told)
    return staff.redirect(f"{staff.home}/requests", told=told)


async def _too_late(staff: StaffVisit, problem: RequestOver | RequestTaken) -> Response[Any]:
    """Somebody else answered, the deadline did, or the time is given away: nothing was changed."""
    context = await requests_context(staff)
    key = "taken" if isinstance(problem, RequestTaken) else "over"
    return staff.show(TEMPLATE, _CONFLICT, **{**context, "over": key})
