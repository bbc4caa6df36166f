"""/staff/second-factor: the code that is asked for after the password."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from slotkeeper.domain.staff import CodeRefused
from slotkeeper.services.staff.sessions import get_session
from slotkeeper.services.staff.sign_in import pass_second_factor
from slotkeeper.web.staff.door import Door
from slotkeeper.web.staff.next_page import next_page

_TEMPLATE = "door/second_factor.html"


@get("/second-factor")
async def show_second_factor(door: NamedDependency[Door]) -> Response[Any]:
    """The form, for whoever knew the password."""
    await get_session(door.toolbox, door.token, is_full=False)
    onward = next_page(door.request.query_params.get("next", ""))
    return door.show(_TEMPLATE, onward=onward, refused=False)


@post("/second-factor")
async def check_second_factor(door: NamedDependency[Door]) -> Response[Any]:
    """Sign in with the code of the app, or a recovery code."""
    _, person = await get_session(door.toolbox, door.token, is_full=False)
    onward, code = next_page(door.fields.get("next", "")), door.fields.get("code", "")
    door.limits.check("code", str(person.id))
    try:
        entered = await pass_second_factor(door.toolbox, door.token, code, door.device)
    except CodeRefused:
        return door.show(_TEMPLATE, 422, onward=onward, refused=True)
    return door.redirect(onward, token=entered.token)
