"""The outbox's migration, with messages in the table from before."""

import shutil
from pathlib import Path

from slotkeeper.storage.database import Database, open_database
from slotkeeper.storage.migrate import MIGRATIONS, migrate
from slotkeeper.storage.outbox import claim_deliveries
from tests.postgresql_cluster import Cluster

_BEFORE = "0015"


async def test_messages_from_before_are_kept_and_can_be_sent_on_sqlite(tmp_path: Path) -> None:
    await _migrates_with_rows(str(tmp_path / "slotkeeper.db"), tmp_path)


async def test_messages_from_before_are_kept_and_can_be_sent_on_postgresql(
    postgresql_cluster: Cluster, tmp_path: Path
) -> None:
    url = postgresql_cluster.create_database("outbox_migration")
    await _migrates_with_rows(url, tmp_path)
    postgresql_cluster.drop_database("outbox_migration")


async def _migrates_with_rows(url: str, folder: Path) -> None:
    before = folder / "before"
    before.mkdir()
    for path in MIGRATIONS.glob("*.sql"):
        if path.name < _BEFORE:
            shutil.copy(path, before)
    await migrate(url, before)
    database = await open_database(url, migrate=False)
    for sql in _ROWS:
        await _execute(database, sql)
    await database.close()

    assert "0015_outbox" in await migrate(url)
    database = await open_database(url, migrate=False)
    claimed = await database.write(
        lambda tx: claim_deliveries(tx, "mail", 2_000, lease_until=2_060, limit=10)
    )
    again = "INSERT INTO delivery (clinic_id, booking_id, recipient, message, made_at)"
    await _execute(database, f"{again} VALUES (1, 1, 'practitioner', 'booking_confirmed', 3)")
    newest = await database.fetch_one("SELECT MAX(id) AS id FROM delivery")
    await database.close()

    found = [(each.id, each.recipient, each.message, each.occasion) for each in claimed]
    assert found == [(1, "patient", "booking_confirmed", ""), (2, "clinic", "refund_failed", "7")]
    assert newest is not None
    assert newest["id"] == 3


async def _execute(database: Database, sql: str) -> None:
    await database.write(lambda tx: tx.execute(sql))


_ROWS = [
    "INSERT INTO clinic (slug, details) VALUES ('a', '{}')",
    """INSERT INTO practitioner (clinic_id, slug, position, details)
       VALUES (1, 'sam', 0, '{}')""",
    """INSERT INTO appointment_type (clinic_id, slug, position, details)
       VALUES (1, 'standard', 0, '{}')""",
    """INSERT INTO booking (clinic_id, practitioner_id, appointment_type_id, state, starts_at,
         ends_at, busy_from, busy_until, held_at)
       VALUES (1, 1, 1, 'cancelled', 1000, 2000, 1000, 2000, 900)""",
    """INSERT INTO delivery (clinic_id, booking_id, recipient, message, occasion, made_at)
       VALUES (1, 1, 'patient', 'booking_confirmed', '', 1),
              (1, 1, 'clinic', 'refund_failed', '7', 2)""",
]
