import pytest

from slotkeeper.services.toolbox import Toolbox
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
from tests.services.desk import Clock, Desk, open_desk

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
    """The pretend clinic on each engine."""
    return await open_desk(database)


@pytest.fixture
def toolbox(desk: Desk) -> Toolbox:
    return desk.toolbox


@pytest.fixture
def clock(desk: Desk) -> Clock:
    return desk.clock
