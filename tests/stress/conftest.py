import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from slotkeeper.storage import postgresql
from slotkeeper.storage.database import Database, Transaction, open_database
from tests.databases import (
    database_url,
    postgresql_cluster,
    postgresql_template,
    postgresql_url,
    sqlite_template,
    sqlite_url,
)
from tests.services.desk import Desk, open_desk
from tests.stress.jitter import JitteryDatabase

__all__ = [
    "database_url",
    "postgresql_cluster",
    "postgresql_template",
    "postgresql_url",
    "sqlite_template",
    "sqlite_url",
]


@pytest.fixture
async def database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """With as many connections as several server processes have, so that they really meet.

    Two hundred that come late by chance take longer than a patient would wait, on a busy machine:
    here nobody is sent away for that.
    """
    monkeypatch.setattr(postgresql, "WAIT_SECONDS", 120.0)
    monkeypatch.setattr(postgresql, "COMMAND_SECONDS", 120.0)
    patient = {"idle_in_transaction_session_timeout": "120s", "lock_timeout": "120s"}
    monkeypatch.setattr(postgresql, "_SETTINGS", postgresql._SETTINGS | patient)
    opened = await open_database(database_url, pool_size=24, migrate=False)
    if opened.engine == "postgresql":
        await asyncio.gather(*[opened.write(_wait) for _ in range(24)])  # all are connected now
    yield opened
    await opened.close()


async def _wait(tx: Transaction) -> None:
    await tx.fetch_one("SELECT pg_sleep(0.2)")


@pytest.fixture
async def desk(database: Database) -> Desk:
    """The pretend clinic on each engine, with the checks of production.

    On PostgreSQL the statements of transactions come late by chance; SQLite has one writer, whose
    transactions come one after the other anyway.
    """
    met = database
    if database.engine == "postgresql":
        met = JitteryDatabase(database, random.Random(1))
    return (await open_desk(met)).guarded
