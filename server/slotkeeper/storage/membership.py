"""Who works for which clinic, and as what."""

from msgspec import Struct

from slotkeeper.domain.staff import Member, Role
from slotkeeper.storage.database import Reader, Row, Transaction
from slotkeeper.storage.staff import COLUMNS, staff_of

_MEMBER = f"""SELECT {COLUMNS}, membership.clinic_id, membership.role,
  membership.practitioner_id, clinic.asks_second_factor
FROM membership
JOIN staff ON staff.id = membership.staff_id
JOIN clinic ON clinic.id = membership.clinic_id"""  # noqa: S608 - our columns


class Workplace(Struct, frozen=True, kw_only=True):
    """A clinic that somebody works for."""

    staff_id: int
    slug: str
    role: Role


async def find_member(reader: Reader, clinic_id: int, staff_id: int) -> Member | None:
    """One member of that clinic."""
    row = await reader.fetch_one(
        f"{_MEMBER} WHERE membership.clinic_id = $1 AND membership.staff_id = $2",
        clinic_id,
        staff_id,
    )
    return None if row is None else _member(row)


async def find_members(reader: Reader, clinic_id: int) -> list[Member]:
    """All of that clinic, by name."""
    rows = await reader.fetch(
        f"{_MEMBER} WHERE membership.clinic_id = $1 ORDER BY LOWER(staff.name), staff.id",
        clinic_id,
    )
    return [_member(row) for row in rows]


async def find_workplaces(reader: Reader, staff_id: int | None = None) -> list[Workplace]:
    """The clinics of one of them, or of everybody, by slug."""
    rows = await reader.fetch(
        """SELECT membership.staff_id, clinic.slug, membership.role
           FROM membership JOIN clinic ON clinic.id = membership.clinic_id
           WHERE membership.staff_id = $1 OR $1 = 0 ORDER BY clinic.slug""",
        staff_id or 0,
    )
    return [Workplace(staff_id=row["staff_id"], slug=row["slug"], role=row["role"]) for row in rows]


async def insert_member(
    tx: Transaction, staff_id: int, clinic_id: int, role: Role, practitioner_id: int | None
) -> None:
    """Raises ConstraintBroken("membership_pkey") where they work for the clinic already."""
    await tx.execute(
        """INSERT INTO membership (staff_id, clinic_id, role, practitioner_id)
           VALUES ($1, $2, $3, $4)""",
        staff_id,
        clinic_id,
        role,
        practitioner_id,
    )


async def save_role(
    tx: Transaction, clinic_id: int, staff_id: int, role: Role, practitioner_id: int | None
) -> None:
    """Another role at the same clinic."""
    await tx.execute(
        """UPDATE membership SET role = $3, practitioner_id = $4
           WHERE clinic_id = $1 AND staff_id = $2""",
        clinic_id,
        staff_id,
        role,
        practitioner_id,
    )


async def delete_member(tx: Transaction, clinic_id: int, staff_id: int) -> None:
    """Works for that clinic no more."""
    await tx.execute(
        "DELETE FROM membership WHERE clinic_id = $1 AND staff_id = $2", clinic_id, staff_id
    )


async def delete_memberships(tx: Transaction, staff_id: int) -> None:
    """Works for no clinic any more."""
    await tx.execute("DELETE FROM membership WHERE staff_id = $1", staff_id)


async def ask_second_factor(tx: Transaction, clinic_id: int, *, is_asked: bool) -> bool:
    """Whether everybody of that clinic must have a second factor; False where it was so before."""
    changed = await tx.execute(
        "UPDATE clinic SET asks_second_factor = $2 WHERE id = $1 AND asks_second_factor <> $2",
        clinic_id,
        int(is_asked),
    )
    return changed == 1


async def lock_owners(tx: Transaction, clinic_id: int) -> int:
    """How many owners the clinic has; nobody else changes that before this transaction ends."""
    await tx.execute("UPDATE clinic SET slug = slug WHERE id = $1", clinic_id)
    row = await tx.fetch_one(
        "SELECT COUNT(*) AS owners FROM membership WHERE clinic_id = $1 AND role = 'owner'",
        clinic_id,
    )
    return 0 if row is None else int(row["owners"])


def _member(row: Row) -> Member:
    return Member(
        staff=staff_of(row),
        clinic_id=row["clinic_id"],
        role=row["role"],
        practitioner_id=row["practitioner_id"],
        asks_second_factor=bool(row["asks_second_factor"]),
    )
