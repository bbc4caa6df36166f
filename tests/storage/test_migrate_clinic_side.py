"""The clinic's side comes to a database that is in use: every row stays, numbers go on where they
were, and no two bookings can overlap.
"""

import shutil
import uuid
from pathlib import Path

import pytest

from slotkeeper.storage.database import ConstraintBroken, Database, open_database
from slotkeeper.storage.migrate import MIGRATIONS, migrate
from tests.storage.test_migrate import url

__all__ = ["url"]
pytestmark = [pytest.mark.req("O2"), pytest.mark.req("R1")]

BEFORE = "0008"
NINE, HALF_HOUR = 1_799_100_000, 1800
OLD = """INSERT INTO booking (clinic_id, practitioner_id, appointment_type_id, state, starts_at,
  ends_at, busy_from, busy_until, held_at, expires_at, visitor, patient_id, made_at, reference,
  cancelled_by)
VALUES (1, 1, 1, $1, $2, $3, $2, $3, 100, $4, $5, $6, $7, $8, $9) RETURNING id"""
SET_UP = [
    "INSERT INTO clinic (slug, details) VALUES ('corner', '{}')",
    """INSERT INTO practitioner (clinic_id, slug, position, details)
       VALUES (1, 'ada', 0, '{"name": "Ada"}')""",
    """INSERT INTO appointment_type (clinic_id, slug, position, details)
       VALUES (1, 'first', 0, '{"name": "First"}')""",
    """INSERT INTO patient (clinic_id, first_name, last_name, email, phone, email_key, phone_key,
         name_key, made_at, pays_first)
       VALUES (1, 'Zoë', 'Old', 'zoe@patient.example', '', 'zoe@patient.example', '', 'zoeold', 1,
         1)""",
]
AFTERWARDS = [
    """INSERT INTO payment (clinic_id, booking_id, reference, state, amount, at_clinic, currency,
         account, live, wish, language, started_at, deadline, received, look_at)
       VALUES (1, 1, 'p1', 'captured', 3000, 0, 'AUD', '', 0, '[]', 'en', 1, 2, 3000, 1)""",
    """INSERT INTO delivery (clinic_id, booking_id, recipient, message, made_at)
       VALUES (1, 1, 'patient', 'booking_confirmed', 5)""",
    """INSERT INTO booking_identity (clinic_id, identity_key, made_at, booking_id)
       VALUES (1, 'a key', 5, 1)""",
    "DELETE FROM booking WHERE visitor = 'gone'",
]


async def write(database: Database, sql: str, *values: int | str | None) -> int:
    return await database.write(lambda tx: tx.execute(sql, *values))


async def old_booking(
    database: Database, state: str, number: int, expires_at: int | None = None, visitor: str = ""
) -> int:
    start, is_hold = NINE + number * HALF_HOUR, state == "held"
    values = (
        *(state, start, start + HALF_HOUR, expires_at, visitor),
        *((None, None, None) if is_hold else (1, 5, uuid.uuid4().hex)),
        "patient" if state == "cancelled" else None,
    )
    row = await database.write(lambda tx: tx.fetch_one(OLD, *values))
    assert row
    return int(row["id"])


@pytest.fixture
async def before(url: str, tmp_path: Path) -> str:
    """The address of a database as the release before left it, with one of everything."""
    folder = tmp_path / "before"
    folder.mkdir()
    for path in MIGRATIONS.glob("*.sql"):
        if path.name[:4] <= BEFORE:
            shutil.copy(path, folder / path.name)
    await migrate(url, folder)
    database = await open_database(url, migrate=False)
    for sql in SET_UP:
        await write(database, sql)
    for number, state in enumerate(["confirmed", "paying", "cancelled", "fulfilled", "noshow"]):
        await old_booking(database, state, number, NINE if state == "paying" else None)
    await old_booking(database, "held", 10, NINE, "ada")
    await old_booking(database, "held", 11, NINE, "gone")
    for sql in AFTERWARDS:
        await write(database, sql)
    await database.close()
    return url


async def test_everything_is_there_and_numbers_go_on(before: str) -> None:
    assert "0009_clinic_side" in await migrate(before)
    database = await open_database(before, migrate=False)
    rows = await database.fetch("SELECT * FROM booking ORDER BY id")
    assert [(row["id"], row["state"]) for row in rows] == [
        (1, "confirmed"),
        (2, "paying"),
        (3, "cancelled"),
        (4, "fulfilled"),
        (5, "noshow"),
        (6, "held"),
    ]
    assert {(row["awaits"], row["revision"], row["is_late"], row["is_unpaid"]) for row in rows} == {
        ("", 0, 0, 0)
    }
    assert (len(rows[0]["reference"]), rows[5]["visitor"]) == (32, "ada")
    for table in ("payment", "delivery", "booking_identity"):
        [row] = await database.fetch(f"SELECT booking_id FROM {table}")  # noqa: S608
        assert row["booking_id"] == 1
    [patient] = await database.fetch("SELECT trust, trust_by FROM patient")
    assert (patient["trust"], patient["trust_by"]) == ("prepay", "staff")
    # The last number before was one that is gone: it is given to nobody again.
    assert await old_booking(database, "held", 12, NINE, "new") == 8
    await database.close()


@pytest.mark.parametrize("state", ["confirmed", "arrived", "fulfilled", "noshow"])
async def test_no_two_bookings_overlap_afterwards(before: str, state: str) -> None:
    await migrate(before)
    database = await open_database(before, migrate=False)
    move = "UPDATE booking SET busy_from = $2, busy_until = $3, starts_at = $2, ends_at = $3"
    with pytest.raises(ConstraintBroken, match="booking_overlap"):
        await old_booking(database, state, 0)
    free = await old_booking(database, state, 20)
    with pytest.raises(ConstraintBroken, match="booking_overlap"):
        await write(database, f"{move} WHERE id = $1", free, NINE, NINE + HALF_HOUR)
    assert await write(database, "UPDATE booking SET state = 'arrived' WHERE id = 1") == 1
    with pytest.raises(ConstraintBroken, match="booking_overlap"):
        await write(database, f"{move} WHERE id = $1", free, NINE + 600, NINE + HALF_HOUR)
    await database.close()


async def test_what_waits_says_for_whom_and_until_when(before: str) -> None:
    await migrate(before)
    database = await open_database(before, migrate=False)
    for wrong in (
        "UPDATE booking SET state = 'pending', expires_at = 9 WHERE id = 1",
        "UPDATE booking SET state = 'pending', awaits = 'clinic', expires_at = NULL WHERE id = 1",
        "UPDATE booking SET awaits = 'patient' WHERE id = 1",
        "UPDATE booking SET state = 'pending', awaits = 'fate', expires_at = 9 WHERE id = 1",
        "UPDATE booking SET state = 'sleeping' WHERE id = 1",
    ):
        with pytest.raises(ConstraintBroken):
            await write(database, wrong)
    right = "UPDATE booking SET state = 'pending', awaits = 'clinic', expires_at = 9 WHERE id = 1"
    assert await write(database, right) == 1
    await database.close()
