"""/staff/{clinic}/staff: who works here; invitations."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.staff import AlreadyMember, InvitationOver, Role, is_role
from slotkeeper.services.staff.accounts import list_members
from slotkeeper.services.staff.invitations import (
    LIFETIME,
    invite,
    list_invitations,
    withdraw_invitation,
)
from slotkeeper.web.formats import day_text
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import OWNERS

_TEMPLATE = "page/staff.html"
_DAY_SECONDS = 86_400


@get("/{clinic:str}/staff", opt=OWNERS)
async def show_staff(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Everybody of the clinic, and who is invited."""
    return staff.show(_TEMPLATE, **await staff_context(staff))


@post("/{clinic:str}/staff/invitations", opt=OWNERS)
async def create_invitation(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Invite somebody; the link is shown this once, to be copied."""
    fields = staff.fields
    try:
        role, diary = read_role(staff)
        token = await invite(
            staff.toolbox.database, staff.actor, fields.get("email", ""), role, diary
        )
    except FieldsInvalid as wrong:
        return await show_wrong_staff(staff, wrong)
    except AlreadyMember:
        known = FieldsInvalid({"email": Problem("wrong.member")})
        return await show_wrong_staff(staff, known)
    link = f"{staff.toolbox.base_url}/staff/invitation/{token}"
    return staff.show(
        _TEMPLATE, **{**await staff_context(staff), "link": link, "invited": fields["email"]}
    )


@post("/{clinic:str}/staff/invitations/{invitation:int}/withdraw", opt=OWNERS)
async def delete_invitation(
    invitation: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """The link works no more; one that was used or withdrawn meanwhile is gone as well."""
    try:
        await withdraw_invitation(staff.toolbox.database, staff.actor, row_number(invitation))
    except InvitationOver:
        return staff.redirect(f"{staff.home}/staff")
    return staff.redirect(f"{staff.home}/staff", told="invitation_withdrawn")


def read_role(staff: StaffVisit) -> tuple[Role, int | None]:
    """Role and diary that a form names. Raises FieldsInvalid."""
    role, slug = staff.fields.get("role", ""), staff.fields.get("practitioner", "")
    if not is_role(role):
        raise FieldsInvalid({"role": Problem("wrong.role")})
    found = [each.id for each in staff.clinic.practitioners if each.slug == slug]
    if role == "practitioner" and not found:
        raise FieldsInvalid({"practitioner": Problem("wrong.practitioner")})
    return role, found[0] if found and role == "practitioner" else None


async def show_wrong_staff(staff: StaffVisit, wrong: FieldsInvalid) -> Response[Any]:
    """The page once more, with what is wrong at its field."""
    return staff.show_wrong(_TEMPLATE, wrong, **await staff_context(staff))


async def staff_context(staff: StaffVisit) -> dict[str, Any]:
    """What the page shows."""
    database, clinic = staff.toolbox.database, staff.clinic
    members = await list_members(database, clinic)
    invitations = await list_invitations(database, clinic, staff.toolbox.clock())
    zone = ZoneInfo(clinic.time_zone)
    return {
        "members": members,
        "practitioners": clinic.practitioners,
        "diaries": {each.id: each.name for each in clinic.practitioners},
        "invitations": [
            {
                "it": each,
                "until": day_text(
                    datetime.fromtimestamp(each.expires_at, zone).date(), staff.language
                ),
            }
            for each in invitations
        ],
        "days": LIFETIME // _DAY_SECONDS,
        "link": "",
        "wrong_member": None,
        "lacking": [each.staff.name for each in members if not each.staff.has_second_factor],
        "asks_second_factor": staff.member.asks_second_factor,
    }
