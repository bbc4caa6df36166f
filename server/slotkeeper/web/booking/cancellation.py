"""GET …/b/{token}/cancel, POST …/cancellations and …/cancellations/undo: a patient cancels."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.services.booking_link import get_managed
from slotkeeper.services.changing.cancel import WantedCancel, cancel_by_patient
from slotkeeper.services.changing.changeable import ChangesClosed, get_changeable
from slotkeeper.services.changing.moving import can_move
from slotkeeper.services.changing.undo import undo_cancel
from slotkeeper.web.booking.booking_show import managed_step
from slotkeeper.web.booking.cancel_view import cancel_context, cancelled_context, cost_text
from slotkeeper.web.booking.typed import read_number
from slotkeeper.web.booking.visit import Visit


@get("/b/{token:str}/cancel")
async def show_cancel(token: FromPath[str], visit: NamedDependency[Visit]) -> Response[Any]:
    """What cancelling costs now, and a button; looking at it changes nothing."""
    found = await get_changeable(visit.toolbox, visit.clinic, token)
    if found.cost is None:
        raise ChangesClosed
    movable = can_move(found.managed, visit.toolbox.clock())
    context = cancel_context(visit.surface, found.managed, found.cost, can_move=movable)
    return visit.surface.show("booking/cancel.html", context)


@post("/cancellations", status_code=200)
async def create_cancellation(visit: NamedDependency[Visit]) -> Response[Any]:
    """The button was pressed."""
    fields = await visit.form("hold")
    token = fields.get("booking", "")
    found = await get_changeable(visit.toolbox, visit.clinic, token)
    shown = cost_text(visit.surface, found.managed, found.cost) if found.cost else ""
    wanted = WantedCancel(
        revision=read_number(fields, "revision"),
        keeps=read_number(fields, "keeps"),
        returns=read_number(fields, "returns"),
        shown=shown,
    )
    agreed = await cancel_by_patient(visit.toolbox, visit.clinic, token, wanted)
    return visit.surface.done(
        f"/b/{token}",
        "booking/cancelled.html",
        lambda: cancelled_context(visit.surface, found.managed, agreed, agreed.agreed_at),
    )


@post("/cancellations/undo", status_code=200)
async def undo_cancellation(visit: NamedDependency[Visit]) -> Response[Any]:
    """The patient thought again."""
    fields = await visit.form("hold")
    token = fields.get("booking", "")
    await undo_cancel(visit.toolbox, visit.clinic, token)
    managed = await get_managed(visit.toolbox, visit.clinic, token)
    template, context = managed_step(visit, managed, news="restored")
    return visit.surface.done(f"/b/{token}", template, lambda: context)
