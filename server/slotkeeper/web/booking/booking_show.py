"""GET …/b/{token}: the booking by its link, and its calendar file."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.services.booking_link import Managed, get_managed
from slotkeeper.services.calendar_file import calendar_file
from slotkeeper.services.changing.changeable import find_agreed, is_open
from slotkeeper.services.changing.moving import can_move
from slotkeeper.services.changing.page import News, get_booking_page
from slotkeeper.web.booking.cancel_view import cancelled_context
from slotkeeper.web.booking.confirmed_view import confirmed_context
from slotkeeper.web.booking.manage_view import manage_context, news_context
from slotkeeper.web.booking.pending_view import ended_context, pending_context
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.visit import Visit
from slotkeeper.web.booking.waitlist_join_view import earlier_url


@get("/b/{token:str}")
async def show_booking(token: FromPath[str], visit: NamedDependency[Visit]) -> Response[Any]:
    """How it stands: the confirmation, to come back to; what it waits for; or that it is over."""
    return await answer_link(visit, token)


async def answer_link(visit: Visit, token: str) -> Response[Any]:
    """The booking of that link, for who comes back to it. Raises BookingUnknown."""
    managed = await get_managed(visit.toolbox, visit.clinic, token)
    agreed = await find_agreed(visit.toolbox, managed)
    if agreed:
        context = cancelled_context(visit.surface, managed, agreed, visit.toolbox.clock())
        return visit.surface.show("booking/cancelled.html", context)
    template, context = managed_step(visit, managed)
    if template == "booking/confirmed.html":
        page = await get_booking_page(visit.toolbox, managed)
        context |= manage_context(visit.surface, managed, page, visit.toolbox.clock())
    return visit.surface.show(template, context)


def answer_managed(visit: Visit, managed: Managed, *, notice: str = "") -> Response[Any]:
    """The booking as it stands; `notice` is a key of the catalogue, for one that waits."""
    template, context = managed_step(visit, managed, notice=notice)
    return visit.surface.show(template, context)


def managed_step(
    visit: Visit, managed: Managed, *, notice: str = "", news: News = "made"
) -> tuple[str, Context]:
    """The template of a booking as it stands, and what that is given; `news` is what has just
    become of it.
    """
    surface, base_url = visit.surface, visit.toolbox.base_url
    booking, now = managed.booking, visit.toolbox.clock()
    links = _links(surface, managed, now)
    if booking.is_waiting(now):
        context = pending_context(surface, managed, base_url, notice=notice)
        return "booking/pending.html", context | links
    if booking.state in {"pending", "cancelled"}:
        return "booking/notice.html", ended_context(surface, managed)
    context = confirmed_context(surface, managed, base_url)
    if news != "made":
        context |= news_context(surface, news)
    return "booking/confirmed.html", context | links


def _links(surface: Surface, managed: Managed, now: int) -> Context:
    """What its patient can still do, and where."""
    page, found = f"/b/{managed.token}", {}
    if is_open(managed.clinic, managed.booking, now):
        found["cancel_url"] = surface.url(f"{page}/cancel")
    if can_move(managed, now):
        found["move_url"] = surface.url(f"{page}/move")
        found["earlier_url"] = earlier_url(surface, managed)
    return found


@get("/b/{token:str}/appointment.ics")
async def show_calendar_file(
    token: FromPath[str], visit: NamedDependency[Visit]
) -> Response[bytes]:
    """The appointment for the patient's own calendar. Raises BookingUnknown where none is made."""
    toolbox = visit.toolbox
    managed = await get_managed(toolbox, visit.clinic, token)
    if managed.booking.state in {"pending", "cancelled"}:
        raise BookingUnknown
    return Response(
        calendar_file(managed, toolbox.base_url, toolbox.clock()),
        media_type="text/calendar; method=PUBLISH",
        headers={
            "Content-Disposition": 'attachment; filename="appointment.ics"',
            "Cache-Control": "no-store",
        },
    )
