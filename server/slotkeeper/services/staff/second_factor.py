"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes."""

import hmac
import secrets

from msgspec import Struct

from slotkeeper.domain.staff import CodeRefused, SecondFactorMissing, Staff
from slotkeeper.domain.tokens import TokenInvalid
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.vault import VaultLocked
from slotkeeper.storage.audit import insert_audit_of_own_account
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.membership import ask_second_factor
from slotkeeper.storage.recovery_code import replace_recovery_codes, use_recovery_code
from slotkeeper.storage.staff import save_totp, use_totp_step
from slotkeeper.storage.staff_session import delete_sessions

RECOVERY_CODES = 10
OFFER_SECONDS = 1800
_STEP_SECONDS = 30
_DRIFT_STEPS = 1
_NO_CLINIC, _PURPOSE, _OFFER, _RECOVERY = 0, "second factor", "second factor", "recovery code"
# Without letters and digits that look alike; ten of them are 48 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_HALF = 5


class Offered(Struct, frozen=True, kw_only=True):
    """A secret that an app may take: itself, as the address in the QR code, and signed so that it
    comes back unchanged.
    """

    secret: str
    address: str
    token: str

    def __repr__(self) -> str:
        return "Offered()"


def offer_second_factor(toolbox: Toolbox, staff: Staff) -> Offered:
    """A new secret for that person's app; nothing is kept before a code of it was seen.

    Raises VaultLocked where the server has no encryption key to seal it with.
    """
    import pyotp  # noqa: PLC0415 - when used: the server starts quickly

    if not toolbox.vault.has_keys:
        raise VaultLocked(has_keys=False)
    secret = pyotp.random_base32()
    return Offered(
        secret=secret,
        address=_address(secret, staff),
        token=toolbox.signer.sign(_OFFER, toolbox.clock() + OFFER_SECONDS, staff.id, secret),
    )


def offered_again(toolbox: Toolbox, staff: Staff, token: str) -> Offered:
    """The same secret once more. Raises CodeRefused where the offer is another's or too old."""
    try:
        staff_id, secret = toolbox.signer.read(_OFFER, token, toolbox.clock())
    except (TokenInvalid, ValueError) as problem:
        raise CodeRefused from problem
    if staff_id != staff.id:
        raise CodeRefused
    return Offered(secret=secret, address=_address(secret, staff), token=token)


async def turn_on_second_factor(
    toolbox: Toolbox, staff: Staff, token: str, code: str, session: str
) -> list[str]:
    """Ask for codes of that offer's secret from now on; the recovery codes, which are shown once.

    All sessions end but the one of digest `session`. Raises CodeRefused, VaultLocked.
    """
    secret, now = offered_again(toolbox, staff, token).secret, toolbox.clock()
    step = _matching_step(secret, code, now)
    if step is None:
        raise CodeRefused
    sealed = toolbox.vault.seal(secret, _NO_CLINIC, _PURPOSE)
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]

    async def save(tx: Transaction) -> None:
        await save_totp(tx, staff.id, sealed, step)
        await replace_recovery_codes(tx, staff.id, _digests(toolbox, staff, codes))
        await delete_sessions(tx, staff.id, but=session)
        await insert_audit_of_own_account(tx, staff.id, "second_factor_on", now)

    await toolbox.database.write(save)
    return codes


async def turn_off_second_factor(toolbox: Toolbox, staff: Staff) -> None:
    """Ask for the password alone from now on."""

    async def save(tx: Transaction) -> None:
        await save_totp(tx, staff.id, "", 0)
        await replace_recovery_codes(tx, staff.id, ())
        await insert_audit_of_own_account(tx, staff.id, "second_factor_off", toolbox.clock())

    await toolbox.database.write(save)


async def ask_everybody(database: Database, actor: Actor, staff: Staff, *, is_asked: bool) -> None:
    """Whether all who work for the actor's clinic must have a second factor, from their next click
    on. `staff` is who decides it; raises SecondFactorMissing where they have none themselves.
    """
    if is_asked and not staff.has_second_factor:
        raise SecondFactorMissing

    async def ask(tx: Transaction) -> None:
        if await ask_second_factor(tx, actor.clinic_id, is_asked=is_asked):
            changes = {"asks_second_factor": (not is_asked, is_asked)}
            await note(tx, actor, "second_factor_for_all", "clinic", actor.clinic_id, **changes)

    await database.write(ask)


async def renew_recovery_codes(toolbox: Toolbox, staff: Staff) -> list[str]:
    """Other recovery codes; those before are worth nothing any more."""
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]

    async def save(tx: Transaction) -> None:
        await replace_recovery_codes(tx, staff.id, _digests(toolbox, staff, codes))
        await insert_audit_of_own_account(tx, staff.id, "recovery_codes_new", toolbox.clock())

    await toolbox.database.write(save)
    return codes


async def use_code(toolbox: Toolbox, tx: Transaction, staff: Staff, code: str, now: int) -> bool:
    """Whether that is a code of the app that was not used before, or a recovery code; used now."""
    typed = "".join(each for each in code.lower() if each.isalnum())
    if typed.isdigit() and len(typed) == 6:  # noqa: PLR2004 - digits of a code (RFC 6238)
        try:
            secret = toolbox.vault.unseal(staff.totp_secret, _NO_CLINIC, _PURPOSE)
        except VaultLocked:
            return False  # a recovery code still opens it
        step = _matching_step(secret, typed, now)
        return step is not None and await use_totp_step(tx, staff.id, staff.totp_secret, step)
    return await use_recovery_code(tx, staff.id, _digest(toolbox, staff, typed), now)


def _address(secret: str, staff: Staff) -> str:
    import pyotp  # noqa: PLC0415 - as above

    totp = pyotp.TOTP(secret)
    return totp.provisioning_uri(name=staff.email, issuer_name="Slotkeeper")


def _matching_step(secret: str, code: str, now: int) -> int | None:
    """The step whose code it is, one before and one after the present allowed for clocks that
    differ (RFC 6238, 5.2).
    """
    import pyotp  # noqa: PLC0415 - as above

    totp, typed = pyotp.TOTP(secret), "".join(code.split())
    present = now // _STEP_SECONDS
    found = None
    for step in range(present - _DRIFT_STEPS, present + _DRIFT_STEPS + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode()):
            found = step
    return found


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(2 * _HALF))
    return f"{letters[:_HALF]}-{letters[_HALF:]}"


def _digests(toolbox: Toolbox, staff: Staff, codes: list[str]) -> list[str]:
    return [_digest(toolbox, staff, code.replace("-", "")) for code in codes]


def _digest(toolbox: Toolbox, staff: Staff, code: str) -> str:
    """Keyed, as a code is short enough to be guessed from a plain hash."""
    return toolbox.signer.digest(_RECOVERY, f"{staff.id} {code}")
