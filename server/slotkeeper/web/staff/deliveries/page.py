"""/staff/{clinic}/deliveries"""

from collections.abc import Mapping
from typing import Any

from litestar import Response

from slotkeeper.domain.booking_list import ListedBooking
from slotkeeper.services.notices.about import find_about
from slotkeeper.services.notices.delivery_list import DeliveryPage, list_deliveries, list_seen_to
from slotkeeper.services.notices.tasks import find_trouble
from slotkeeper.storage.delivery_list import DeliveryFilter, SeenTo
from slotkeeper.storage.set_up_names import Parts
from slotkeeper.web.staff.booking_row import shown_state
from slotkeeper.web.staff.deliveries.query import SOUGHT, WAYS, read_filter, write_filter
from slotkeeper.web.staff.deliveries.task_view import about_url, task_view
from slotkeeper.web.staff.deliveries.way_view import three_ways, way_views
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments

_USUAL = ("confirmed", "arrived", "fulfilled")


async def show_page(
    staff: StaffVisit, fields: Mapping[str, str], template: str = "deliveries/page.html"
) -> Response[Any]:
    """What needs somebody, then all bookings with their ways."""
    wanted = read_filter(fields)
    moments = Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
    page = await list_deliveries(staff.toolbox, staff.member, wanted)
    trouble = await find_trouble(staff.toolbox, staff.member)
    seen = await list_seen_to(staff.toolbox, staff.member)
    return staff.show(
        template,
        tasks=[task_view(staff, each, page.parts, moments) for each in trouble.tasks],
        waiting=trouble.waiting,
        by_hand=trouble.by_hand,
        not_in_diary=trouble.not_in_diary,
        untold=trouble.untold,
        seen=[await _seen(staff, each, moments) for each in seen],
        rows=[_row(staff, each, page, moments) for each in page.bookings],
        wanted=wanted,
        ways=WAYS,
        sought=SOUGHT,
        after=_after(wanted, page),
        address=f"{staff.home}/deliveries{write_filter(wanted)}",
        now=moments.time(moments.now),
    )


def _after(wanted: DeliveryFilter, page: DeliveryPage) -> str:
    if page.after is None:
        return ""
    return write_filter(DeliveryFilter(way=wanted.way, state=wanted.state, after=page.after))


def _row(
    staff: StaffVisit, booking: ListedBooking, page: DeliveryPage, moments: Moments
) -> dict[str, Any]:
    ways, parts = page.ways[booking.id], page.parts
    state = shown_state(booking, moments.now)
    return {
        "id": booking.id,
        "url": f"{staff.home}/bookings/{booking.id}",
        "patient": f"{booking.first_name} {booking.last_name}".strip(),
        "state": state,
        "badge": "" if state in _USUAL else staff.text(f"state.{state}"),
        "when": moments.day_and_time(booking.starts_at),
        "when_iso": moments.iso(booking.starts_at),
        "what": _what(staff, booking, parts),
        "made": moments.ago(booking.made_at, short=True),
        "made_iso": moments.iso(booking.made_at),
        "made_at": moments.day_and_time(booking.made_at),
        "three": three_ways(staff, ways),
        "ways": way_views(staff, ways, moments),
    }


def _what(staff: StaffVisit, booking: ListedBooking, parts: Parts) -> str:
    kind = parts.appointment_types[booking.appointment_type_id].name
    if staff.member.only_diary is not None:
        return kind
    return f"{kind} · {parts.practitioners[booking.practitioner_id].name}"


async def _seen(staff: StaffVisit, seen: SeenTo, moments: Moments) -> dict[str, Any]:
    told = seen.told
    about = await find_about(staff.toolbox.database, staff.clinic.id, told.booking_id)
    what = staff.text(f"ways.name_{told.way or 'clinic'}")
    return {
        "id": told.id,
        "url": about_url(staff, about) if about else f"{staff.home}/bookings/{told.booking_id}",
        "patient": about.name if about else "",
        "what": " · ".join(filter(None, (what, seen.by))),
        "ago": moments.ago(seen.at),
        "iso": moments.iso(seen.at),
    }
