"""Who is signed in where: by the digest of the cookie's token, which nobody can turn back."""

from msgspec import Struct

from slotkeeper.domain.staff import Staff
from slotkeeper.storage.database import Reader, Row, Transaction
from slotkeeper.storage.staff import COLUMNS, staff_of

_SESSION = """staff_session.digest, staff_session.staff_id, staff_session.made_at,
  staff_session.seen_at, staff_session.expires_at, staff_session.is_full, staff_session.device"""


class StaffSession(Struct, frozen=True, kw_only=True):
    """One browser of somebody's. `is_full` is False while the second factor is still to come;
    `device` such as "Firefox, Linux". Instants in epoch seconds.
    """

    digest: str
    staff_id: int
    made_at: int
    seen_at: int
    expires_at: int
    is_full: bool
    device: str = ""

    def __repr__(self) -> str:
        return f"StaffSession(staff_id={self.staff_id})"


async def insert_session(tx: Transaction, session: StaffSession) -> None:
    """Sign somebody in."""
    await tx.execute(
        """INSERT INTO staff_session (digest, staff_id, made_at, seen_at, expires_at, is_full,
             device) VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        session.digest,
        session.staff_id,
        session.made_at,
        session.seen_at,
        session.expires_at,
        int(session.is_full),
        session.device,
    )


async def find_session(reader: Reader, digest: str, now: int) -> tuple[StaffSession, Staff] | None:
    """The session of that digest and whose it is, unless it is over."""
    row = await reader.fetch_one(
        f"""SELECT {_SESSION}, {COLUMNS} FROM staff_session
            JOIN staff ON staff.id = staff_session.staff_id
            WHERE digest = $1 AND expires_at > $2""",  # noqa: S608 - our columns
        digest,
        now,
    )
    return None if row is None else (_session(row), staff_of(row))


async def find_sessions(reader: Reader, staff_id: int, now: int) -> list[StaffSession]:
    """Where somebody is signed in, the last seen first."""
    rows = await reader.fetch(
        f"""SELECT {_SESSION} FROM staff_session
            WHERE staff_id = $1 AND expires_at > $2 AND is_full = 1
            ORDER BY seen_at DESC, made_at DESC, digest""",  # noqa: S608 - our columns
        staff_id,
        now,
    )
    return [_session(row) for row in rows]


async def save_seen(tx: Transaction, digest: str, now: int, expires_at: int) -> None:
    """Was just used, and so lasts longer."""
    await tx.execute(
        "UPDATE staff_session SET seen_at = $2, expires_at = $3 WHERE digest = $1",
        digest,
        now,
        expires_at,
    )


async def delete_session(tx: Transaction, staff_id: int, digest: str) -> None:
    """Sign out there."""
    await tx.execute(
        "DELETE FROM staff_session WHERE staff_id = $1 AND digest = $2", staff_id, digest
    )


async def delete_sessions(tx: Transaction, staff_id: int, but: str = "") -> None:
    """Sign out everywhere but in the session of that digest."""
    await tx.execute(
        "DELETE FROM staff_session WHERE staff_id = $1 AND digest <> $2", staff_id, but
    )


async def delete_sessions_before(tx: Transaction, now: int) -> int:
    """Forget those that are over; how many."""
    return await tx.execute("DELETE FROM staff_session WHERE expires_at <= $1", now)


def _session(row: Row) -> StaffSession:
    return StaffSession(
        digest=row["digest"],
        staff_id=row["staff_id"],
        made_at=row["made_at"],
        seen_at=row["seen_at"],
        expires_at=row["expires_at"],
        is_full=bool(row["is_full"]),
        device=row["device"],
    )
