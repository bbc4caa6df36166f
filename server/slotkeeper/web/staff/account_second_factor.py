"""/staff/account/second-factor: turning it on and off, and its recovery codes."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from markupsafe import Markup

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.staff import CodeRefused
from slotkeeper.services.staff.second_factor import (
    Offered,
    offer_second_factor,
    offered_again,
    renew_recovery_codes,
    turn_off_second_factor,
    turn_on_second_factor,
)
from slotkeeper.web.staff.account import HERE, check_password, show_wrong_account
from slotkeeper.web.staff.door import SignedIn

_SET_UP, _CODES = "page/second_factor.html", "page/recovery_codes.html"
_GROUP = 4


@get("/account/second-factor")
async def show_set_up(signed_in: NamedDependency[SignedIn]) -> Response[Any]:
    """A QR code to scan, and the field for the first code."""
    return _show(signed_in, offer_second_factor(signed_in.toolbox, signed_in.person))


@post("/account/second-factor")
async def turn_on(signed_in: NamedDependency[SignedIn]) -> Response[Any]:
    """Ask for codes from now on; the recovery codes are shown this once."""
    toolbox, person, fields = signed_in.toolbox, signed_in.person, signed_in.fields
    signed_in.limits.check("code", str(person.id))
    offer, code = fields.get("offer", ""), fields.get("code", "")
    try:
        codes = await turn_on_second_factor(toolbox, person, offer, code, signed_in.session.digest)
    except CodeRefused:
        return _show_refused(signed_in, offer)
    return signed_in.show(_CODES, codes=codes, is_new=True)


@post("/account/second-factor/off")
async def turn_off(signed_in: NamedDependency[SignedIn]) -> Response[Any]:
    """Ask for the password alone from now on."""
    try:
        await check_password(signed_in, "off_password")
    except FieldsInvalid as wrong:
        return await show_wrong_account(signed_in, wrong)
    await turn_off_second_factor(signed_in.toolbox, signed_in.person)
    return signed_in.redirect(HERE, told="second_factor_off")


@post("/account/recovery-codes")
async def renew_codes(signed_in: NamedDependency[SignedIn]) -> Response[Any]:
    """Other recovery codes, shown this once."""
    try:
        await check_password(signed_in, "codes_password")
    except FieldsInvalid as wrong:
        return await show_wrong_account(signed_in, wrong)
    codes = await renew_recovery_codes(signed_in.toolbox, signed_in.person)
    return signed_in.show(_CODES, codes=codes, is_new=False)


def _show_refused(signed_in: SignedIn, offer: str) -> Response[Any]:
    """The same secret once more, as it may be in the app already; another where it is too old."""
    try:
        offered = offered_again(signed_in.toolbox, signed_in.person, offer)
    except CodeRefused:
        offered = offer_second_factor(signed_in.toolbox, signed_in.person)
    return _show(signed_in, offered, 422)


def _show(signed_in: SignedIn, offered: Offered, status: int = 200) -> Response[Any]:
    groups = range(0, len(offered.secret), _GROUP)
    return signed_in.show(
        _SET_UP,
        status,
        offer=offered.token,
        secret=" ".join(offered.secret[at : at + _GROUP] for at in groups),
        qr=_qr_code(offered.address),
        refused=status != 200,  # noqa: PLR2004 - of HTTP
    )


def _qr_code(address: str) -> Markup:
    """The address as an image that needs no request; made of paths, without any of the text."""
    import segno  # noqa: PLC0415 - when used: the server starts quickly

    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(border=3, light="#fff", omitsize=True))  # noqa: S704
