"""POST …/holds/extend, …/renew, …/release, …/resume and GET /c/…/h/{token}: a hold's life."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.services.holds import Held, get_hold, release
from slotkeeper.services.keep_hold import extend, renew
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import ANY, Wish
from slotkeeper.web.booking.details_view import details_context
from slotkeeper.web.booking.step_show import find_step
from slotkeeper.web.booking.surface import Surface
from slotkeeper.web.forms import read_form
from slotkeeper.web.rate_limits import RateLimits


@post("/holds/extend", status_code=200)
async def extend_hold(
    clinic: FromPath[str],
    request: Request[Any, Any, Any],
    toolbox: NamedDependency[Toolbox],
    surface: NamedDependency[Surface],
    limits: NamedDependency[RateLimits],
    address: NamedDependency[str],
) -> Response[Any]:
    """Keep the time longer."""
    limits.check("hold", address)
    fields = await read_form(request)
    held = await extend(toolbox, clinic, fields.get("hold", ""), address)
    return _go_on(surface, held, "details.kept_longer")


@post("/holds/renew", status_code=200)
async def renew_hold(
    clinic: FromPath[str],
    request: Request[Any, Any, Any],
    toolbox: NamedDependency[Toolbox],
    surface: NamedDependency[Surface],
    limits: NamedDependency[RateLimits],
    address: NamedDependency[str],
) -> Response[Any]:
    """Keep the time again after it ran out."""
    limits.check("hold", address)
    fields = await read_form(request)
    held = await renew(toolbox, clinic, fields.get("hold", ""), address)
    return _go_on(surface, held, "details.kept_again")


@post("/holds/resume", status_code=200)
async def resume_hold(
    clinic: FromPath[str],
    request: Request[Any, Any, Any],
    toolbox: NamedDependency[Toolbox],
    surface: NamedDependency[Surface],
    limits: NamedDependency[RateLimits],
    address: NamedDependency[str],
) -> Response[Any]:
    """Find the hold of a patient who comes back."""
    limits.check("hold", address)
    fields = await read_form(request)
    held = await get_hold(toolbox, clinic, fields.get("hold", ""))
    return _go_on(surface, held, "details.welcome_back")


@post("/holds/release", status_code=200)
async def release_hold(
    clinic: FromPath[str],
    request: Request[Any, Any, Any],
    toolbox: NamedDependency[Toolbox],
    surface: NamedDependency[Surface],
    limits: NamedDependency[RateLimits],
    address: NamedDependency[str],
) -> Response[Any]:
    """Give the time back and show the times again."""
    limits.check("hold", address)
    fields = await read_form(request)
    wish = await release(toolbox, clinic, fields.get("hold", ""))
    query = _back_to(wish, fields.get("back_to", ""))
    if surface.is_fragment:
        return surface.answer((await find_step(toolbox, surface, clinic, query)).html)
    return surface.redirect(surface.step_url(**query))


@get("/h/{token:str}")
async def show_hold(
    clinic: FromPath[str],
    token: FromPath[str],
    toolbox: NamedDependency[Toolbox],
    surface: NamedDependency[Surface],
) -> Response[Any]:
    """The contact details page of a hold, which can be reloaded."""
    held = await get_hold(toolbox, clinic, token)
    return surface.show("booking/details.html", details_context(surface, held, {}))


def _back_to(wish: Wish, decision: str) -> dict[str, str]:
    """What stays chosen when the patient goes back to that decision; all of it for the times."""
    query = {
        "type": wish.kind.slug,
        "location": wish.location or ANY,
        "practitioner": wish.practitioner,
    }
    if decision in query:
        names = ("type", "location", "practitioner")
        return {name: query[name] for name in names[: names.index(decision)]}
    return query


def _go_on(surface: Surface, held: Held, notice: str) -> Response[Any]:
    return surface.done(
        f"/h/{held.token}",
        "booking/details.html",
        lambda: details_context(surface, held, {}, notice=notice),
    )
