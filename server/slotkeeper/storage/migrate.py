"""Numbered migrations, applied exactly once however many processes start at the same moment.

`migrations/NNNN_name.sql` holds one purpose for both engines; where they must differ,
`NNNN_name.sqlite.sql` and `NNNN_name.postgresql.sql` hold it. IDENTITY_KEY stands for the type of
a primary key that the engine numbers. Each migration runs in its own transaction, under a lock that
all starters share, and is kept in the table `migration` with the sha256 of its file's text.
Constraints must not be deferred: SQLite would check them for a whole batch of jobs at once.
"""

import asyncio
from pathlib import Path

from slotkeeper.storage import migrate_sqlite
from slotkeeper.storage.database import is_postgresql
from slotkeeper.storage.migration import MigrationError, find_migrations, missing

__all__ = ["MIGRATIONS", "MigrationError", "migrate", "pending"]

MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(database_url: str, folder: Path = MIGRATIONS) -> list[str]:
    """Bring the schema up to date; the names of what this call applied, in their order.

    Raises MigrationError for an applied migration whose text was changed, for a database that a
    later release has migrated, and for SQL that fails (that migration is then not applied, those
    before it are); DatabaseUnavailable, DatabaseUnsuitable.
    """
    if is_postgresql(database_url):
        # Imported here: an SQLite clinic never loads asyncpg.
        from slotkeeper.storage import migrate_postgresql  # noqa: PLC0415

        migrations = find_migrations("postgresql", folder)
        return await migrate_postgresql.apply_all(database_url, migrations)
    migrations = find_migrations("sqlite", folder)
    return await asyncio.to_thread(migrate_sqlite.apply_all, Path(database_url), migrations)


async def pending(database_url: str, folder: Path = MIGRATIONS) -> list[str]:
    """The names that `migrate` would apply; changes nothing, makes no file. Raises as `migrate`."""
    if is_postgresql(database_url):
        from slotkeeper.storage import migrate_postgresql  # noqa: PLC0415

        migrations = find_migrations("postgresql", folder)
        ledger = await migrate_postgresql.read_ledger(database_url)
    else:
        migrations = find_migrations("sqlite", folder)
        ledger = await asyncio.to_thread(migrate_sqlite.read_ledger, Path(database_url))
    return [step.name for step in missing(migrations, ledger)]
