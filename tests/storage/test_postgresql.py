"""What is particular to a server: it can go away, be locked, and have other clients."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Iterator

import asyncpg  # type: ignore[import-untyped]
import pytest

from slotkeeper.storage import postgresql
from slotkeeper.storage.database import (
    Database,
    DatabaseUnavailable,
    DatabaseUnsuitable,
    Transaction,
    open_database,
)
from tests.postgresql_cluster import Cluster, shared_cluster

POOL_SIZE = 4
INSERT = "INSERT INTO note (id, number) VALUES ($1, 0)"


@pytest.fixture
async def notes(postgresql_url: str) -> AsyncIterator[Database]:
    database = await open_database(postgresql_url, pool_size=POOL_SIZE, migrate=False)
    await make_table(database)
    yield database
    await database.close()


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """Not the one that other tests use at the same time: this one is stopped."""
    with shared_cluster(uuid.uuid4().hex) as cluster:
        yield cluster


async def make_table(database: Database) -> None:
    table = "CREATE TABLE note (id BIGINT PRIMARY KEY, number BIGINT)"
    await database.write(lambda tx: tx.execute(table))


async def insert(database: Database, number: int) -> int:
    return await database.write(lambda tx: tx.execute(INSERT, number))


async def numbers(database: Database) -> dict[int, int]:
    rows = await database.fetch("SELECT id, number FROM note")
    return {row["id"]: row["number"] for row in rows}


@pytest.mark.req("R4")
async def test_a_server_that_stops_is_unavailable_and_works_again_when_it_is_back(
    own_cluster: Cluster,
) -> None:
    database = await open_database(own_cluster.url("postgres"), migrate=False)
    await make_table(database)
    await asyncio.gather(*(insert(database, number) for number in range(20)))
    await asyncio.to_thread(own_cluster.stop)
    for _ in range(3):
        with pytest.raises(DatabaseUnavailable):
            await insert(database, 100)
        with pytest.raises(DatabaseUnavailable):
            await numbers(database)
    await asyncio.to_thread(own_cluster.start)
    assert await insert(database, 20) == 1
    assert sorted(await numbers(database)) == list(range(21))
    await database.close()


@pytest.mark.req("R4")
async def test_a_connection_that_breaks_in_a_job_undoes_it(notes: Database) -> None:
    async def job(tx: Transaction) -> None:
        await tx.execute(INSERT, 1)
        await tx.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(DatabaseUnavailable):
        await notes.write(job)
    assert await insert(notes, 2) == 1
    assert await numbers(notes) == {2: 0}


async def test_jobs_that_lock_each_other_out_are_run_again(notes: Database) -> None:
    await insert(notes, 1)
    await insert(notes, 2)
    runs = 0
    both = asyncio.Barrier(2)

    async def job(tx: Transaction, first: int, second: int) -> None:
        nonlocal runs
        runs += 1
        await tx.execute("UPDATE note SET number = number + 1 WHERE id = $1", first)
        if runs <= 2:
            await both.wait()
        await tx.execute("UPDATE note SET number = number + 1 WHERE id = $1", second)

    await asyncio.gather(
        notes.write(lambda tx: job(tx, 1, 2)), notes.write(lambda tx: job(tx, 2, 1))
    )
    assert runs > 2
    assert await numbers(notes) == {1: 2, 2: 2}


async def test_jobs_that_never_get_through_end_in_unavailable(notes: Database) -> None:
    runs = 0

    async def job(tx: Transaction) -> None:
        nonlocal runs
        runs += 1
        await tx.execute(INSERT, runs)
        await tx.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$")

    with pytest.raises(DatabaseUnavailable):
        await notes.write(job)
    assert runs == postgresql.TRIES
    assert await numbers(notes) == {}


@pytest.mark.req("R4")
async def test_a_row_that_somebody_keeps_locked_ends_in_unavailable(
    notes: Database, postgresql_url: str
) -> None:
    await insert(notes, 1)
    somebody = await asyncpg.connect(postgresql_url)
    await somebody.execute("BEGIN; UPDATE note SET number = 5")
    began = time.monotonic()
    with pytest.raises(DatabaseUnavailable, match="lock timeout"):
        await notes.write(lambda tx: tx.execute("UPDATE note SET number = 6"))
    assert time.monotonic() - began > 4
    await somebody.close()


async def test_reads_go_on_while_every_writing_connection_is_busy(notes: Database) -> None:
    go_on, busy = asyncio.Event(), asyncio.Semaphore(0)

    async def job(tx: Transaction) -> None:
        await tx.execute("SELECT 1")
        busy.release()
        await go_on.wait()

    writing = [asyncio.create_task(notes.write(job)) for _ in range(2 * POOL_SIZE)]
    async with asyncio.timeout(60):
        for _ in range(POOL_SIZE):
            await busy.acquire()
        assert await numbers(notes) == {}
    go_on.set()
    await asyncio.gather(*writing)


async def test_a_caller_that_is_cancelled_gives_its_connection_back(notes: Database) -> None:
    async def job(tx: Transaction) -> None:
        await tx.execute(INSERT, 1)
        await asyncio.Event().wait()

    for _ in range(3):
        writing = [asyncio.create_task(notes.write(job)) for _ in range(4)]
        await asyncio.sleep(0.1)
        for task in writing:
            task.cancel()
        await asyncio.gather(*writing, return_exceptions=True)
    assert await insert(notes, 2) == 1
    assert await numbers(notes) == {2: 0}


async def test_there_is_no_generation_since_others_write_too(notes: Database) -> None:
    assert notes.generation() is None


async def test_a_server_that_is_not_there_is_unavailable(
    postgresql_cluster: Cluster, unused_tcp_port: int
) -> None:
    nobody = Cluster(postgresql_cluster.folder, unused_tcp_port)
    for url in (nobody.url("postgres"), postgresql_cluster.url("missing")):
        with pytest.raises(DatabaseUnavailable):
            await open_database(url)


async def test_a_server_that_is_too_old_is_named(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "OLDEST", 99)
    with pytest.raises(DatabaseUnsuitable, match=r"is PostgreSQL \d+\.\d+; 99 or later is needed"):
        await open_database(postgresql_url)
