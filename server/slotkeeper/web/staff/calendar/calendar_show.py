"""/staff/{clinic}/calendar"""

import gzip
from dataclasses import replace
from typing import Any

from litestar import MediaType, Response, get
from litestar.di import NamedDependency

from slotkeeper.domain.local_time import local_date
from slotkeeper.services.staff.calendar import Diary, open_diary, visible_practitioners
from slotkeeper.web.staff.calendar.view import frame, inside
from slotkeeper.web.staff.calendar.wish import CalendarWish, read_wish
from slotkeeper.web.staff.door import PRIVATE, StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY


@get("/{clinic:str}/calendar", opt=EVERYBODY)
async def show_calendar(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """A day of everybody side by side, or a week; a practitioner's own only."""
    wish = _wish(staff)
    diary = await _open(staff, wish)
    context = {**frame(staff, wish, diary.now), **inside(staff, wish, diary)}
    return staff.show("calendar/page.html", **context)


@get("/{clinic:str}/calendar/grid", opt=EVERYBODY)
async def show_calendar_grid(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The days alone, which an open calendar fetches anew when something changed: packed, as that
    is often. There is no token in them that the size could betray.
    """
    wish = _wish(staff)
    diary = await _open(staff, wish)
    response = staff.show("calendar/grid.html", **inside(staff, wish, diary))
    if "gzip" in staff.request.headers.get("accept-encoding", ""):
        packed = gzip.compress(str(response.content).encode(), compresslevel=1, mtime=0)
        headers = {**PRIVATE, "Content-Encoding": "gzip"}
        return Response(packed, media_type=MediaType.HTML, headers=headers)
    return response


def _wish(staff: StaffVisit) -> CalendarWish:
    zone = staff.clinic.time_zone
    today = local_date(staff.toolbox.clock(), zone)
    wish = read_wish(staff.request.query_params, today, zone)
    visible = visible_practitioners(staff.clinic, staff.member)
    is_one = len(visible) == 1 or (wish.painting and wish.is_roster and visible)
    if wish.practitioner or not is_one:
        return wish
    return replace(wish, practitioner=visible[0].slug)


async def _open(staff: StaffVisit, wish: CalendarWish) -> Diary:
    return await open_diary(staff.toolbox, staff.clinic, staff.member, wish.days, wish.practitioner)
