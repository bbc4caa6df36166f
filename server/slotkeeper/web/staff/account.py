"""/staff/account: the own name, password and sessions."""

from datetime import UTC, datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.staff import SignInRefused
from slotkeeper.services.staff.accounts import change_name, change_password
from slotkeeper.services.staff.sessions import list_sessions, revoke_session, revoke_sessions
from slotkeeper.services.staff.sign_in import require_password
from slotkeeper.storage.membership import find_workplaces
from slotkeeper.storage.recovery_code import count_recovery_codes
from slotkeeper.storage.staff_session import StaffSession
from slotkeeper.web.staff.clinic_choice import named
from slotkeeper.web.staff.door import SignedIn

HERE = "/staff/account"
_TEMPLATE = "page/account.html"
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@get("/account")
async def show_account(signed_in: NamedDependency[SignedIn]) -> Response[Any]:
    """All of it on one page."""
    return signed_in.show(_TEMPLATE, **await account_context(signed_in))


@post("/account/name")
async def update_name(signed_in: NamedDependency[SignedIn]) -> Response[Any]:
    """Another name."""
    try:
        await change_name(
            signed_in.toolbox.database, signed_in.person, signed_in.fields.get("name", "")
        )
    except FieldsInvalid as wrong:
        return await show_wrong_account(signed_in, wrong)
    return signed_in.redirect(HERE, told="name_saved")


@post("/account/password")
async def update_password(signed_in: NamedDependency[SignedIn]) -> Response[Any]:
    """Another password; the other browsers are signed out."""
    try:
        await check_password(signed_in, "current_password")
        session = await change_password(
            signed_in.toolbox,
            signed_in.person,
            signed_in.fields.get("password", ""),
            signed_in.device,
        )
    except FieldsInvalid as wrong:
        return await show_wrong_account(signed_in, wrong)
    return signed_in.redirect(HERE, told="password_saved", token=session)


@post("/account/sessions/end")
async def end_one(signed_in: NamedDependency[SignedIn]) -> Response[Any]:
    """Sign out one browser."""
    digest = signed_in.fields.get("session", "")
    await revoke_session(signed_in.toolbox, signed_in.person.id, digest)
    return signed_in.redirect(HERE, told="session_ended")


@post("/account/sessions/end-all")
async def end_all(signed_in: NamedDependency[SignedIn]) -> Response[Any]:
    """Sign out everywhere, here too."""
    await revoke_sessions(signed_in.toolbox, signed_in.person.id)
    return signed_in.redirect("/staff/sign-in", told="signed_out", token="")


async def check_password(signed_in: SignedIn, field: str) -> None:
    """What is dangerous asks for the password again. Raises FieldsInvalid, TooManyRequests."""
    account = signed_in.toolbox.signer.digest("account", signed_in.person.email)
    signed_in.limits.check("password", account)
    try:
        await require_password(signed_in.person, signed_in.fields.get(field, ""))
    except SignInRefused as problem:
        raise FieldsInvalid({field: Problem("wrong.current_password")}) from problem


async def show_wrong_account(signed_in: SignedIn, wrong: FieldsInvalid) -> Response[Any]:
    """The page once more, with what is wrong at its field."""
    return signed_in.show_wrong(_TEMPLATE, wrong, **await account_context(signed_in))


async def account_context(signed_in: SignedIn) -> dict[str, Any]:
    """What the page shows."""
    toolbox, person = signed_in.toolbox, signed_in.person
    sessions = await list_sessions(toolbox, person.id)
    return {
        "values": {"name": person.name},
        "codes_left": await count_recovery_codes(toolbox.database, person.id),
        "sessions": [_session(signed_in, each) for each in sessions],
        "places": await named(signed_in, await find_workplaces(toolbox.database, person.id)),
    }


def _session(signed_in: SignedIn, session: StaffSession) -> dict[str, Any]:
    ago = max(0, signed_in.toolbox.clock() - session.seen_at)
    unit, number = next(
        (unit, ago // seconds)
        for unit, seconds in (("days", _DAY), ("hours", _HOUR), ("minutes", _MINUTE), ("now", 1))
        if ago >= seconds or unit == "now"
    )
    return {
        "digest": session.digest,
        "device": session.device,
        "is_this": session.digest == signed_in.session.digest,
        "unit": unit,
        "number": number,
        "seen": datetime.fromtimestamp(session.seen_at, UTC).strftime("%Y-%m-%dT%H:%MZ"),
    }
