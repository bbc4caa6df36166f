"""GET /c/{clinic}/b/{token}: the booking by its link, and its calendar file."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.services.booking_link import get_managed
from slotkeeper.services.calendar_file import calendar_file
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.web.booking.confirmed_view import confirmed_context
from slotkeeper.web.booking.surface import Surface


@get("/b/{token:str}")
async def show_booking(
    clinic: FromPath[str],
    token: FromPath[str],
    toolbox: NamedDependency[Toolbox],
    surface: NamedDependency[Surface],
) -> Response[Any]:
    """The confirmation, to come back to."""
    managed = await get_managed(toolbox, clinic, token)
    return surface.show(
        "booking/confirmed.html", confirmed_context(surface, managed, toolbox.base_url)
    )


@get("/b/{token:str}/appointment.ics")
async def show_calendar_file(
    clinic: FromPath[str], token: FromPath[str], toolbox: NamedDependency[Toolbox]
) -> Response[bytes]:
    """The appointment for the patient's own calendar."""
    managed = await get_managed(toolbox, clinic, token)
    return Response(
        calendar_file(managed, toolbox.base_url, toolbox.clock()),
        media_type="text/calendar; method=PUBLISH",
        headers={
            "Content-Disposition": 'attachment; filename="appointment.ics"',
            "Cache-Control": "no-store",
        },
    )
