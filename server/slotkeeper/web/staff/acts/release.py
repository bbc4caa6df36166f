"""POST /staff/{clinic}/holds/{hold}/release"""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import HoldUnknown
from slotkeeper.services.staff.bookings.refusals import StateForbids
from slotkeeper.services.staff.release_hold import release_by_staff
from slotkeeper.web.staff.acts.answers import CHANGED, is_piece
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY


@post("/{clinic:str}/holds/{hold:int}/release", status_code=200, opt=EVERYBODY)
async def release_hold(
    hold: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """The time is free at once; the patient is told that it is gone. One that is over already needs
    no release.
    """
    try:
        await release_by_staff(staff.toolbox, staff.member, row_number(hold))
        key = "released"
    except HoldUnknown:
        key = "over"
    except StateForbids:
        key = "booked"
    if is_piece(staff):
        response = staff.show("acts/hold_gone.html", key=key)
        response.headers.update(CHANGED)
        return response
    return staff.redirect(f"{staff.home}/calendar", told=f"hold_{key}")


async def release_first(staff: StaffVisit) -> None:
    """Where the form's button says so: the hold that was in the way. What it has become meanwhile
    is told by what follows.
    """
    hold = Reading(staff.fields, staff.clinic).number("release")
    if hold:
        try:
            await release_by_staff(staff.toolbox, staff.member, hold)
        except (HoldUnknown, StateForbids):
            return
