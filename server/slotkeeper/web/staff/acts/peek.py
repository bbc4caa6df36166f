"""/staff/{clinic}/calendar/peek/…: one of a calendar's items beside it, with what can be done."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.block import Block
from slotkeeper.domain.errors import HoldUnknown
from slotkeeper.services.staff.blocks import get_block
from slotkeeper.services.staff.booking_detail import get_booking_detail, open_booking
from slotkeeper.services.staff.in_use import find_in_use
from slotkeeper.services.staff.release_hold import find_own_hold
from slotkeeper.storage.set_up_names import find_parts
from slotkeeper.web.formats import countdown_text
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.acts.answers import is_piece
from slotkeeper.web.staff.acts.possible import acts_of
from slotkeeper.web.staff.booker_words import beside_view
from slotkeeper.web.staff.booking_row import row_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.series.mark import series_mark

PIECE = "acts/peek_booking.html"
BLOCK_PIECE = "acts/peek_block.html"
_WHOLE = "acts/peek_page.html"


@get("/{clinic:str}/calendar/peek/booking/{booking:int}", opt=EVERYBODY)
async def peek_booking(booking: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Who, what, when, the alert note, and what can be done at once; that it was looked at is
    written down (A1).
    """
    await open_booking(staff.toolbox, staff.member, row_number(booking))
    return _show(staff, PIECE, await peek_context(staff, booking))


@get("/{clinic:str}/calendar/peek/block/{block:int}", opt=EVERYBODY)
async def peek_block(block: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """When, why, and who made it."""
    found = await get_block(staff.toolbox.database, staff.member, row_number(block))
    return _show(staff, BLOCK_PIECE, await block_context(staff, found))


@get("/{clinic:str}/calendar/peek/hold/{hold:int}", opt=EVERYBODY)
async def peek_hold(hold: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """A patient's choice that is not made yet; 404 where it is over."""
    try:
        found = await find_own_hold(staff.toolbox.database, staff.member, row_number(hold))
    except HoldUnknown:
        return _show(staff, "acts/hold_gone.html", {"key": "over"}, 404)
    now = staff.toolbox.clock()
    if not found.is_live_hold(now):
        key = "over" if found.state == "held" else "booked"
        return _show(staff, "acts/hold_gone.html", {"key": key}, 404)
    moments, parts = moments_of(staff), await find_parts(staff.toolbox.database, staff.clinic.id)
    context = {
        "hold": found,
        "practitioner": parts.practitioners[found.practitioner_id].name,
        "kind": parts.appointment_types[found.appointment_type_id].name,
        "when": f"{moments.day_and_time(found.starts_at)} – {moments.time(found.ends_at)}",
        "left": countdown_text((found.expires_at or now) - now),
    }
    return _show(staff, "acts/peek_hold.html", context)


async def block_context(staff: StaffVisit, block: Block) -> dict[str, Any]:
    """For acts/peek_block.html."""
    moments, parts = moments_of(staff), await find_parts(staff.toolbox.database, staff.clinic.id)
    return {
        "stale": None,
        "block": block,
        "practitioner": parts.practitioners[block.practitioner_id].name,
        "begins": moments.day_and_time(block.begins_at),
        "ends": moments.day_and_time(block.ends_at),
    }


async def peek_context(staff: StaffVisit, booking: int) -> dict[str, Any]:
    """For acts/peek_booking.html. Raises BookingUnknown."""
    detail = await get_booking_detail(staff.toolbox, staff.member, row_number(booking))
    moments = moments_of(staff)
    return {
        "stale": None,
        "it": detail.booking,
        "row": row_of(detail.booking, detail.parts, moments, detail.alert),
        "acts": acts_of(staff, detail),
        "series": await series_mark(staff, detail.present),
        "in_use": await find_in_use(
            staff.toolbox.database, staff.clinic, detail.present, staff.toolbox.clock()
        ),
        "in_panel": True,
        **beside_view(staff, detail),
    }


def _show(
    staff: StaffVisit, piece: str, context: dict[str, Any], status: int = 200
) -> Response[Any]:
    """The piece for a script, and inside a page for who follows the link."""
    template = piece if is_piece(staff) else _WHOLE
    return staff.show(template, status, piece=piece, **context)
