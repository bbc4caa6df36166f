"""A server with three clinics; after each test, what must hold for every answer is checked."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.databases import (
    postgresql_cluster,
    postgresql_template,
    postgresql_url,
    sqlite_template,
    sqlite_url,
)
from tests.postgresql_cluster import Cluster
from tests.web.clinics import CORNER, DEMO, SHUT
from tests.web.patient import Patient
from tests.web.promises import check_answers
from tests.web.world import World, open_world

__all__ = [
    "postgresql_cluster",
    "postgresql_template",
    "postgresql_url",
    "sqlite_template",
    "sqlite_url",
]


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    async with open_world(sqlite_url, DEMO, CORNER, SHUT) as opened:
        yield opened
        check_answers(opened.answers)


@pytest.fixture(scope="module")
def fuzzed_postgresql(postgresql_cluster: Cluster, postgresql_template: str) -> Iterator[str]:
    """A database for a whole module."""
    yield postgresql_cluster.create_database("fuzzed", postgresql_template)
    postgresql_cluster.drop_database("fuzzed")


@pytest.fixture(params=["/f/harbour-physio", "/c/harbour-physio"], ids=["widget", "page"])
def prefix(request: pytest.FixtureRequest) -> str:
    """Both surfaces of the demo clinic."""
    return str(request.param)


@pytest.fixture
async def ada(world: World, prefix: str) -> Patient:
    """A patient who has not begun."""
    return await world.patient(prefix)


@pytest.fixture
async def ben(world: World, prefix: str) -> Patient:
    """Another one, elsewhere."""
    return await world.patient(prefix, "198.51.100.20")
