"""Those who work for clinics, whichever these are."""

from slotkeeper.domain.staff import Staff
from slotkeeper.storage.database import Reader, Row, Transaction

COLUMNS = "staff.id, staff.email, staff.name, staff.password_hash, staff.totp_secret"


async def find_staff_by_email(reader: Reader, email: str) -> Staff | None:
    """Whose address that is, as `fold_email` writes it."""
    row = await reader.fetch_one(
        f"SELECT {COLUMNS} FROM staff WHERE email = $1",  # noqa: S608 - our columns
        email,
    )
    return None if row is None else staff_of(row)


async def find_all_staff(reader: Reader) -> list[Staff]:
    """Everybody who may sign in, by address."""
    rows = await reader.fetch(
        f"SELECT {COLUMNS} FROM staff WHERE password_hash <> '' ORDER BY email",  # noqa: S608
    )
    return [staff_of(row) for row in rows]


async def insert_staff(
    tx: Transaction, email: str, name: str, password_hash: str, now: int
) -> Staff:
    """A new one. Raises ConstraintBroken("staff_email_key") where the address is known."""
    row = await tx.fetch_one(
        """INSERT INTO staff (email, name, password_hash, made_at, password_changed_at)
           VALUES ($1, $2, $3, $4, $4) RETURNING id""",
        email,
        name,
        password_hash,
        now,
    )
    assert row is not None  # noqa: S101 - INSERT … VALUES … RETURNING gives its row
    return Staff(id=row["id"], email=email, name=name, password_hash=password_hash)


async def save_name(tx: Transaction, staff_id: int, name: str) -> None:
    """By what they are called."""
    await tx.execute("UPDATE staff SET name = $2 WHERE id = $1", staff_id, name)


async def save_password(tx: Transaction, staff_id: int, password_hash: str, now: int) -> None:
    """Another password."""
    await tx.execute(
        "UPDATE staff SET password_hash = $2, password_changed_at = $3 WHERE id = $1",
        staff_id,
        password_hash,
        now,
    )


async def renew_hash(tx: Transaction, staff_id: int, before: str, password_hash: str) -> None:
    """The same password, hashed with more work; nothing where it was changed meanwhile."""
    await tx.execute(
        "UPDATE staff SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
        staff_id,
        before,
        password_hash,
    )


async def save_totp(tx: Transaction, staff_id: int, totp_secret: str, totp_used: int) -> None:
    """Another second factor; "" for none."""
    await tx.execute(
        "UPDATE staff SET totp_secret = $2, totp_used = $3 WHERE id = $1",
        staff_id,
        totp_secret,
        totp_used,
    )


async def use_totp_step(tx: Transaction, staff_id: int, totp_secret: str, step: int) -> bool:
    """Use a step of that second factor; False where it or a later one was used, or the second
    factor is another by now.
    """
    changed = await tx.execute(
        """UPDATE staff SET totp_used = $3
           WHERE id = $1 AND totp_secret = $2 AND totp_used < $3""",
        staff_id,
        totp_secret,
        step,
    )
    return changed == 1


async def retire_staff(tx: Transaction, staff_id: int) -> None:
    """Leave the name, by which the audit log tells who it was, and nothing to sign in with."""
    await tx.execute(
        """UPDATE staff SET email = $2, password_hash = '', totp_secret = '', totp_used = 0
           WHERE id = $1""",
        staff_id,
        f"removed-{staff_id}",
    )


def staff_of(row: Row) -> Staff:
    """A row of COLUMNS as a value."""
    return Staff(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        password_hash=row["password_hash"],
        totp_secret=row["totp_secret"],
    )
