"""POST …/payments, …/payments/state, …/payments/release, GET …/p/{token}: paying when booking, and
the difference when moving.
"""

from typing import Any
from urllib.parse import urlsplit

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import PaymentNotReached
from slotkeeper.services.booking_link import get_link_since, get_managed, link_since
from slotkeeper.services.changing.page import News
from slotkeeper.services.payments.checkout import open_pay_page
from slotkeeper.services.payments.give_up import give_up
from slotkeeper.services.payments.links import get_payment, page_of_clinic, sign_payment
from slotkeeper.services.payments.show import Shown, show_payment
from slotkeeper.web.booking.back_to import back_to
from slotkeeper.web.booking.booking_show import managed_step
from slotkeeper.web.booking.payment_view import (
    pay_page_message,
    payment_context,
    processing_context,
)
from slotkeeper.web.booking.step_show import find_step
from slotkeeper.web.booking.visit import Visit
from slotkeeper.web.headers import with_pay_pages

_UNAVAILABLE, _RETRY_SECONDS = 503, 5


@post("/payments", status_code=200)
async def start_payment(visit: NamedDependency[Visit]) -> Response[Any]:
    """Open the pay page, and lead there: by a header in the widget, by links in a frame, by 303 on
    a page.
    """
    fields = await visit.form("hold")
    shown = await _find(visit, fields.get("payment", ""))
    if shown.kind != "pay":
        return await _show(visit, shown)
    surface, signer = visit.surface, visit.toolbox.signer
    try:
        url = await open_pay_page(
            visit.toolbox,
            shown.payment,
            message=pay_page_message(surface, shown),
            page=page_of_clinic(shown.clinic, fields.get("page", "")),
        )
    except PaymentNotReached:
        context = payment_context(surface, signer, shown, notice="payment.down")
        answer = surface.show("booking/payment.html", context, status=_UNAVAILABLE)
        answer.headers["Retry-After"] = str(_RETRY_SECONDS)
        return _lead_out(visit, answer)
    framed = bool(fields.get("framed"))
    if not (surface.is_fragment or framed) and _origin(url) in visit.toolbox.payments.pay_pages:
        return _lead_out(visit, surface.redirect(url))
    framed = framed or not surface.is_fragment
    context = payment_context(
        surface,
        signer,
        shown,
        pay_url=url if framed else "",
        notice="payment.ready" if framed else "",
    )
    answer = surface.show("booking/payment.html", context)
    if not framed:
        answer.headers["HX-Redirect"] = url
        # htmx reads it only where CORS exposes it, and only this one answer may lead a page away.
        answer.headers["Access-Control-Expose-Headers"] = "HX-Redirect"
    return _lead_out(visit, answer)


@post("/payments/state", status_code=200)
async def show_payment_state(visit: NamedDependency[Visit]) -> Response[Any]:
    """How the payment stands, for who waits or let the time run out."""
    return await answer_payment(visit, (await visit.form("payment")).get("payment", ""))


@get("/p/{token:str}")
async def show_payment_page(token: FromPath[str], visit: NamedDependency[Visit]) -> Response[Any]:
    """The same as a page that can be reloaded."""
    visit.limit("payment")
    return await answer_payment(visit, token)


@post("/payments/release", status_code=200)
async def release_payment(visit: NamedDependency[Visit]) -> Response[Any]:
    """Give the time back and show the times again, or the booking that was to be moved; where it
    was paid meanwhile, say so.
    """
    fields = await visit.form("hold")
    toolbox, surface = visit.toolbox, visit.surface
    clinic = await toolbox.clinics.get(toolbox.database, visit.clinic)
    payment = await get_payment(toolbox, clinic, fields.get("payment", ""))
    if not await give_up(toolbox, payment):
        return await _show(visit, await _find(visit, fields.get("payment", "")))
    if payment.moves:
        link = await get_link_since(toolbox, clinic.id, payment.moves, payment.started_at)
        return await _show_booking(visit, link, "kept")
    kind, practitioner, location = payment.wish
    query = back_to((kind, location, practitioner), fields.get("back_to", ""))
    if surface.is_fragment:
        return surface.answer((await find_step(toolbox, surface, visit.clinic, query)).html)
    return surface.redirect(surface.step_url(**query))


async def answer_payment(visit: Visit, token: str) -> Response[Any]:
    """How that payment stands. Raises PaymentUnknown."""
    return await _show(visit, await _find(visit, token))


async def ask_to_pay(visit: Visit, booking: Booking) -> Response[Any]:
    """The next step of a booking that is to be paid first."""
    token = sign_payment(visit.toolbox.signer, booking)
    if visit.surface.is_fragment:
        return await _show(visit, await _find(visit, token))
    return visit.surface.redirect(visit.surface.url(f"/p/{token}"))


async def _find(visit: Visit, token: str) -> Shown:
    toolbox = visit.toolbox
    clinic = await toolbox.clinics.get(toolbox.database, visit.clinic)
    payment = await get_payment(toolbox, clinic, token)
    if payment.moves:  # times that are offered are for that booking
        link = await get_link_since(toolbox, clinic.id, payment.moves, payment.started_at)
        visit.request.state.typed = {"booking": link}
    return await show_payment(toolbox, clinic, payment)


async def _show(visit: Visit, shown: Shown) -> Response[Any]:
    surface, toolbox = visit.surface, visit.toolbox
    if shown.kind == "processing":
        context = processing_context(surface, toolbox.signer, shown)
        return surface.show("booking/processing.html", context)
    if shown.kind == "pay":
        notice = "payment.not_yet" if shown.payment.session_url else ""
        context = payment_context(surface, toolbox.signer, shown, notice=notice)
        return _lead_out(visit, surface.show("booking/payment.html", context))
    news: News = "moved" if shown.payment.moves else "made"
    link = await link_since(toolbox, shown.booking, shown.payment.started_at)
    return await _show_booking(visit, link, news)


async def _show_booking(visit: Visit, link: str, news: News) -> Response[Any]:
    managed = await get_managed(visit.toolbox, visit.clinic, link)
    template, context = managed_step(visit, managed, news=news)
    return visit.surface.done(f"/b/{link}", template, lambda: context)


def _lead_out(visit: Visit, answer: Response[Any]) -> Response[Any]:
    """A form on a page leads to the pay page, which the page's policy must know (CSP form-action
    counts redirects too).
    """
    if not visit.surface.is_fragment:
        answer.headers.update(with_pay_pages(visit.toolbox.payments.pay_pages))
    return answer


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
