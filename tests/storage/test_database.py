"""What an open database promises, on either engine."""

import asyncio
import sys

import pytest

from slotkeeper.storage.database import (
    Database,
    DatabaseUnavailable,
    Transaction,
    open_database,
)
from tests.storage.notes import INSERT, ids, insert


async def test_a_write_returns_what_its_job_returned(notes: Database) -> None:
    async def job(tx: Transaction) -> str:
        await tx.execute(INSERT, 1, "hello")
        row = await tx.fetch_one("SELECT text FROM note WHERE id = $1", 1)
        return str(row and row["text"])

    assert await notes.write(job) == "hello"


@pytest.mark.req("B13")
async def test_others_see_a_change_as_soon_as_its_caller_goes_on(
    notes: Database, database_url: str
) -> None:
    other = await open_database(database_url, migrate=False)
    for number in range(20):
        await insert(notes, number)
        assert await other.fetch_one("SELECT id FROM note WHERE id = $1", number) is not None
    await other.close()


async def test_no_row_is_none(notes: Database) -> None:
    assert await notes.fetch_one("SELECT id FROM note WHERE id = $1", 7) is None
    assert list(await notes.fetch("SELECT id FROM note")) == []


async def test_a_change_tells_how_many_rows_it_changed(notes: Database) -> None:
    assert await insert(notes, 1) == 1
    assert await insert(notes, 2) == 1
    update = "UPDATE note SET weight = 1.5 WHERE id <= $1"
    assert await notes.write(lambda tx: tx.execute(update, 5)) == 2
    assert await notes.write(lambda tx: tx.execute(update, 0)) == 0
    assert await notes.write(lambda tx: tx.execute("DELETE FROM note WHERE id = $1", 1)) == 1


async def test_a_parameter_may_be_repeated_and_come_in_any_order(notes: Database) -> None:
    await notes.write(
        lambda tx: tx.execute("INSERT INTO note (id, number, text) VALUES ($2, $2, $1)", "b", 5)
    )
    row = await notes.fetch_one(
        "SELECT text FROM note WHERE id <= $2 AND text = $1 AND number >= $2", "b", 5
    )
    assert row is not None
    assert row["text"] == "b"


@pytest.mark.parametrize("text", ["", "it's; --", "Zoë 诊所 🩺", "$1"])
async def test_values_come_back_as_they_were_given(notes: Database, text: str) -> None:
    await notes.write(
        lambda tx: tx.execute(
            "INSERT INTO note (id, text, weight, file) VALUES ($1, $2, $3, $4)",
            2**40,
            text,
            0.1,
            b"\x00\xff",
        )
    )
    row = await notes.fetch_one("SELECT * FROM note")
    assert row is not None
    values = [row[name] for name in ("id", "text", "number", "weight", "file")]
    assert values == [2**40, text, None, 0.1, b"\x00\xff"]


@pytest.mark.req("R2")
async def test_a_job_that_fails_is_undone_alone(notes: Database) -> None:
    async def job(tx: Transaction, number: int) -> int:
        await tx.execute(INSERT, number, "note")
        if number % 3 == 0:
            raise LookupError(number)
        return number

    def write(number: int) -> asyncio.Task[int]:
        return asyncio.create_task(notes.write(lambda tx: job(tx, number)))

    results = await asyncio.gather(*map(write, range(60)), return_exceptions=True)
    kept = [number for number in range(60) if number % 3]
    assert await ids(notes) == kept
    assert [result for result in results if isinstance(result, int)] == kept
    lost = [result for result in results if isinstance(result, LookupError)]
    assert [error.args[0] for error in lost] == list(range(0, 60, 3))


async def test_two_hundred_writers_at_once_lose_no_change(notes: Database) -> None:
    await insert(notes, 1)

    async def job(tx: Transaction) -> int:
        row = await tx.fetch_one("UPDATE note SET number = number + 1 RETURNING number")
        assert row is not None
        return int(row["number"])

    answers = await asyncio.gather(*(notes.write(job) for _ in range(200)))
    assert sorted(answers) == list(range(2, 202))


async def test_a_caller_that_is_cancelled_disturbs_nobody(notes: Database) -> None:
    writers = [asyncio.create_task(insert(notes, number)) for number in range(40)]
    await asyncio.sleep(0)
    for task in writers[::2]:
        task.cancel()
    results = await asyncio.gather(*writers, return_exceptions=True)
    assert all(isinstance(result, asyncio.CancelledError) for result in results[::2])
    assert results[1::2] == [1] * 20
    assert set(range(1, 40, 2)) <= set(await ids(notes))
    assert await insert(notes, 100) == 1


async def test_a_read_does_not_wait_behind_a_write(notes: Database) -> None:
    await insert(notes, 1)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def job(tx: Transaction) -> None:
        await tx.execute("DELETE FROM note")
        begun.set()
        await go_on.wait()

    writing = asyncio.create_task(notes.write(job))
    await begun.wait()
    assert await ids(notes) == [1]
    go_on.set()
    await writing
    assert await ids(notes) == []


async def test_a_transaction_ends_with_its_job(notes: Database) -> None:
    kept: list[Transaction] = []

    async def job(tx: Transaction) -> None:
        kept.append(tx)

    await notes.write(job)
    with pytest.raises(RuntimeError, match="the job is over"):
        await kept[0].execute(INSERT, 1, "late")


async def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_itself(
    notes: Database,
) -> None:
    async def job(_tx: Transaction) -> None:
        await insert(notes, 1)

    with pytest.raises(RuntimeError, match="write inside a write"):
        await notes.write(job)
    assert await insert(notes, 2) == 1


async def test_the_reading_side_cannot_write(notes: Database) -> None:
    with pytest.raises(DatabaseUnavailable):
        await notes.fetch("INSERT INTO note (id, text) VALUES (1, 'no') RETURNING id")
    assert await ids(notes) == []


async def test_wrong_sql_is_a_mistake_of_ours_and_not_an_unavailable_database(
    notes: Database,
) -> None:
    with pytest.raises(Exception, match="nowhere") as mistake:
        await notes.fetch("SELECT 1 FROM nowhere")
    assert not isinstance(mistake.value, DatabaseUnavailable)
    assert await insert(notes, 1) == 1


async def test_a_closed_database_says_so(notes: Database) -> None:
    await notes.close()
    with pytest.raises(DatabaseUnavailable):
        await insert(notes, 1)
    with pytest.raises(DatabaseUnavailable):
        await ids(notes)


@pytest.mark.req("R2")
async def test_what_was_answered_is_there_after_kill_9(notes: Database, database_url: str) -> None:
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITE_FOR_EVER, database_url, stdout=asyncio.subprocess.PIPE
    )
    assert writer.stdout is not None
    answered = [int(await writer.stdout.readline()) for _ in range(200)]
    writer.kill()
    answered += [int(line) for line in (await writer.stdout.read()).splitlines(keepends=True)[:-1]]
    await writer.wait()
    assert set(answered) <= set(await ids(notes))
    assert await insert(notes, -1) == 1


WRITE_FOR_EVER = """
import asyncio, itertools, os, sys
from slotkeeper.storage.database import open_database

async def main():
    database = await open_database(sys.argv[1], migrate=False)
    numbers = itertools.count()
    async def write():
        for number in numbers:
            sql = "INSERT INTO note (id, text) VALUES ($1, $2)"
            await database.write(lambda tx: tx.execute(sql, number, "x"))
            os.write(1, b"%d\\n" % number)
    await asyncio.gather(*(write() for _ in range(8)))

asyncio.run(main())
"""
