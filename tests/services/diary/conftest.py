from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from slotkeeper.storage.database import Database
from tests.gateways.caldav.servers import DiaryServer, make_calendar, running
from tests.services.diary.practice import Practice, open_practice


@pytest.fixture(scope="session", params=["radicale", "xandikos"])
def caldav(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DiaryServer]:
    """One server for all tests of this folder."""
    with running(request.param, tmp_path_factory.mktemp(request.param)) as started:
        yield started


@pytest.fixture
def server(caldav: DiaryServer) -> Iterator[DiaryServer]:
    """The same with an empty calendar; it runs again after a test that stopped it."""
    own = new_calendar(caldav)
    yield own
    if own.process is None:
        own.start()
    caldav.process = own.process


@pytest.fixture
async def practice(database: Database, server: DiaryServer) -> Practice:
    return await open_practice(database, server)


@pytest.fixture
def other(server: DiaryServer) -> DiaryServer:
    """A second calendar."""
    return new_calendar(server)


def new_calendar(caldav: DiaryServer) -> DiaryServer:
    """Another calendar on the same server."""
    parent = caldav.calendar.rstrip("/").rpartition("/")[0]
    own = replace(caldav, calendar=f"{parent}/{uuid4().hex}/")
    make_calendar(own)
    return own
