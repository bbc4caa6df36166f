"""GET …/b/{token}/move[/{hold}], POST …/moves, …/moves/holds and …/moves/holds/release: a patient
changes the time.
"""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.errors import FieldsInvalid, HoldOver
from slotkeeper.services.booking_link import get_managed
from slotkeeper.services.changing.changeable import ChangesClosed
from slotkeeper.services.changing.move import WantedMove, hold_move, move_by_patient, wish_to_move
from slotkeeper.services.changing.moving import Moving, can_move, get_moving, get_moving_of
from slotkeeper.services.changing.often import check_often
from slotkeeper.services.changing.price import PriceChanged
from slotkeeper.services.holds import release
from slotkeeper.services.keep_hold import HoldRenewed
from slotkeeper.services.place_hold import Caller
from slotkeeper.services.refusals import BeingPaid
from slotkeeper.web.booking.booking_show import managed_step
from slotkeeper.web.booking.hold_create import LONGEST_VISITOR, read_slot
from slotkeeper.web.booking.move_view import (
    move_context,
    move_cost_text,
    move_url,
    review_context,
)
from slotkeeper.web.booking.payment_pay import ask_to_pay
from slotkeeper.web.booking.slot_view import moving_times
from slotkeeper.web.booking.typed import read_number
from slotkeeper.web.booking.visit import Visit

_REVIEW = "booking/review.html"


@get("/b/{token:str}/move")
async def show_move(token: FromPath[str], visit: NamedDependency[Visit]) -> Response[Any]:
    """The times to choose from; the old one stays, and looking at them changes nothing."""
    visit.limit("read")
    query = visit.request.query_params
    return await _show_times(visit, token, query.get("practitioner", ""), query.get("day", ""))


@post("/moves/holds", status_code=200)
async def create_move_hold(visit: NamedDependency[Visit]) -> Response[Any]:
    """A time was chosen: it is held while the old one is kept."""
    fields, surface = await visit.form("hold"), visit.surface
    token = fields.get("booking", "")
    caller = Caller(fields.get("visitor", "")[:LONGEST_VISITOR], visit.address)
    held = await hold_move(
        visit.toolbox,
        visit.clinic,
        token,
        read_slot(fields),
        caller,
        practitioner=fields.get("practitioner", ""),
        previous=fields.get("hold", ""),
    )
    moving = await get_moving_of(visit.toolbox, visit.clinic, held)
    path = f"/b/{token}/move/{held.token}"
    return surface.done(path, _REVIEW, lambda: review_context(surface, moving))


@get("/b/{token:str}/move/{hold:str}")
async def show_review(
    token: FromPath[str], hold: FromPath[str], visit: NamedDependency[Visit]
) -> Response[Any]:
    """From which time to which, what that costs, and a button."""
    visit.limit("read")
    visit.request.state.typed = {"booking": token}  # times that are offered are for this booking
    moving = await get_moving(visit.toolbox, visit.clinic, token, hold)
    return visit.surface.show(_REVIEW, review_context(visit.surface, moving))


@post("/moves", status_code=200)
async def create_move(visit: NamedDependency[Visit]) -> Response[Any]:
    """The button was pressed."""
    fields, toolbox = await visit.form("change"), visit.toolbox
    token, hold = fields.get("booking", ""), fields.get("hold", "")
    moving, shown = await _as_shown(visit, token, hold), ""
    if moving is not None:
        if _is_other(moving, fields):
            return _look_again(visit, moving, 409, "move.cost_changed")
        shown = move_cost_text(visit.surface, moving)
    wanted = WantedMove(
        hold=hold,
        revision=read_number(fields, "revision"),
        keeps=read_number(fields, "keeps"),
        paid=read_number(fields, "paid"),
        at_clinic=read_number(fields, "at_clinic"),
        pays=read_number(fields, "pays"),
        returns=read_number(fields, "returns"),
        shown=shown,
        terms_version=fields.get("terms_version", "") if fields.get("terms") else "",
    )
    try:
        language = visit.surface.language
        moved = await move_by_patient(toolbox, visit.clinic, token, wanted, visit.address, language)
    except FieldsInvalid as invalid:
        again = await get_moving(toolbox, visit.clinic, token, hold)
        context = review_context(visit.surface, again, problems=invalid.problems)
        return visit.surface.show(_REVIEW, context, status=422)
    except HoldRenewed as renewed:
        again = await get_moving(toolbox, visit.clinic, token, renewed.held.token)
        return _look_again(visit, again, 410, "move.kept_again")
    except PriceChanged:
        again = await get_moving(toolbox, visit.clinic, token, hold)
        return _look_again(visit, again, 409, "move.cost_changed")
    if moved.is_being_paid:
        return await ask_to_pay(visit, moved)
    managed = await get_managed(toolbox, visit.clinic, token)
    template, context = managed_step(visit, managed, news="moved")
    return visit.surface.done(f"/b/{token}", template, lambda: context)


@post("/moves/holds/release", status_code=200)
async def release_move_hold(visit: NamedDependency[Visit]) -> Response[Any]:
    """Give the new time back and show the times again; the booking stays as it is."""
    fields, surface = await visit.form("hold"), visit.surface
    token = fields.get("booking", "")
    wish = await release(visit.toolbox, visit.clinic, fields.get("hold", ""))
    if surface.is_fragment:
        return await _show_times(visit, token, wish.practitioner, "")
    managed = await get_managed(visit.toolbox, visit.clinic, token)
    return surface.redirect(move_url(surface, managed, wish.practitioner))


def answer_held(visit: Visit, moving: Moving, notice: str) -> Response[Any]:
    """The new time is kept, longer or again; `notice` is a key of the catalogue."""
    path = f"/b/{moving.before.token}/move/{moving.held.token}"
    context = review_context(visit.surface, moving, notice=notice)
    return visit.surface.done(path, _REVIEW, lambda: context)


async def _show_times(visit: Visit, token: str, practitioner: str, day: str) -> Response[Any]:
    toolbox, surface = visit.toolbox, visit.surface
    managed = await get_managed(toolbox, visit.clinic, token)
    if not can_move(managed, toolbox.clock()):
        raise ChangesClosed
    await check_often(toolbox.database, managed.booking, toolbox.clock())
    wish = wish_to_move(managed, practitioner)
    is_same = wish.practitioner == managed.practitioner.slug
    own = managed.booking.starts_at if is_same else 0
    path = move_url(surface, managed, wish.practitioner)
    times = await moving_times(toolbox, surface, wish, day, path, own)
    context = move_context(surface, managed, wish, times)
    return surface.show("booking/move.html", context)


async def _as_shown(visit: Visit, token: str, hold: str) -> Moving | None:
    """What the patient looked at; None where the hold is over, is being paid for, or became the new
    time already.
    """
    try:
        return await get_moving(visit.toolbox, visit.clinic, token, hold)
    except (HoldOver, BeingPaid):
        return None


def _is_other(moving: Moving, fields: Mapping[str, str]) -> bool:
    """Whether it costs something else than what the form has shown."""
    found = moving.cost.consequence
    costs = {
        "keeps": found.keeps,
        "paid": found.keeps + found.returns,
        "at_clinic": moving.difference.at_clinic,
        "pays": moving.difference.pays,
        "returns": moving.difference.returns,
    }
    return any(read_number(fields, name) != amount for name, amount in costs.items())


def _look_again(visit: Visit, moving: Moving, status: int, notice: str) -> Response[Any]:
    context = review_context(visit.surface, moving, notice=notice)
    return visit.surface.show(_REVIEW, context, status=status)
