"""POST …/waitlist/accept, …/decline and …/leave: the answers to an offer, and to waiting at all."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.booking_link import get_managed, sign_link
from slotkeeper.services.keep_hold import HoldRenewed
from slotkeeper.services.waitlist.accept import accept, accept_earlier
from slotkeeper.services.waitlist.decline import decline
from slotkeeper.services.waitlist.entry import OfferOver, Waiting, get_waiting
from slotkeeper.services.waitlist.leave import leave
from slotkeeper.web.booking.booking_show import managed_step
from slotkeeper.web.booking.move_view import move_cost_text
from slotkeeper.web.booking.payment_pay import ask_to_pay
from slotkeeper.web.booking.typed import LARGE_FORM, LARGE_FORM_BYTES, read_number, typed_fields
from slotkeeper.web.booking.visit import Visit
from slotkeeper.web.booking.waitlist_show import OFFER, get_offered, waiting_step
from slotkeeper.web.booking.waitlist_view import offer_context

_ANSWERS = ("terms", "terms_version", "asked")


@post("/waitlist/accept", opt=LARGE_FORM, status_code=200, request_max_body_size=LARGE_FORM_BYTES)
async def create_acceptance(visit: NamedDependency[Visit]) -> Response[Any]:
    """The offered time is booked: one press, with what the clinic asks of everybody who books."""
    fields, toolbox = await visit.form("booking"), visit.toolbox
    waiting = await get_waiting(toolbox, visit.clinic, fields.get("entry", ""))
    try:
        booking = await _accept(visit, waiting, fields)
    except _CostChanged:
        return await _offer_again(visit, waiting, 409, fields, notice="move.cost_changed")
    except FieldsInvalid as invalid:
        return await _offer_again(visit, waiting, 422, fields, invalid)
    except HoldRenewed as renewed:
        raise OfferOver from renewed
    if booking.state == "paying":
        return await ask_to_pay(visit, booking)
    link = sign_link(toolbox, booking)
    managed = await get_managed(toolbox, visit.clinic, link)
    template, context = managed_step(visit, managed)
    context["came_by_link"] = True  # a reload shows it, though it was just made
    return visit.surface.done(f"/b/{link}", template, lambda: context)


@post("/waitlist/decline", status_code=200)
async def create_refusal(visit: NamedDependency[Visit]) -> Response[Any]:
    """Not for them: they go on waiting."""
    fields = await visit.form("hold")
    token, offer_id = fields.get("entry", ""), read_number(fields, "offer")
    return await _go_on(visit, await decline(visit.toolbox, visit.clinic, token, offer_id))


@post("/waitlist/leave", status_code=200)
async def delete_entry(visit: NamedDependency[Visit]) -> Response[Any]:
    """They leave the waiting list."""
    fields = await visit.form("hold")
    return await _go_on(visit, await leave(visit.toolbox, visit.clinic, fields.get("entry", "")))


class _CostChanged(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """Taking it costs something else by now than what was shown."""


async def _accept(visit: Visit, waiting: Waiting, fields: dict[str, str]) -> Booking:
    toolbox, token, offer_id = visit.toolbox, waiting.token, read_number(fields, "offer")
    if waiting.entry.booking_id is None:
        sent = {name: fields[name] for name in fields if name in _ANSWERS or _is_answer(name)}
        return await accept(toolbox, visit.clinic, token, offer_id, sent, visit.address)
    shown = ""
    if waiting.offer and waiting.offer.id == offer_id:
        moving = (await get_offered(visit, waiting)).moving
        if moving and moving.cost.consequence.keeps != read_number(fields, "keeps"):
            raise _CostChanged
        shown = move_cost_text(visit.surface, moving) if moving else ""
    return await accept_earlier(
        toolbox,
        visit.clinic,
        token,
        offer_id,
        revision=read_number(fields, "revision"),
        shown=shown,
        terms_version=fields.get("terms_version", "") if fields.get("terms") else "",
        address=visit.address,
    )


def _is_answer(name: str) -> bool:
    return name.startswith("q_")


async def _offer_again(
    visit: Visit,
    waiting: Waiting,
    status: int,
    fields: dict[str, str],
    invalid: FieldsInvalid | None = None,
    notice: str = "",
) -> Response[Any]:
    if waiting.offer is None:
        raise OfferOver
    context = offer_context(
        visit.surface,
        await get_offered(visit, waiting),
        typed=typed_fields(fields),
        problems=invalid.problems if invalid else {},
        notice=notice,
    )
    return visit.surface.show(OFFER, context, status=status)


async def _go_on(visit: Visit, waiting: Waiting) -> Response[Any]:
    template, context = await waiting_step(visit, waiting)
    return visit.surface.done(f"/w/{waiting.token}", template, lambda: context)
