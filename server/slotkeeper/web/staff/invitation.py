"""/staff/invitation/{token}: somebody who was invited."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.staff import AlreadyMember, NotInvited, NotSignedIn, Staff
from slotkeeper.services.staff.invitations import (
    Invited,
    accept_as,
    accept_as_newcomer,
    get_invited,
)
from slotkeeper.services.staff.sessions import get_session
from slotkeeper.web.staff.door import Door

_TEMPLATE = "door/invitation.html"


@get("/invitation/{token:str}")
async def show_invitation(token: FromPath[str], door: NamedDependency[Door]) -> Response[Any]:
    """Name and password for a newcomer; one button for who is signed in with that address."""
    invited = await get_invited(door.toolbox, token)
    return door.show(_TEMPLATE, **await _context(door, invited))


@post("/invitation/{token:str}")
async def accept_invitation(token: FromPath[str], door: NamedDependency[Door]) -> Response[Any]:
    """Work for the clinic from now on."""
    door.limits.check("sign_in", door.address)
    invited = await get_invited(door.toolbox, token)
    try:
        return await _accept(door, invited, token)
    except FieldsInvalid as wrong:
        return door.show_wrong(_TEMPLATE, wrong, **await _context(door, invited))
    except AlreadyMember:
        return door.redirect(f"/staff/{invited.clinic.slug}/today")
    except NotInvited:
        return door.redirect(door.request.scope["path"])


async def _accept(door: Door, invited: Invited, token: str) -> Response[Any]:
    if invited.staff:
        person = await _person(door)
        if person is None:
            raise NotInvited
        clinic = await accept_as(door.toolbox, token, person)
        return door.redirect(f"/staff/{clinic.slug}/today")
    name, password = door.fields.get("name", ""), door.fields.get("password", "")
    session = await accept_as_newcomer(door.toolbox, token, name, password, door.device)
    # What protects patients' data best is offered before anything else.
    return door.redirect("/staff/account/second-factor", token=session)


async def _context(door: Door, invited: Invited) -> dict[str, Any]:
    person = await _person(door)
    return {
        "invited": invited,
        "is_them": person is not None and person.email == invited.invitation.email,
        "signed_in_as": person.email if person else "",
    }


async def _person(door: Door) -> Staff | None:
    try:
        return (await get_session(door.toolbox, door.token))[1]
    except NotSignedIn:
        return None
