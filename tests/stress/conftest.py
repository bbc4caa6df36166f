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
from tests.services.desk import Desk, open_desk

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
async def desk(database: Database) -> Desk:
    """The pretend clinic on each engine, with the checks of production."""
    return (await open_desk(database)).guarded
