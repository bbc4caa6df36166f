"""Invitations to work for a clinic, each for one person and one use."""

from msgspec import Struct

from slotkeeper.domain.staff import Role
from slotkeeper.storage.database import Reader, Row, Transaction

_COLUMNS = "id, clinic_id, email, role, practitioner_id, invited_by, made_at, expires_at"


class Invitation(Struct, frozen=True, kw_only=True):
    """`invited_by` is a member of staff, None for whoever runs the server. Epoch seconds."""

    id: int = 0
    clinic_id: int
    email: str
    role: Role
    practitioner_id: int | None
    invited_by: int | None
    made_at: int
    expires_at: int

    def __repr__(self) -> str:
        return f"Invitation(id={self.id})"


async def insert_invitation(tx: Transaction, invitation: Invitation, digest: str) -> int:
    """Keep it under the digest of its link's token; its id."""
    row = await tx.fetch_one(
        """INSERT INTO invitation (digest, clinic_id, email, role, practitioner_id, invited_by,
             made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id""",
        digest,
        invitation.clinic_id,
        invitation.email,
        invitation.role,
        invitation.practitioner_id,
        invitation.invited_by,
        invitation.made_at,
        invitation.expires_at,
    )
    assert row is not None  # noqa: S101 - INSERT … VALUES … RETURNING gives its row
    return int(row["id"])


async def find_invitation(reader: Reader, digest: str, now: int) -> Invitation | None:
    """The one of that digest, unless it was used or is too old."""
    row = await reader.fetch_one(
        f"""SELECT {_COLUMNS} FROM invitation
            WHERE digest = $1 AND used_at IS NULL AND expires_at > $2""",  # noqa: S608
        digest,
        now,
    )
    return None if row is None else _invitation(row)


async def find_invitations(reader: Reader, clinic_id: int, now: int) -> list[Invitation]:
    """Those of a clinic that nobody has answered yet, the newest first."""
    rows = await reader.fetch(
        f"""SELECT {_COLUMNS} FROM invitation
            WHERE clinic_id = $1 AND used_at IS NULL AND expires_at > $2
            ORDER BY id DESC""",  # noqa: S608 - our columns
        clinic_id,
        now,
    )
    return [_invitation(row) for row in rows]


async def use_invitation(tx: Transaction, digest: str, now: int) -> bool:
    """Use it; False where it was used, withdrawn or is too old."""
    changed = await tx.execute(
        """UPDATE invitation SET used_at = $2
           WHERE digest = $1 AND used_at IS NULL AND expires_at > $2""",
        digest,
        now,
    )
    return changed == 1


async def delete_invitation(tx: Transaction, clinic_id: int, invitation_id: int) -> str | None:
    """Withdraw one of that clinic; for whom it was, None where there is none to withdraw."""
    row = await tx.fetch_one(
        """DELETE FROM invitation WHERE clinic_id = $1 AND id = $2 AND used_at IS NULL
           RETURNING email""",
        clinic_id,
        invitation_id,
    )
    return None if row is None else str(row["email"])


async def delete_invitations_for(tx: Transaction, clinic_id: int, email: str) -> None:
    """Withdraw those before, so that only the newest link works."""
    await tx.execute(
        "DELETE FROM invitation WHERE clinic_id = $1 AND email = $2 AND used_at IS NULL",
        clinic_id,
        email,
    )


def _invitation(row: Row) -> Invitation:
    return Invitation(
        id=row["id"],
        clinic_id=row["clinic_id"],
        email=row["email"],
        role=row["role"],
        practitioner_id=row["practitioner_id"],
        invited_by=row["invited_by"],
        made_at=row["made_at"],
        expires_at=row["expires_at"],
    )
