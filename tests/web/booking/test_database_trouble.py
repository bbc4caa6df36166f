"""The database locked or gone: 503, calm, and nothing half-written."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator

import asyncpg  # type: ignore[import-untyped]
import pytest

from tests.postgresql_cluster import Cluster
from tests.web.clinics import DEMO
from tests.web.patient import ADA, Patient
from tests.web.world import World, open_world

CHOSEN = {"type": "running", "practitioner": "kit-saltmarsh"}


@pytest.fixture
async def asked(world: World, ada: Patient) -> Patient:
    """Ada before the form."""
    await ada.hold((await ada.go_to_times(**CHOSEN)).slots[0])
    world.clock.advance(20)
    return ada


def assert_calm(patient: Patient) -> None:
    assert patient.answer.status_code == 503
    assert patient.page.notice == "unavailable"
    assert patient.answer.headers["retry-after"] == "5"
    assert "Please try again in a moment" in patient.page.text
    assert "+61 2 5550 1234" in patient.page.text


@pytest.mark.req("R3", "R4")
async def test_a_file_that_is_gone_is_503_everywhere(world: World, asked: Patient) -> None:
    fields = {**asked.page.form("/bookings").fields, **ADA}
    token = fields["hold"]
    world.take_database_away()
    for path in ("/bookings", "/holds/extend", "/holds/renew", "/holds/release"):
        await asked.post(path, fields)
        assert_calm(asked)
    await asked.go_to_times(**CHOSEN, day="2027-02-09")
    assert_calm(asked)
    browser = await world.browser()
    days = {"type": "running", "from": "2027-02-08", "to": "2027-02-09"}
    answer = await browser.get("/api/v1/clinics/harbour-physio/slots", params=days)
    assert answer.status_code == 503
    assert answer.json()["error"] == "unavailable"
    assert answer.headers["retry-after"] == "5"
    world.bring_database_back()
    again = await asked.post("/bookings", {**fields, "hold": token})
    assert again.name == "confirmed"


@pytest.mark.req("R4")
async def test_a_locked_file_is_503_and_nothing_is_written(world: World, asked: Patient) -> None:
    fields = {**asked.page.form("/bookings").fields, **ADA}
    other = sqlite3.connect(world.database_url, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await asked.post("/bookings", fields)
    assert_calm(asked)
    if not asked.is_fragment:
        assert asked.page.form("/bookings").fields["email"] == ADA["email"]
    other.execute("ROLLBACK")
    counts = "SELECT (SELECT COUNT(*) FROM patient), (SELECT COUNT(*) FROM acceptance)"
    assert other.execute(counts).fetchone() == (0, 0)
    other.close()
    assert (await asked.post("/bookings", fields)).name == "confirmed"


async def test_reading_goes_on_while_the_file_is_locked(world: World, ada: Patient) -> None:
    other = sqlite3.connect(world.database_url, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert (await ada.go_to_times(**CHOSEN)).slots
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.req("R4")
async def test_a_file_that_is_no_database_any_more_is_503(world: World, asked: Patient) -> None:
    world.take_database_away(instead=b"no database" * 1000)
    await asked.post("/holds/extend", asked.page.form("/holds/extend").fields)
    assert_calm(asked)


@pytest.fixture
async def far_away(postgresql_url: str) -> AsyncIterator[World]:
    """A server on PostgreSQL."""
    async with open_world(postgresql_url, DEMO) as world:
        yield world


@pytest.mark.req("R3")
@pytest.mark.parametrize("prefix", ["/f/harbour-physio", "/c/harbour-physio"])
async def test_a_postgresql_that_refuses_is_503_and_comes_back(
    far_away: World, prefix: str, postgresql_cluster: Cluster, postgresql_url: str
) -> None:
    ada = await far_away.patient(prefix)
    await ada.hold((await ada.go_to_times(**CHOSEN)).slots[0])
    far_away.clock.advance(20)
    fields = {**ada.page.form("/bookings").fields, **ADA}
    name = postgresql_url.rpartition("/")[2].partition("?")[0]
    await _allow_connections(postgresql_cluster, name, allowed=False)
    await ada.post("/bookings", fields)
    assert_calm(ada)
    await _allow_connections(postgresql_cluster, name, allowed=True)
    await _press_until_confirmed(ada, fields)


async def _press_until_confirmed(patient: Patient, fields: dict[str, str]) -> None:
    """A connection that was cut may take a moment until it knows so itself: "try again" is true."""
    async with asyncio.timeout(60):
        while (await patient.post("/bookings", fields)).name != "confirmed":
            assert_calm(patient)
            await asyncio.sleep(0.2)


async def _allow_connections(cluster: Cluster, name: str, *, allowed: bool) -> None:
    connection = await asyncpg.connect(cluster.url("postgres"))
    await connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {allowed}')
    if not allowed:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name
        )
    await connection.close()
