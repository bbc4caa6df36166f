import pytest

from slotkeeper.storage.database import Database
from tests.databases import (
    database,
    database_url,
    postgresql_cluster,
    postgresql_template,
    postgresql_url,
    sqlite_template,
    sqlite_url,
)
from tests.storage.notes import make_notes

__all__ = [
    "database",
    "database_url",
    "postgresql_cluster",
    "postgresql_template",
    "postgresql_url",
    "sqlite_template",
    "sqlite_url",
]


@pytest.fixture
async def notes(database: Database) -> Database:
    """An open database with an empty table of notes."""
    await make_notes(database)
    return database
