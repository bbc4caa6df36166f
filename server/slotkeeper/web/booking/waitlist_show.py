"""GET …/w/{token}: a place on the waiting list, and what is offered there."""

from contextlib import suppress
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.services.booking_link import sign_link
from slotkeeper.services.changing.changeable import ChangesClosed
from slotkeeper.services.changing.moving import Moving, get_moving
from slotkeeper.services.hold_token import sign_hold
from slotkeeper.services.intake import asked_questions
from slotkeeper.services.waitlist.accept import get_booking_of, hold_key
from slotkeeper.services.waitlist.entry import OfferOver, Waiting, get_waiting
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.set_up import get_location
from slotkeeper.web.booking.surface import Context
from slotkeeper.web.booking.visit import Visit
from slotkeeper.web.booking.waitlist_view import Offered, offer_context, waiting_context

OFFER = "waitlist/offer.html"
ENTRY = "waitlist/entry.html"


@get("/w/{token:str}")
async def show_waiting(token: FromPath[str], visit: NamedDependency[Visit]) -> Response[Any]:
    """How it stands; looking at it changes nothing, however often a mail scanner does."""
    visit.limit("read")
    return await answer_waiting(visit, await get_waiting(visit.toolbox, visit.clinic, token))


async def answer_waiting(visit: Visit, waiting: Waiting) -> Response[Any]:
    """An entry, for who comes by its link."""
    template, context = await waiting_step(visit, waiting)
    return visit.surface.show(template, context)


async def waiting_step(visit: Visit, waiting: Waiting) -> tuple[str, Context]:
    """The template of an entry as it stands, and what that is given: the place alone, where what is
    kept cannot be had any more.
    """
    if waiting.offer and waiting.entry.state == "waiting":
        with suppress(OfferOver, ChangesClosed):
            return OFFER, offer_context(visit.surface, await get_offered(visit, waiting))
    return ENTRY, waiting_context(visit.surface, waiting, await _booking_url(visit, waiting))


async def get_offered(visit: Visit, waiting: Waiting) -> Offered:
    """What is kept for them, with all that the page says of it. Raises OfferOver."""
    toolbox, offer = visit.toolbox, waiting.offer
    hold = await find_booking(toolbox.database, waiting.clinic.id, offer.hold_id) if offer else None
    if hold is None or waiting.kind is None:
        raise OfferOver
    moving = await _moving(visit, waiting) if waiting.entry.booking_id else None
    questions = () if moving else asked_questions(toolbox.vault, waiting.kind)
    return Offered(waiting, hold, await get_location(toolbox.database, hold), moving, questions)


async def _moving(visit: Visit, waiting: Waiting) -> Moving:
    toolbox, offer = visit.toolbox, waiting.offer
    if offer is None:
        raise OfferOver
    link = sign_link(toolbox, await get_booking_of(toolbox, waiting))
    held = sign_hold(toolbox.signer, hold_key(waiting, offer))
    return await get_moving(toolbox, visit.clinic, link, held)


async def _booking_url(visit: Visit, waiting: Waiting) -> str:
    """Of the booking for which an earlier time is wanted; "" where there is none."""
    if waiting.entry.booking_id is None:
        return ""
    booking = await get_booking_of(visit.toolbox, waiting)
    return visit.surface.url(f"/b/{sign_link(visit.toolbox, booking)}")
