"""Who is signed in in which browser, for how long, and until when at most."""

import hashlib
import secrets

from slotkeeper.domain.staff import NotSignedIn, Staff
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.staff_session import (
    StaffSession,
    delete_session,
    delete_sessions,
    find_session,
    find_sessions,
    insert_session,
    save_seen,
)

IDLE_SECONDS = 12 * 3600
"""Without a click a session is over after a working day,"""
LONGEST_SECONDS = 7 * 86_400
"""and after a week in any case."""
HALF_SECONDS = 600
"""For the second factor after the password."""
_SEEN_EVERY = 300


def new_token() -> str:
    """What the cookie holds; 256 bits of chance."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token: whoever reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


async def start_session(
    tx: Transaction, staff_id: int, now: int, device: str, *, is_full: bool
) -> str:
    """The token of a session that begins; never one that a browser brought along."""
    token = new_token()
    session = StaffSession(
        digest=digest_of(token),
        staff_id=staff_id,
        made_at=now,
        seen_at=now,
        expires_at=now + (IDLE_SECONDS if is_full else HALF_SECONDS),
        is_full=is_full,
        device=device,
    )
    await insert_session(tx, session)
    return token


async def get_session(
    toolbox: Toolbox, token: str, *, is_full: bool = True
) -> tuple[StaffSession, Staff]:
    """The session of that token and who it is; from now on it lasts longer.

    `is_full` False asks for one that waits for its second factor. Raises NotSignedIn.
    """
    now = toolbox.clock()
    found = await find_session(toolbox.database, digest_of(token), now) if token else None
    if found is None or found[0].is_full != is_full:
        raise NotSignedIn
    session, _ = found
    if is_full and now - session.seen_at >= _SEEN_EVERY:
        expires_at = min(now + IDLE_SECONDS, session.made_at + LONGEST_SECONDS)
        await toolbox.database.write(lambda tx: save_seen(tx, session.digest, now, expires_at))
    return found


async def list_sessions(toolbox: Toolbox, staff_id: int) -> list[StaffSession]:
    """Where somebody is signed in, the last seen first."""
    return await find_sessions(toolbox.database, staff_id, toolbox.clock())


async def revoke_session(toolbox: Toolbox, staff_id: int, digest: str) -> None:
    """Sign out there, at once."""
    await toolbox.database.write(lambda tx: delete_session(tx, staff_id, digest))


async def revoke_sessions(toolbox: Toolbox, staff_id: int, but: str = "") -> None:
    """Sign out everywhere, or everywhere but in the session of that digest."""
    await toolbox.database.write(lambda tx: delete_sessions(tx, staff_id, but))


async def end_session(toolbox: Toolbox, token: str) -> None:
    """Sign out the browser with that token, whoever it was."""
    digest = digest_of(token)

    async def end(tx: Transaction) -> None:
        if found := await find_session(tx, digest, 0):
            await delete_session(tx, found[1].id, digest)

    await toolbox.database.write(end)
