"""/staff/{clinic}/sms: the account, seen, changed and taken away."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.services.sms.account import SmsNotSet, TypedAccount, remove_sms, set_sms
from slotkeeper.services.vault import VaultLocked
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.roles import OWNERS
from slotkeeper.web.staff.sms.sms_view import TEMPLATE, sms_context


@get("/{clinic:str}/sms", opt=OWNERS)
async def show_sms(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """How texts are sent, and who wants none."""
    return staff.show(TEMPLATE, **await sms_context(staff))


@post("/{clinic:str}/sms", opt=OWNERS)
async def update_account(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Another account, token or sender, or switched off or on."""
    fields = staff.fields
    typed = TypedAccount(
        account=fields.get("account", ""),
        token=fields.get("token", ""),
        sender=fields.get("sender", ""),
        enabled="enabled" in fields,
    )
    try:
        known = await set_sms(staff.toolbox, staff.actor, typed)
    except VaultLocked:
        wrong = FieldsInvalid({"token": Problem("wrong.no_vault")})
        return staff.show_wrong(TEMPLATE, wrong, **await sms_context(staff))
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **await sms_context(staff))
    told = "sms_saved" if known else "sms_saved_unasked"
    return staff.redirect(f"{staff.home}/sms", told=told)


@post("/{clinic:str}/sms/remove", opt=OWNERS)
async def delete_account(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """No texts any more; the token is forgotten."""
    try:
        await remove_sms(staff.toolbox, staff.actor)
    except SmsNotSet as gone:
        raise NotThere from gone
    return staff.redirect(f"{staff.home}/sms", told="sms_removed")
