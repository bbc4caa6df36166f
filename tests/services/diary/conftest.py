from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from slotkeeper.storage.database import Database
from tests.gateways.caldav.servers import DiaryServer, make_calendar, running
from tests.services.diary.practice import Practice, open_practice

SERVERS = {"sqlite": "radicale", "postgresql": "xandikos"}
"""What each engine is tried with: the gateway's own tests have each question for both servers."""


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiaryServer]:
    """One server for all tests of this folder."""
    with running("radicale", tmp_path_factory.mktemp("radicale")) as started:
        yield started


@pytest.fixture(scope="session")
def xandikos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiaryServer]:
    """One server for all tests of this folder."""
    with running("xandikos", tmp_path_factory.mktemp("xandikos")) as started:
        yield started


@pytest.fixture
def server(database: Database, request: pytest.FixtureRequest) -> Iterator[DiaryServer]:
    """The engine's own with an empty calendar; it runs again after a test that stopped it."""
    shared: DiaryServer = request.getfixturevalue(SERVERS[database.engine])
    own = new_calendar(shared)
    yield own
    if own.process is None:
        own.start()
    shared.process = own.process


@pytest.fixture
def other(server: DiaryServer) -> DiaryServer:
    """A second calendar."""
    return new_calendar(server)


@pytest.fixture
async def practice(database: Database, server: DiaryServer) -> Practice:
    return await open_practice(database, server)


@pytest.fixture
async def guarded(database: Database, radicale: DiaryServer) -> Practice:
    """The same with the server that asks for a password, on each engine."""
    return await open_practice(database, new_calendar(radicale))


def new_calendar(server: DiaryServer) -> DiaryServer:
    """Another calendar on the same server."""
    parent = server.calendar.rstrip("/").rpartition("/")[0]
    own = replace(server, calendar=f"{parent}/{uuid4().hex}/")
    make_calendar(own)
    return own
