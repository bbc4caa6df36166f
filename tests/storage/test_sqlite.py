"""The file: made, locked, deleted, damaged."""

import asyncio
import shutil
import sqlite3
import stat
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from slotkeeper.storage import sqlite
from slotkeeper.storage.database import (
    Database,
    DatabaseUnavailable,
    DatabaseUnsuitable,
    open_database,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "clinic" / "slotkeeper.db"


@pytest.fixture
async def notes(path: Path) -> AsyncIterator[Database]:
    database = await open_database(str(path), migrate=False)
    await database.write(lambda tx: tx.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, t)"))
    yield database
    await database.close()


@pytest.fixture
def somebody_else(notes: Database, path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


async def insert(database: Database, number: int) -> int:
    return await database.write(lambda tx: tx.execute("INSERT INTO note (id) VALUES ($1)", number))


async def count(database: Database) -> int:
    row = await database.fetch_one("SELECT count(*) AS notes FROM note")
    assert row is not None
    return int(row["notes"])


@pytest.mark.req("R6")
async def test_the_file_is_made_with_its_folders_for_its_owner_alone(
    notes: Database, path: Path
) -> None:
    await insert(notes, 1)
    for made in path.parent.iterdir():
        assert stat.S_IMODE(made.stat().st_mode) == 0o600, made


@pytest.mark.req("R2")
async def test_a_commit_is_flushed_to_the_disk(notes: Database, path: Path) -> None:
    with closing(sqlite.open_file(path)) as connection:
        settings = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert settings == ["wal", 2, 1]


async def test_a_lock_that_is_given_back_is_waited_for(
    notes: Database, somebody_else: sqlite3.Connection
) -> None:
    somebody_else.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(insert(notes, 1))
    await asyncio.sleep(0.3)
    assert not writing.done()
    assert await count(notes) == 0
    somebody_else.execute("COMMIT")
    assert await writing == 1


@pytest.mark.req("R4")
async def test_a_lock_that_is_kept_ends_in_unavailable_after_five_seconds(
    notes: Database, somebody_else: sqlite3.Connection
) -> None:
    somebody_else.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    results = await asyncio.gather(
        *(insert(notes, number) for number in range(100)), return_exceptions=True
    )
    assert {type(result) for result in results} == {DatabaseUnavailable}
    assert time.monotonic() - began > 4
    somebody_else.execute("COMMIT")
    assert await insert(notes, 1) == 1
    assert await count(notes) == 1


@pytest.mark.req("R4")
async def test_a_deleted_file_is_unavailable_and_nothing_is_said_to_be_kept(
    notes: Database, path: Path
) -> None:
    shutil.rmtree(path.parent)
    with pytest.raises(DatabaseUnavailable, match="gone"):
        await insert(notes, 1)
    with pytest.raises(DatabaseUnavailable, match="gone"):
        await count(notes)


async def test_a_file_that_was_replaced_is_not_written_to(notes: Database, path: Path) -> None:
    shutil.copyfile(path, f"{path}.copy")
    shutil.move(f"{path}.copy", path)
    with pytest.raises(DatabaseUnavailable, match="another file"):
        await insert(notes, 1)


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[str]:
    path, text = tmp_path / "diary.txt", "Dear diary, " * 1000
    path.write_text(text)
    yield str(path)
    assert path.read_text() == text


@pytest.mark.parametrize("migrate", [True, False])
async def test_a_file_that_is_no_database_is_neither_opened_nor_changed(
    diary: str, migrate: bool
) -> None:
    with pytest.raises(DatabaseUnavailable, match="not a database"):
        await open_database(diary, migrate=migrate)


async def test_a_damaged_file_is_unavailable(notes: Database, path: Path) -> None:
    fill = """WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
              INSERT INTO note SELECT i, $1 FROM n"""
    await notes.write(lambda tx: tx.execute(fill, "x" * 3000))
    await notes.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 20)
    damaged = await open_database(str(path), migrate=False)
    with pytest.raises(DatabaseUnavailable, match="malformed"):
        await damaged.fetch("SELECT t FROM note")
    with pytest.raises(DatabaseUnavailable):
        await insert(damaged, 99)
    await damaged.close()


async def test_a_place_where_no_file_can_be_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnavailable, match="cannot open"):
        await open_database(str(tmp_path / "file" / "slotkeeper.db"), migrate=False)


async def test_memory_is_refused_since_readers_could_not_share_it() -> None:
    with pytest.raises(DatabaseUnsuitable, match="is no file"):
        await open_database(":memory:", migrate=False)


async def test_an_sqlite_that_is_too_old_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "OLDEST", (99, 0, 0))
    with pytest.raises(DatabaseUnsuitable, match=r"99\.0\.0 or later is needed"):
        await open_database(str(path), migrate=False)


async def test_a_short_question_does_not_wait_behind_a_long_one(notes: Database) -> None:
    endless = """WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
                 SELECT max(i) FROM n"""
    for length in (3_000_000, 10_000_000, 30_000_000):  # a busy machine may come late to the short
        long = asyncio.create_task(notes.fetch(endless, length))
        await asyncio.sleep(0.01)
        assert await count(notes) == 0
        is_first = not long.done()
        await long
        if is_first:
            return
    pytest.fail("the short one waited")
