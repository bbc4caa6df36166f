"""POST …/bookings: "Book appointment"."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.services.booking_link import get_managed, link_since
from slotkeeper.services.bookings import make_booking
from slotkeeper.services.holds import get_hold
from slotkeeper.services.keep_hold import HoldRenewed
from slotkeeper.services.refusals import ClosedToNew
from slotkeeper.web.booking.booking_show import answer_managed
from slotkeeper.web.booking.details_view import details_context
from slotkeeper.web.booking.payment_pay import ask_to_pay
from slotkeeper.web.booking.typed import LARGE_FORM, LARGE_FORM_BYTES, typed_fields
from slotkeeper.web.booking.visit import Visit


@post("/bookings", opt=LARGE_FORM, status_code=200, request_max_body_size=LARGE_FORM_BYTES)
async def create_booking(visit: NamedDependency[Visit]) -> Response[Any]:
    """Confirm the booking, ask for its prepayment or say what it waits for; or show the form again
    with everything typed and what is wrong at its field.
    """
    toolbox, surface, clinic = visit.toolbox, visit.surface, visit.clinic
    try:
        fields = await visit.form("booking")
        token = fields.get("hold", "")
        booking = await make_booking(
            toolbox, clinic, token, fields, visit.address, surface.language
        )
    except FieldsInvalid as invalid:
        sent = visit.request.state.typed
        held = await get_hold(toolbox, clinic, sent.get("hold", ""))
        context = details_context(visit, held, typed_fields(sent), problems=invalid.problems)
        return surface.show("booking/details.html", context, status=422)
    except ClosedToNew as closed:
        if closed.wish.kind.patients != "all":
            raise
        # Nothing of what was typed is lost: the answer can be changed, or the clinic called.
        sent = visit.request.state.typed
        held = await get_hold(toolbox, clinic, sent.get("hold", ""))
        problems = {"patient_is": Problem("problem.closed_to_new")}
        context = details_context(visit, held, typed_fields(sent), problems=problems, call=True)
        return surface.show("booking/details.html", context, status=403)
    except HoldRenewed as renewed:
        typed = typed_fields(visit.request.state.typed)
        context = details_context(visit, renewed.held, typed, notice="details.ran_out")
        return surface.show("booking/details.html", context, status=410)
    if booking.state == "paying":
        return await ask_to_pay(visit, booking)
    link = await link_since(toolbox, booking, booking.held_at)
    if not surface.is_fragment:
        return surface.redirect(surface.url(f"/b/{link}"))
    return answer_managed(visit, await get_managed(toolbox, clinic, link))
