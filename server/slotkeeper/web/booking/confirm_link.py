"""GET and POST /c/{clinic}/confirm/{token}, POST …/confirm/resend: the link that is mailed."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.services.booking_link import get_managed, sign_link
from slotkeeper.services.trust.confirm_link import confirm, get_confirmable, resend
from slotkeeper.web.booking.booking_show import answer_managed
from slotkeeper.web.booking.pending_view import confirm_context
from slotkeeper.web.booking.visit import Visit


@get("/confirm/{token:str}")
async def show_confirm(token: FromPath[str], visit: NamedDependency[Visit]) -> Response[Any]:
    """A page with a button; looking at it changes nothing."""
    visit.limit("payment")
    opened = await get_confirmable(visit.toolbox, visit.clinic, token)
    names = await get_managed(visit.toolbox, visit.clinic, sign_link(visit.toolbox, opened.booking))
    context = confirm_context(visit.surface, token, opened, names)
    return visit.surface.show("booking/confirm.html", context)


@post("/confirm", status_code=200)
async def create_confirmation(visit: NamedDependency[Visit]) -> Response[Any]:
    """The button was pressed: the appointment is booked."""
    fields = await visit.form("hold")
    booking = await confirm(visit.toolbox, visit.clinic, fields.get("confirm", ""))
    link = sign_link(visit.toolbox, booking)
    return visit.surface.redirect(visit.surface.url(f"/b/{link}"))


@post("/confirm/resend", status_code=200)
async def resend_link(visit: NamedDependency[Visit]) -> Response[Any]:
    """Send the link once more."""
    fields = await visit.form("hold")
    token = fields.get("booking", "")
    sent = await resend(visit.toolbox, visit.clinic, token)
    notice = "pending.sent_again" if sent else "pending.sent_just_now"
    managed = await get_managed(visit.toolbox, visit.clinic, token)
    return answer_managed(visit, managed, notice=notice)
