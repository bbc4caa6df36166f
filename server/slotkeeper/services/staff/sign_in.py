"""Signing in: the password, then the second factor where there is one."""

from dataclasses import dataclass

from slotkeeper.domain.staff import CodeRefused, SignInRefused, Staff, fold_email
from slotkeeper.services.staff.passwords import hash_password, is_password, is_weak
from slotkeeper.services.staff.second_factor import use_code
from slotkeeper.services.staff.sessions import digest_of, get_session, start_session
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.audit import insert_audit_of_own_account
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.staff import find_staff_by_email, renew_hash
from slotkeeper.storage.staff_session import delete_session


@dataclass(frozen=True, slots=True)
class Entered:
    """A session that began. `is_full` is False where the second factor is still to come."""

    token: str
    is_full: bool

    def __repr__(self) -> str:
        return f"Entered(is_full={self.is_full})"


async def sign_in(toolbox: Toolbox, email: str, password: str, device: str) -> Entered:
    """Begin a session for whoever knows the password.

    Raises SignInRefused, after the same time whether or not there is such an account.
    """
    staff = await find_staff_by_email(toolbox.database, fold_email(email))
    if not await is_password(password, staff.password_hash if staff else "") or staff is None:
        raise SignInRefused
    stronger = await hash_password(password) if is_weak(staff.password_hash) else ""
    now, is_full = toolbox.clock(), not staff.has_second_factor

    async def enter(tx: Transaction) -> str:
        if stronger:
            await renew_hash(tx, staff.id, staff.password_hash, stronger)
        if is_full:
            await insert_audit_of_own_account(tx, staff.id, "signed_in", now)
        return await start_session(tx, staff.id, now, device, is_full=is_full)

    return Entered(await toolbox.database.write(enter), is_full)


async def pass_second_factor(toolbox: Toolbox, token: str, code: str, device: str) -> Entered:
    """Begin the full session in place of the one of `token`, which only knew the password.

    `code` is the one that the app shows, or a recovery code. Raises NotSignedIn, CodeRefused.
    """
    _, staff = await get_session(toolbox, token, is_full=False)
    now = toolbox.clock()

    async def enter(tx: Transaction) -> str:
        if not await use_code(toolbox, tx, staff, code, now):
            raise CodeRefused
        await delete_session(tx, staff.id, digest_of(token))
        await insert_audit_of_own_account(tx, staff.id, "signed_in", now)
        return await start_session(tx, staff.id, now, device, is_full=True)

    return Entered(await toolbox.database.write(enter), is_full=True)


async def require_password(staff: Staff, password: str) -> None:
    """Who is signed in says the password again. Raises SignInRefused."""
    if not await is_password(password, staff.password_hash):
        raise SignInRefused
