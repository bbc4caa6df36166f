"""/staff/sign-in and /staff/sign-out"""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from slotkeeper.domain.staff import NotSignedIn, SignInRefused, fold_email
from slotkeeper.services.staff.sessions import end_session, get_session
from slotkeeper.services.staff.sign_in import sign_in
from slotkeeper.web.staff.door import Door
from slotkeeper.web.staff.next_page import HOME, next_page

_TEMPLATE = "door/sign_in.html"


@get("/sign-in")
async def show_sign_in(door: NamedDependency[Door]) -> Response[Any]:
    """The form; whoever is signed in goes on."""
    onward = next_page(door.request.query_params.get("next", ""))
    try:
        await get_session(door.toolbox, door.token)
    except NotSignedIn:
        return door.show(_TEMPLATE, onward=onward, refused=False)
    return door.redirect(onward)


@post("/sign-in")
async def create_session(door: NamedDependency[Door]) -> Response[Any]:
    """Sign in. The same answer, after the same time, whether or not there is such an account."""
    email, password = door.fields.get("email", ""), door.fields.get("password", "")
    onward = next_page(door.fields.get("next", ""))
    door.limits.check("sign_in", door.address)
    door.limits.check("password", door.toolbox.signer.digest("account", fold_email(email)))
    try:
        entered = await sign_in(door.toolbox, email, password, door.device)
    except SignInRefused:
        values = {"email": email}
        return door.show(_TEMPLATE, 422, onward=onward, refused=True, values=values)
    await end_session(door.toolbox, door.token)
    if entered.is_full:
        return door.redirect(onward, token=entered.token)
    further = "" if onward == HOME else f"?next={onward}"
    return door.redirect(f"/staff/second-factor{further}", token=entered.token)


@post("/sign-out")
async def delete_session(door: NamedDependency[Door]) -> Response[Any]:
    """Sign out this browser."""
    await end_session(door.toolbox, door.token)
    return door.redirect("/staff/sign-in", told="signed_out", token="")
