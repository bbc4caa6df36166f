"""Clinics and their set-up: each a row with a typed JSON value."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.location import Location
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.storage.database import Reader, Row, Transaction

Child = TypeVar("Child", Location, Practitioner, AppointmentType)


async def find_clinic(reader: Reader, slug: str) -> Clinic | None:
    """The clinic with its set-up as of one instant, None where no clinic has that slug.

    Rows that are no longer in the file are left out. A practitioner's `version` is the one of the
    reading: bookings raise it without raising the clinic's.
    """
    rows = await reader.fetch(_FIND, slug)
    if not rows:
        return None
    head = next(row for row in rows if row["kind"] == "clinic")
    return replace(
        msgspec.json.decode(head["details"], type=Clinic),
        id=head["id"],
        version=head["version"],
        takes_payments=bool(head["position"]),
        locations=_children(rows, "location", Location),
        practitioners=tuple(
            replace(each, version=row["version"])
            for each, row in zip(
                _children(rows, "practitioner", Practitioner),
                (row for row in rows if row["kind"] == "practitioner"),
                strict=True,
            )
        ),
        appointment_types=_children(rows, "appointment_type", AppointmentType),
    )


# One statement, so that an import in between cannot give half of each. Of the clinic, `position`
# says whether it takes payments.
_FIND = """
SELECT 'clinic' AS kind, id, version, (
  SELECT COUNT(*) FROM payment_account WHERE payment_account.clinic_id = clinic.id
) AS position, details FROM clinic WHERE slug = $1
UNION ALL
SELECT 'location', id, 0, position, details FROM location
WHERE clinic_id = (SELECT id FROM clinic WHERE slug = $1) AND retired = 0
UNION ALL
SELECT 'practitioner', id, version, position, details FROM practitioner
WHERE clinic_id = (SELECT id FROM clinic WHERE slug = $1) AND retired = 0
UNION ALL
SELECT 'appointment_type', id, 0, position, details FROM appointment_type
WHERE clinic_id = (SELECT id FROM clinic WHERE slug = $1) AND retired = 0
ORDER BY position, id
"""


def _children(rows: Sequence[Row], kind: str, type_: type[Child]) -> tuple[Child, ...]:
    return tuple(
        replace(msgspec.json.decode(row["details"], type=type_), id=row["id"])
        for row in rows
        if row["kind"] == kind
    )


async def clinic_version(reader: Reader, slug: str) -> tuple[int, int] | None:
    """Id and version of the clinic's set-up, None where no clinic has that slug."""
    row = await reader.fetch_one("SELECT id, version FROM clinic WHERE slug = $1", slug)
    return (row["id"], row["version"]) if row else None


async def find_slug(reader: Reader, clinic_id: int) -> str | None:
    """The slug of that clinic."""
    row = await reader.fetch_one("SELECT slug FROM clinic WHERE id = $1", clinic_id)
    return None if row is None else str(row["slug"])


async def find_slugs(reader: Reader) -> list[str]:
    """The slugs of all clinics, in order."""
    return [row["slug"] for row in await reader.fetch("SELECT slug FROM clinic ORDER BY slug")]


async def save_clinic(tx: Transaction, clinic: Clinic) -> int:
    """Make the stored set-up that of `clinic`, found by its slug; its id.

    Rows keep their ids by slug. One that is gone is retired, not deleted: bookings point at it; one
    that comes back is revived. The clinic's version rises, and that of each practitioner who
    changed. Takes the practitioners' lock rows in ascending order.
    """
    details = replace(
        clinic,
        id=0,
        version=0,
        takes_payments=False,
        locations=(),
        practitioners=(),
        appointment_types=(),
    )
    [row] = await tx.fetch(
        "INSERT INTO clinic (slug, version, details) VALUES ($1, 1, $2) "
        "ON CONFLICT (slug) DO UPDATE SET version = clinic.version + 1, details = excluded.details "
        "RETURNING id",
        clinic.slug,
        _encode(details),
    )
    clinic_id: int = row["id"]
    await _save_children(tx, clinic_id, "location", clinic.locations)
    practitioners = [replace(each, version=0) for each in clinic.practitioners]
    await _save_children(tx, clinic_id, "practitioner", practitioners)
    await _save_children(tx, clinic_id, "appointment_type", clinic.appointment_types)
    return clinic_id


async def lock_set_up(tx: Transaction, clinic_id: int, version: int) -> bool:
    """Whether the set-up still has that version; then nobody else changes it in this transaction's
    time.
    """
    sql = "UPDATE clinic SET version = version WHERE id = $1 AND version = $2"
    return await tx.execute(sql, clinic_id, version) == 1


async def _save_children(
    tx: Transaction, clinic_id: int, table: str, children: Sequence[Child]
) -> None:
    wanted = {each.slug: (n, _encode(replace(each, id=0))) for n, each in enumerate(children)}
    rows = await tx.fetch(
        f"SELECT id, slug, position, details, retired FROM {table} "  # noqa: S608 - one of our three
        "WHERE clinic_id = $1 ORDER BY id",
        clinic_id,
    )
    for row in rows:
        kept = wanted.pop(row["slug"], None)
        position, details = kept or (row["position"], row["details"])
        state = (position, details, int(kept is None))
        if state != (row["position"], row["details"], row["retired"]):
            await tx.execute(_UPDATE[table], row["id"], *state)
    for slug, (position, details) in wanted.items():
        await tx.execute(
            f"INSERT INTO {table} (clinic_id, slug, position, details) "  # noqa: S608 - as above
            "VALUES ($1, $2, $3, $4)",
            clinic_id,
            slug,
            position,
            details,
        )


_SET = "SET position = $2, details = $3, retired = $4"
_UPDATE = {
    "location": f"UPDATE location {_SET} WHERE id = $1",
    "practitioner": f"UPDATE practitioner {_SET}, version = version + 1 WHERE id = $1",
    "appointment_type": f"UPDATE appointment_type {_SET} WHERE id = $1",
}


def _encode(value: Clinic | Location | Practitioner | AppointmentType) -> str:
    return msgspec.json.encode(value).decode()
