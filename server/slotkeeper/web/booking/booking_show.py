"""GET /c/{clinic}/b/{token}: the booking by its link, and its calendar file."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.services.booking_link import get_managed
from slotkeeper.services.calendar_file import calendar_file
from slotkeeper.web.booking.confirmed_view import confirmed_context
from slotkeeper.web.booking.visit import Visit


@get("/b/{token:str}")
async def show_booking(token: FromPath[str], visit: NamedDependency[Visit]) -> Response[Any]:
    """The confirmation, to come back to."""
    managed = await get_managed(visit.toolbox, visit.clinic, token)
    context = confirmed_context(visit.surface, managed, visit.toolbox.base_url)
    return visit.surface.show("booking/confirmed.html", context)


@get("/b/{token:str}/appointment.ics")
async def show_calendar_file(
    token: FromPath[str], visit: NamedDependency[Visit]
) -> Response[bytes]:
    """The appointment for the patient's own calendar."""
    toolbox = visit.toolbox
    managed = await get_managed(toolbox, visit.clinic, token)
    return Response(
        calendar_file(managed, toolbox.base_url, toolbox.clock()),
        media_type="text/calendar; method=PUBLISH",
        headers={
            "Content-Disposition": 'attachment; filename="appointment.ics"',
            "Cache-Control": "no-store",
        },
    )
