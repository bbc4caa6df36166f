"""The database is locked or goes away in the middle: a calm refusal, and nothing half-written."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest

from slotkeeper.domain.booking import Booking
from slotkeeper.services.holds import get_hold
from slotkeeper.storage.database import DatabaseUnavailable, open_database
from slotkeeper.storage.sqlite import SqliteDatabase
from tests.server_process import in_thread
from tests.services.desk import NINE, NOW, Desk, at, open_desk

pytestmark = [pytest.mark.req("R2"), pytest.mark.req("R3")]

TEN = at("2027-01-05 10:00")
TABLES = ("booking", "patient", "acceptance", "booking_identity")


@dataclass
class DisturbedClock:
    """Does something at the reading of that number, which lies inside the transaction."""

    disturb: Callable[[], None]
    at_reading: int
    readings: int = 0

    def __call__(self) -> int:
        self.readings += 1
        if self.readings == self.at_reading:
            self.disturb()
        return NOW + 10


async def contents_after(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """What is there once the client has noticed that its connections are gone: those to read by
    and those to write by.
    """
    async with asyncio.timeout(60):
        while True:
            with suppress(DatabaseUnavailable):
                found = await contents(desk)
                await desk.database.write(lambda tx: tx.execute("SELECT 1"))
                return found
            await asyncio.sleep(0.05)


async def contents(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = {}
    for table in TABLES:
        rows: Any = await desk.rows(f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608 - ours
        found[table] = [tuple(row) for row in rows]
    return found


def disturbed(desk: Desk, disturb: Callable[[], None], at_reading: int) -> Desk:
    clock = DisturbedClock(disturb, at_reading)
    return replace(desk, toolbox=replace(desk.toolbox, clock=clock))


@pytest.mark.parametrize("reading", [1, 2])
async def test_a_connection_that_breaks_while_confirming_leaves_the_hold_as_it_was(
    postgresql_url: str, reading: int
) -> None:
    desk = await open_desk(await open_database(postgresql_url, migrate=False))
    held = await desk.place(NINE)
    before = await contents(desk)
    with pytest.raises(DatabaseUnavailable):
        await disturbed(desk, lambda: throw_out(postgresql_url), reading).confirm(held)
    assert await contents_after(desk) == before
    assert (await desk.confirm(held)).state == "confirmed"
    await desk.database.close()


@pytest.mark.parametrize("reading", [1, 2])
async def test_a_connection_that_breaks_while_moving_leaves_the_old_hold(
    postgresql_url: str, reading: int
) -> None:
    desk = await open_desk(await open_database(postgresql_url, migrate=False))
    held = await desk.place(NINE, "me")
    before = await contents(desk)
    with pytest.raises(DatabaseUnavailable):
        await disturbed(desk, lambda: throw_out(postgresql_url), reading).place(TEN, "me")
    assert await contents_after(desk) == before
    assert (await get_hold(desk.toolbox, desk.slug, held.token)).hold.starts_at == NINE
    await desk.database.close()


def throw_out(url: str) -> None:
    """End every connection to that database, as a server does that goes down."""

    async def run() -> None:
        admin = await asyncpg.connect(url)
        await admin.execute(
            """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()"""
        )
        await admin.close()

    in_thread(run())


async def test_a_file_that_another_process_has_locked_refuses_and_keeps_all(
    sqlite_url: str,
) -> None:
    database = await open_database(sqlite_url, migrate=False)
    assert isinstance(database, SqliteDatabase)
    database._writer._raw.execute("PRAGMA busy_timeout = 50")  # not the five seconds of real life
    desk = await open_desk(database)
    held = await desk.place(NINE, "me")
    before = await contents(desk)
    other = sqlite3.connect(sqlite_url, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable):
        await desk.place(TEN, "me")
    with pytest.raises(DatabaseUnavailable):
        await desk.confirm(held)
    assert TEN in await desk.free()  # the lists can be read all the time
    other.execute("ROLLBACK")
    other.close()
    assert await contents(desk) == before
    assert (await desk.confirm(held)).state == "confirmed"
    await database.close()


async def test_what_fails_inside_the_transaction_undoes_all_of_it(desk: Desk) -> None:
    def fail() -> None:
        raise OSError("the disk is full")

    held = await desk.place(NINE, "me")
    before = await contents(desk)
    for use_case in (
        disturbed(desk, fail, 2).confirm(held),
        disturbed(desk, fail, 2).place(TEN, "me"),
    ):
        with pytest.raises(OSError, match="full"):
            await use_case
        assert await contents(desk) == before
    assert isinstance(await desk.confirm(held), Booking)
