"""POST …/holds/extend, …/renew, …/release, …/resume and GET /c/…/h/{token}: a hold's life."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.services.changing.moving import get_moving_of
from slotkeeper.services.holds import Held, get_hold, release
from slotkeeper.services.keep_hold import extend, renew
from slotkeeper.services.wish import ANY
from slotkeeper.web.booking.back_to import back_to
from slotkeeper.web.booking.details_view import details_context
from slotkeeper.web.booking.move import answer_held
from slotkeeper.web.booking.step_show import find_step
from slotkeeper.web.booking.visit import Visit


@post("/holds/extend", status_code=200)
async def extend_hold(visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep the time longer."""
    fields = await visit.form("hold")
    held = await extend(visit.toolbox, visit.clinic, fields.get("hold", ""), visit.address)
    return await _go_on(visit, held, "details.kept_longer")


@post("/holds/renew", status_code=200)
async def renew_hold(visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep the time again after it ran out."""
    fields = await visit.form("hold")
    held = await renew(visit.toolbox, visit.clinic, fields.get("hold", ""), visit.address)
    return await _go_on(visit, held, "details.kept_again")


@post("/holds/resume", status_code=200)
async def resume_hold(visit: NamedDependency[Visit]) -> Response[Any]:
    """Find the hold of a patient who comes back."""
    fields = await visit.form("hold")
    held = await get_hold(visit.toolbox, visit.clinic, fields.get("hold", ""))
    return await _go_on(visit, held, "details.welcome_back")


@post("/holds/release", status_code=200)
async def release_hold(visit: NamedDependency[Visit]) -> Response[Any]:
    """Give the time back and show the times again."""
    fields = await visit.form("hold")
    wish = await release(visit.toolbox, visit.clinic, fields.get("hold", ""))
    chosen = (wish.kind.slug, wish.location or ANY, wish.practitioner)
    query = {**back_to(chosen, fields.get("back_to", "")), "patient_is": wish.said}
    surface = visit.surface
    if surface.is_fragment:
        return surface.answer((await find_step(visit.toolbox, surface, visit.clinic, query)).html)
    return surface.redirect(surface.step_url(**query))


@get("/h/{token:str}")
async def show_hold(token: FromPath[str], visit: NamedDependency[Visit]) -> Response[Any]:
    """The contact details page of a hold, which can be reloaded."""
    held = await get_hold(visit.toolbox, visit.clinic, token)
    if held.hold.moves:
        return await _go_on(visit, held, "")
    return visit.surface.show("booking/details.html", details_context(visit, held, {}))


async def _go_on(visit: Visit, held: Held, notice: str) -> Response[Any]:
    if held.hold.moves:
        moving = await get_moving_of(visit.toolbox, visit.clinic, held)
        return answer_held(visit, moving, notice)
    return visit.surface.done(
        f"/h/{held.token}",
        "booking/details.html",
        lambda: details_context(visit, held, {}, notice=notice),
    )
