"""The gate before every page of the portal: handlers ask for `door`, `signed_in` or `staff`, and
get it only where all is well: finding and authorising are one step.
"""

from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.errors import Fact
from slotkeeper.domain.staff import SecondFactorMissing
from slotkeeper.services.staff.sessions import get_session, new_token
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.membership import find_member
from slotkeeper.web.rate_limits import RateLimits
from slotkeeper.web.staff.badges import count_badges
from slotkeeper.web.staff.cookies import read_cookie
from slotkeeper.web.staff.csrf import read_own_form
from slotkeeper.web.staff.door import Door, SignedIn, StaffVisit
from slotkeeper.web.staff.portal import Portal
from slotkeeper.web.staff.roles import roles_of

_SAFE = {"GET", "HEAD", "OPTIONS"}


class NotThere(Fact):
    """No such page, no such clinic, not for this person: nobody is told which."""


async def make_door(
    request: Request[Any, Any, Any],
    toolbox: NamedDependency[Toolbox],
    limits: NamedDependency[RateLimits],
    address: NamedDependency[str],
) -> Door:
    """For pages before signing in. Raises FormStale."""
    given = _given(request, toolbox, limits, address)
    return Door(**given, fields=await _fields(request, toolbox))


async def make_signed_in(
    request: Request[Any, Any, Any],
    toolbox: NamedDependency[Toolbox],
    limits: NamedDependency[RateLimits],
    address: NamedDependency[str],
) -> SignedIn:
    """For pages of a person. Raises NotSignedIn, FormStale."""
    session, person = await get_session(toolbox, read_cookie(request, toolbox.base_url))
    given = _given(request, toolbox, limits, address)
    fields = await _fields(request, toolbox)
    return SignedIn(**given, fields=fields, session=session, person=person)


async def make_staff(
    request: Request[Any, Any, Any],
    clinic: FromPath[str],
    toolbox: NamedDependency[Toolbox],
    limits: NamedDependency[RateLimits],
    address: NamedDependency[str],
) -> StaffVisit:
    """For pages of a clinic.

    Raises NotSignedIn, ClinicUnknown, NotThere, SecondFactorMissing, FormStale.
    """
    session, person = await get_session(toolbox, read_cookie(request, toolbox.base_url))
    known = await toolbox.clinics.get(toolbox.database, clinic)
    member = await find_member(toolbox.database, known.id, person.id)
    if member is None or member.role not in roles_of(request.route_handler.opt):
        raise NotThere
    if member.lacks_second_factor:
        raise SecondFactorMissing
    given = _given(request, toolbox, limits, address)
    fields = await _fields(request, toolbox)
    return StaffVisit(
        **given,
        fields=fields,
        session=session,
        person=person,
        clinic=known,
        member=member,
        badges=await count_badges(toolbox, known, member),
    )


async def _fields(request: Request[Any, Any, Any], toolbox: Toolbox) -> dict[str, str]:
    if request.method in _SAFE:
        return {}
    token = read_cookie(request, toolbox.base_url)
    return await read_own_form(request, toolbox.signer, token)


def _given(
    request: Request[Any, Any, Any], toolbox: Toolbox, limits: RateLimits, address: str
) -> dict[str, Any]:
    portal: Portal = request.app.state.portal
    token = read_cookie(request, toolbox.base_url)
    return {
        "request": request,
        "toolbox": toolbox,
        "limits": limits,
        "address": address,
        "portal": portal,
        "language": portal.language_for(request.headers.get("accept-language", "")),
        "token": token or new_token(),
        "is_new": not token,
    }
