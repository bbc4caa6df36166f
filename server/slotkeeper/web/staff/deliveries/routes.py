"""The routes of the page Deliveries: the desk sees to all, a practitioner to their own bookings."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.services.notices.acknowledge import DeliveryUnknown, acknowledge, take_back
from slotkeeper.services.notices.resend import resend
from slotkeeper.web.staff.deliveries.page import show_page
from slotkeeper.web.staff.deliveries.query import read_filter, read_ids, write_filter
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY

Staff = NamedDependency[StaffVisit]


@get("/{clinic:str}/deliveries", opt=EVERYBODY)
async def show_deliveries(staff: Staff) -> Response[Any]:
    """What needs somebody, then all bookings with the state of each way."""
    return await show_page(staff, staff.request.query_params)


@get("/{clinic:str}/deliveries/live", opt=EVERYBODY)
async def show_deliveries_now(staff: Staff) -> Response[Any]:
    """The same without its frame: an open page asks again and again."""
    return await show_page(staff, staff.request.query_params, "deliveries/live.html")


@post("/{clinic:str}/deliveries/seen", opt=EVERYBODY)
async def acknowledge_deliveries(staff: Staff) -> Redirect:
    """Somebody has seen to one, or to all of an outage."""
    ids = read_ids(staff.fields.get("ids", ""))
    if not ids:
        return _back(staff, "")
    try:
        await acknowledge(staff.toolbox, staff.member, staff.actor, ids)
    except DeliveryUnknown as unknown:
        raise NotThere from unknown
    return _back(staff, "delivery_seen")


@post("/{clinic:str}/deliveries/{delivery:int}/reopen", opt=EVERYBODY)
async def reopen_delivery(delivery: FromPath[int], staff: Staff) -> Redirect:
    """Nobody has seen to it after all."""
    try:
        done = await take_back(staff.toolbox, staff.member, staff.actor, row_number(delivery))
    except DeliveryUnknown as unknown:
        raise NotThere from unknown
    return _back(staff, "delivery_reopened" if done else "delivery_arrived")


@post("/{clinic:str}/deliveries/{delivery:int}/again", opt=EVERYBODY)
async def resend_delivery(delivery: FromPath[int], staff: Staff) -> Redirect:
    """Send it once more, to the address or number of today."""
    try:
        done = await resend(staff.toolbox, staff.member, staff.actor, row_number(delivery))
    except DeliveryUnknown as unknown:
        raise NotThere from unknown
    return _back(staff, "delivery_again" if done else "delivery_under_way")


def _back(staff: StaffVisit, told: str) -> Redirect:
    """To the page that it came from: that of a booking, or the list as it was filtered."""
    booking = read_ids(staff.fields.get("booking", ""))
    if len(booking) == 1:
        return staff.redirect(f"{staff.home}/bookings/{booking[0]}", told=told)
    query = write_filter(read_filter(staff.fields))
    if told and query:
        return staff.redirect(f"{staff.home}/deliveries{query}&told={told}")
    return staff.redirect(f"{staff.home}/deliveries{query}", told=told)


DELIVERY_ROUTES = [
    show_deliveries,
    show_deliveries_now,
    acknowledge_deliveries,
    reopen_delivery,
    resend_delivery,
]
