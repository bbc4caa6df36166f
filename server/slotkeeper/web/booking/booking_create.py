"""POST …/bookings: "Book appointment"."""

from typing import Any

from litestar import Request, Response, post

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.booking_link import get_managed, sign_link
from slotkeeper.services.bookings import make_booking
from slotkeeper.services.holds import get_hold
from slotkeeper.services.keep_hold import HoldRenewed
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.web.booking.confirmed_view import confirmed_context
from slotkeeper.web.booking.details_view import details_context
from slotkeeper.web.booking.surface import Surface
from slotkeeper.web.booking.typed import typed_fields
from slotkeeper.web.forms import read_form
from slotkeeper.web.rate_limits import RateLimits


@post("/bookings", status_code=200)
async def create_booking(
    clinic: str,
    request: Request[Any, Any, Any],
    toolbox: Toolbox,
    surface: Surface,
    limits: RateLimits,
    address: str,
) -> Response[Any]:
    """Confirm the booking, or show the form again with everything typed and what is wrong at its
    field.
    """
    limits.check("booking", address)
    fields = await read_form(request)
    token, typed = fields.get("hold", ""), typed_fields(fields)
    try:
        booking = await make_booking(toolbox, clinic, token, fields, address)
    except FieldsInvalid as invalid:
        held = await get_hold(toolbox, clinic, token)
        context = details_context(surface, held, typed, problems=invalid.problems)
        return surface.show("booking/details.html", context, status=422)
    except HoldRenewed as renewed:
        context = details_context(surface, renewed.held, typed, notice="details.ran_out")
        return surface.show("booking/details.html", context, status=410)
    link = sign_link(toolbox, booking)
    managed = await get_managed(toolbox, clinic, link)
    return surface.done(
        f"/b/{link}",
        "booking/confirmed.html",
        lambda: confirmed_context(surface, managed, toolbox.base_url),
    )
