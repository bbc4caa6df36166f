"""Answers to a page, and to the calendar's script, which shows a piece of one."""

from typing import Any

from litestar import MediaType, Response

from slotkeeper.web.staff.door import PRIVATE, StaffVisit
from slotkeeper.web.staff.next_page import page_within

CHANGED = {"HX-Trigger": "calendar:changed"}
"""Tells an open calendar that it is behind."""


def is_piece(staff: StaffVisit) -> bool:
    """Whether a script asks, which wants no whole page."""
    headers = staff.request.headers
    return bool(headers.get("hx-request")) or headers.get("sec-fetch-dest") == "empty"


def nothing_to_show() -> Response[Any]:
    """Done, and the calendar will show it by itself."""
    headers = {**PRIVATE, **CHANGED}
    return Response("", status_code=204, media_type=MediaType.HTML, headers=headers)


def leads_to(staff: StaffVisit, booking: int) -> str:
    """Where a form for a booking leads when it is done: the page that asked for it with `next`,
    else the booking's.
    """
    asked = staff.fields.get("next") or staff.request.query_params.get("next", "")
    return page_within(staff.home, asked, f"{staff.home}/bookings/{booking}")
