"""/staff/{clinic}/bookings"""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from slotkeeper.domain.booking_list import BookingFilter
from slotkeeper.domain.local_time import local_date
from slotkeeper.services.staff.booking_list import BookingPage, list_bookings
from slotkeeper.web.staff.booking_query import (
    MAKERS,
    PAID,
    STATES,
    count_filters,
    read_query,
    write_place,
    write_query,
)
from slotkeeper.web.staff.booking_row import grouped, row_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.roles import EVERYBODY


@get("/{clinic:str}/bookings", opt=EVERYBODY)
async def show_bookings(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The newest, those of some days, or what the filters leave; a practitioner's own only."""
    fields = dict(staff.request.query_params)
    fields.pop("q", None)
    return await _show(staff, wanted_of(staff, fields), "page/bookings.html")


@post("/{clinic:str}/bookings", status_code=200, opt=EVERYBODY)
async def search_bookings(staff: NamedDependency[StaffVisit]) -> Response[Any] | Redirect:
    """The same with what was typed into the search, which no address shows (R6). A script that
    searches while somebody types gets the list alone.
    """
    wanted = wanted_of(staff, staff.fields)
    if staff.request.headers.get("hx-request"):
        return await _show(staff, wanted, "components/booking_results.html")
    if not wanted.text.strip():
        return staff.redirect(f"{staff.home}/bookings{write_query(wanted)}")
    return await _show(staff, wanted, "page/bookings.html")


def wanted_of(staff: StaffVisit, fields: dict[str, str]) -> BookingFilter:
    """What an address or a form asks for."""
    return read_query(fields, local_date(staff.toolbox.clock(), staff.clinic.time_zone))


async def _show(staff: StaffVisit, wanted: BookingFilter, template: str) -> Response[Any]:
    page = await list_bookings(staff.toolbox, staff.member, staff.clinic, wanted)
    return staff.show(template, **_context(staff, wanted, page))


def _context(staff: StaffVisit, wanted: BookingFilter, page: BookingPage) -> dict[str, Any]:
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    rows = [
        row_of(each, page.parts, moments, page.alerts.get(each.patient_id, ""))
        for each in page.bookings
    ]
    return {
        "wanted": wanted,
        "groups": grouped(rows, page.bookings, wanted.order, moments),
        "count": len(rows),
        "after": write_place(page.after) if page.after else "",
        "address": f"{staff.home}/bookings{write_query(wanted)}",
        "filters": count_filters(wanted),
        "practitioners": list(page.parts.practitioners.values()),
        "types": list(page.parts.appointment_types.values()),
        "states": STATES,
        "makers": MAKERS,
        "paid": PAID,
        "zone": staff.clinic.time_zone.rpartition("/")[2].replace("_", " "),
        "public": f"{staff.toolbox.base_url}/c/{staff.clinic.slug}",
    }
