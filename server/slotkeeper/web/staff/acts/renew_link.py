"""/staff/{clinic}/bookings/{booking}/link: the patient gets another link, the old one ends."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.services.staff.booking_detail import BookingDetail, get_booking_detail
from slotkeeper.services.staff.bookings.refusals import BookingStale, StateForbids
from slotkeeper.services.staff.bookings.renew_link import is_renewable, preview_link, renew_link
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.acts.stale import stale_context
from slotkeeper.web.staff.booking_row import row_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import DESK

TEMPLATE = "acts/link.html"


@get("/{clinic:str}/bookings/{booking:int}/link", opt=DESK)
async def show_link(booking: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """What will happen, and the button."""
    detail = await _detail(staff, booking)
    if not is_renewable(detail.present):
        raise StateForbids(detail.present)
    return staff.show(TEMPLATE, **await _context(staff, detail))


@post("/{clinic:str}/bookings/{booking:int}/link", status_code=200, opt=DESK)
async def update_link(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """From now on the old link opens nothing."""
    revision, number = Reading(staff.fields, staff.clinic).revision(), row_number(booking)
    try:
        await renew_link(staff.toolbox, staff.member, number, revision)
    except BookingStale as stale:
        context = await _context(staff, await _detail(staff, booking))
        context |= await stale_context(staff, "booking", stale.booking)
        return staff.show(TEMPLATE, 409, **context)
    return staff.redirect(f"{staff.home}/bookings/{booking}", told="link_renewed")


async def _detail(staff: StaffVisit, booking: int) -> BookingDetail:
    return await get_booking_detail(staff.toolbox, staff.member, row_number(booking))


async def _context(staff: StaffVisit, detail: BookingDetail) -> dict[str, Any]:
    moments, it, booker = moments_of(staff), detail.booking, detail.booker
    return {
        "stale": None,
        "it": it,
        "row": row_of(it, detail.parts, moments, detail.alert),
        "long_day": moments.long_day(it.starts_at),
        "revision": detail.present.revision,
        "is_renewable": is_renewable(detail.present),
        "means": await preview_link(staff.toolbox, detail.present),
        "to_name": booker.first_name if booker else it.first_name,
        "to_email": booker.email if booker else it.email,
    }
