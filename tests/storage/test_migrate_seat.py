"""Seats come to a database that is in use: whatever is booked is individual, what the release
before writes beside it too, and none of it can overlap.
"""

import shutil
from pathlib import Path

import pytest

from slotkeeper.storage.database import ConstraintBroken, open_database
from slotkeeper.storage.migrate import MIGRATIONS, migrate
from tests.storage.test_migrate import url
from tests.storage.test_migrate_clinic_side import SET_UP, old_booking, write

__all__ = ["url"]
pytestmark = [pytest.mark.req("O2"), pytest.mark.req("R1"), pytest.mark.req("B11")]

BEFORE = "0015"


@pytest.fixture
async def before(url: str, tmp_path: Path) -> str:
    """The address of a database as the release before left it, with bookings in it."""
    folder = tmp_path / "before"
    folder.mkdir()
    for path in MIGRATIONS.glob("*.sql"):
        if path.name[:4] <= BEFORE:
            shutil.copy(path, folder / path.name)
    await migrate(url, folder)
    database = await open_database(url, migrate=False)
    for sql in SET_UP:
        await write(database, sql)
    for number, state in enumerate(["confirmed", "fulfilled"]):
        await old_booking(database, state, number)
    await database.close()
    return url


async def test_what_is_booked_is_individual_and_keeps_its_time(before: str) -> None:
    assert "0016_seat" in await migrate(before)
    database = await open_database(before, migrate=False)
    rows = await database.fetch("SELECT seat, state FROM booking ORDER BY id")
    assert [(row["seat"], row["state"]) for row in rows] == [(0, "confirmed"), (0, "fulfilled")]
    # As the release before writes, which knows of no seats.
    with pytest.raises(ConstraintBroken):
        await old_booking(database, "confirmed", 0)
    third = await old_booking(database, "confirmed", 5)
    with pytest.raises(ConstraintBroken):
        await write(database, "UPDATE booking SET seat = -1 WHERE id = $1", third)
    await database.close()
