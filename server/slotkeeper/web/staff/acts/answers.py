"""Answers to a page, and to the calendar's script, which shows a piece of one."""

from typing import Any

from litestar import MediaType, Response

from slotkeeper.web.staff.door import PRIVATE, StaffVisit

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
