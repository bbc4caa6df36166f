"""/staff/{clinic}/bookings/{booking}/state and …/unpaid: marks, which can be taken back."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.services.staff.bookings.mark import is_mark, mark_by_staff, mark_unpaid
from slotkeeper.services.staff.bookings.refusals import BookingStale
from slotkeeper.web.staff.acts.answers import CHANGED, is_piece
from slotkeeper.web.staff.acts.peek import PIECE, peek_context
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.acts.stale import stale_context
from slotkeeper.web.staff.booking_detail import TEMPLATE, booking_context
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY


@post("/{clinic:str}/bookings/{booking:int}/state", status_code=200, opt=EVERYBODY)
async def update_state(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Arrived, seen, did not come, or none of them any more."""
    mark, revision = staff.fields.get("state", ""), _revision(staff)
    if not is_mark(mark):
        raise FieldsInvalid({"state": Problem("wrong.state")})
    number, slug = row_number(booking), staff.clinic.slug
    try:
        await mark_by_staff(staff.toolbox, staff.member, slug, number, revision, mark)
    except BookingStale as stale:
        return await _stale(staff, stale)
    return await _done(staff, booking)


@post("/{clinic:str}/bookings/{booking:int}/unpaid", status_code=200, opt=EVERYBODY)
async def update_unpaid(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """That the fee was not paid, or no more; `unpaid` is "on" or "off"."""
    is_unpaid, revision = staff.fields.get("unpaid") == "on", _revision(staff)
    number, slug = row_number(booking), staff.clinic.slug
    try:
        await mark_unpaid(staff.toolbox, staff.member, slug, number, revision, is_unpaid=is_unpaid)
    except BookingStale as stale:
        return await _stale(staff, stale)
    return await _done(staff, booking)


def _revision(staff: StaffVisit) -> int:
    return Reading(staff.fields, staff.clinic).revision()


async def _done(staff: StaffVisit, booking: int) -> Response[Any] | Redirect:
    """The page, or in the calendar's panel the booking as it is now."""
    if not is_piece(staff):
        return staff.redirect(f"{staff.home}/bookings/{booking}")
    response = staff.show(PIECE, **await peek_context(staff, booking))
    response.headers.update(CHANGED)
    return response


async def _stale(staff: StaffVisit, stale: BookingStale) -> Response[Any]:
    why = await stale_context(staff, "booking", stale.booking)
    if is_piece(staff):
        context = {**await peek_context(staff, stale.booking.id), **why}
        response = staff.show(PIECE, 409, **context)
        response.headers.update(CHANGED)
        return response
    context = {**await booking_context(staff, stale.booking.id), **why}
    return staff.show(TEMPLATE, 409, **context)
