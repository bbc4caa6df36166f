"""Group commit on SQLite: what is particular to running many jobs in one transaction."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from slotkeeper.storage import writer
from slotkeeper.storage.database import Database, DatabaseUnavailable, Transaction, open_database

INSERT = "INSERT INTO note (id) VALUES ($1)"


@pytest.fixture
async def notes(tmp_path: Path) -> AsyncIterator[Database]:
    database = await open_database(str(tmp_path / "notes.db"), migrate=False)
    await database.write(lambda tx: tx.execute("CREATE TABLE note (id INTEGER PRIMARY KEY)"))
    yield database
    await database.close()


async def insert(notes: Database, number: int) -> int:
    return await notes.write(lambda tx: tx.execute(INSERT, number))


async def ids(notes: Database) -> list[int]:
    return [row["id"] for row in await notes.fetch("SELECT id FROM note ORDER BY id")]


def generation(notes: Database) -> int:
    number = notes.generation()
    assert number is not None
    return number


async def test_jobs_that_wait_share_one_commit(notes: Database) -> None:
    before = generation(notes)
    await asyncio.gather(*(insert(notes, number) for number in range(writer.BATCH)))
    assert generation(notes) == before + 1


async def test_a_batch_is_bounded(notes: Database) -> None:
    async def insert_and_look(number: int) -> int:
        await insert(notes, number)
        return generation(notes)

    seen = await asyncio.gather(*map(insert_and_look, range(3 * writer.BATCH)))
    assert len(set(seen)) == 3


@pytest.mark.req("R4")
async def test_more_than_two_thousand_waiting_jobs_are_refused_at_once(notes: Database) -> None:
    writing = [asyncio.create_task(insert(notes, number)) for number in range(writer.QUEUE + 50)]
    results = await asyncio.gather(*writing, return_exceptions=True)
    refused = [result for result in results if isinstance(result, DatabaseUnavailable)]
    assert len(refused) == 50
    assert len(await ids(notes)) == writer.QUEUE


async def test_a_commit_that_fails_fails_the_whole_batch_and_the_next_one_works(
    notes: Database,
) -> None:
    async def orphan(tx: Transaction) -> None:
        await tx.execute("PRAGMA defer_foreign_keys = ON")
        await tx.execute("CREATE TABLE leaf (note INTEGER REFERENCES note (id))")
        await tx.execute("INSERT INTO leaf VALUES (77)")

    results = await asyncio.gather(
        insert(notes, 1), notes.write(orphan), insert(notes, 2), return_exceptions=True
    )
    assert [type(result) for result in results] == [DatabaseUnavailable] * 3
    assert await ids(notes) == []
    assert await insert(notes, 3) == 1


async def test_nobody_is_told_kept_when_sqlite_gives_the_transaction_up(notes: Database) -> None:
    await insert(notes, 1)
    results = await asyncio.gather(
        insert(notes, 2),
        notes.write(lambda tx: tx.execute("INSERT OR ROLLBACK INTO note (id) VALUES (1)")),
        insert(notes, 3),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [DatabaseUnavailable, DatabaseUnavailable, int]
    assert await ids(notes) == [1, 3]


async def test_a_job_whose_caller_is_cancelled_before_it_began_never_runs(notes: Database) -> None:
    writing = asyncio.create_task(insert(notes, 1))
    await asyncio.sleep(0)
    writing.cancel()
    assert await insert(notes, 2) == 1
    assert await ids(notes) == [2]


async def test_a_job_whose_caller_is_cancelled_while_it_runs_is_kept_whole(
    notes: Database,
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def job(tx: Transaction) -> None:
        await tx.execute(INSERT, 1)
        begun.set()
        await go_on.wait()
        await tx.execute(INSERT, 2)

    writing = asyncio.create_task(notes.write(job))
    await begun.wait()
    writing.cancel()
    go_on.set()
    assert await insert(notes, 3) == 1
    assert await ids(notes) == [1, 2, 3]


async def test_a_job_that_cancels_itself_harms_no_other(notes: Database) -> None:
    async def job(tx: Transaction) -> None:
        await tx.execute(INSERT, 1)
        raise asyncio.CancelledError

    results = await asyncio.gather(notes.write(job), insert(notes, 2), return_exceptions=True)
    assert isinstance(results[0], asyncio.CancelledError)
    assert await ids(notes) == [2]


async def test_a_job_that_waits_for_something_else_is_undone_in_the_end(
    notes: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "JOB_SECONDS", 0.05)

    async def job(tx: Transaction) -> None:
        monkeypatch.setattr(writer, "JOB_SECONDS", 60.0)  # the next one's, who only works
        await tx.execute(INSERT, 1)
        await asyncio.Event().wait()

    results = await asyncio.gather(notes.write(job), insert(notes, 2), return_exceptions=True)
    assert isinstance(results[0], DatabaseUnavailable)
    assert await ids(notes) == [2]


async def test_a_long_job_lets_others_run_meanwhile(notes: Database) -> None:
    turns = 0

    async def job(tx: Transaction) -> int:
        before = turns
        for number in range(5_000):
            await tx.execute(INSERT, number)
        return turns - before

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    assert await notes.write(job) >= 3
    counting.cancel()


async def test_what_waits_at_closing_is_still_written(notes: Database, tmp_path: Path) -> None:
    writing = [asyncio.create_task(insert(notes, number)) for number in range(100)]
    await asyncio.sleep(0)
    await notes.close()
    assert await asyncio.gather(*writing) == [1] * 100
    again = await open_database(str(tmp_path / "notes.db"), migrate=False)
    assert len(await ids(again)) == 100
    await again.close()


async def test_the_generation_rises_with_each_change_and_stays_without(notes: Database) -> None:
    seen = [generation(notes)]
    for number in range(3):
        await insert(notes, number)
        seen.append(generation(notes))
        await ids(notes)
        assert generation(notes) == seen[-1]
    assert seen == sorted(set(seen))


@pytest.mark.req("S13")
async def test_the_generation_rises_at_once_when_another_process_writes(
    notes: Database, tmp_path: Path
) -> None:
    other = await open_database(str(tmp_path / "notes.db"), migrate=False)
    for number in range(3):
        before = generation(notes)
        assert generation(notes) == before
        await insert(other, number)
        assert generation(notes) > before
    await other.close()
