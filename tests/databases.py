"""Fixtures: fresh databases on both engines, migrated with the project's own migrations.

Import what you use into the conftest.py of your folder:

- `database`: an open `Database`, once for each engine
- `database_url`: the same, not opened, for tests that start a server or open it several times
- `sqlite_url`, `postgresql_url`: one engine alone
- `postgresql_cluster`: the server of this run
"""

import asyncio
import hashlib
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from slotkeeper.storage.database import Database, open_database
from slotkeeper.storage.migrate import MIGRATIONS, migrate
from tests.postgresql_cluster import Cluster, shared_cluster

ENGINES = ["sqlite", "postgresql"]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await open_database(database_url, migrate=False)
    yield opened
    await opened.close()


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    copy = tmp_path / "slotkeeper.db"
    shutil.copyfile(sqlite_template, copy)
    return str(copy)


@pytest.fixture
def postgresql_url(postgresql_cluster: Cluster, postgresql_template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    yield postgresql_cluster.create_database(name, postgresql_template)
    postgresql_cluster.drop_database(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(str(path))
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_cluster: Cluster) -> str:
    """The name of a migrated database to copy."""
    texts = b"".join(path.read_bytes() for path in sorted(MIGRATIONS.glob("*.sql")))
    name = f"migrated_{hashlib.sha256(texts).hexdigest()[:16]}"
    with postgresql_cluster.locked():
        if not postgresql_cluster.has_database(name):
            _migrate(postgresql_cluster.create_database(name))
    return name


@pytest.fixture(scope="session")
def postgresql_cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """One server for the run; xdist gives all its processes the same name of the run."""
    worker = getattr(request.config, "workerinput", {})
    with shared_cluster(worker.get("testrunuid", uuid.uuid4().hex)) as cluster:
        yield cluster


def _migrate(url: str) -> None:
    # On a thread of its own: this one belongs to pytest's event loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, migrate(url)).result()
