"""The embedded engine: one SQLite file, one server process (docs: WAL, synchronous=FULL)."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import aiosqlite

from slotkeeper.storage.database import (
    DatabaseUnavailable,
    DatabaseUnsuitable,
    T,
    Transaction,
    Value,
)
from slotkeeper.storage.sqlite_errors import in_our_words
from slotkeeper.storage.writer import GroupCommit, named

BUSY_SECONDS = 5.0
OLDEST = (3, 38, 0)  # RETURNING, STRICT, unixepoch()


class SqliteDatabase:
    """A `Database` (storage/database.py) in one file: one writer, a few readers."""

    engine: Literal["sqlite", "postgresql"] = "sqlite"

    def __init__(self, path: Path, watcher: sqlite3.Connection) -> None:
        self._path = path
        self._inode = _inode(path)
        self._readers: list[_Reader] = []
        self._writer: GroupCommit
        self._connections: list[aiosqlite.Connection] = []
        # Never writes, so every change of the file is another's to it. It is asked on the event
        # loop, as it looks at shared memory for three microseconds and waits for nobody.
        self._watcher = watcher
        self._unsure = 0

    @classmethod
    async def open(cls, url: str, readers: int) -> "SqliteDatabase":
        """Open the file at a path. Raises DatabaseUnavailable, DatabaseUnsuitable."""
        path = Path(url)
        try:
            database = cls(path, await asyncio.to_thread(_open_watcher, path))
            try:
                await database._connect(max(1, readers))
            except BaseException:
                await database._disconnect()
                raise
        except (sqlite3.Error, OSError) as error:
            raise DatabaseUnavailable(f"cannot open {path}: {error}") from error
        return database

    async def fetch(self, sql: str, *values: Value) -> list[sqlite3.Row]:
        """As `Reader.fetch`."""
        self._still_there()
        reader = min(self._readers, key=_Reader.length)
        return await reader.fetch(sql, values)

    async def fetch_one(self, sql: str, *values: Value) -> sqlite3.Row | None:
        """As `Reader.fetch_one`."""
        rows = await self.fetch(sql, *values)
        return rows[0] if rows else None

    async def write(self, job: Callable[[Transaction], Awaitable[T]]) -> T:
        """As `Database.write`."""
        return await self._writer.write(job)

    def generation(self) -> int:
        """As `Database.generation`."""
        try:
            ((version,),) = self._watcher.execute("PRAGMA data_version").fetchall()
        except sqlite3.Error:
            self._unsure += 1
            return -self._unsure  # never the same twice: whoever reads next learns what is wrong
        return int(version)

    async def close(self) -> None:
        """As `Database.close`."""
        await self._writer.close()
        await self._disconnect()

    async def _connect(self, readers: int) -> None:
        opened: list[sqlite3.Connection] = []

        def connect() -> sqlite3.Connection:
            opened.append(open_file(self._path))
            return opened[-1]

        for _ in range(readers + 1):
            self._connections.append(await aiosqlite.Connection(connect, 64))
        for connection in self._connections[1:]:
            await connection.execute_fetchall("PRAGMA query_only = ON")
            self._readers.append(_Reader(connection))
        self._writer = GroupCommit(self._connections[0], opened[0], self._still_there)

    async def _disconnect(self) -> None:
        # The writer last: whoever closes last folds the WAL into the file, and readers must not.
        self._watcher.close()
        while self._connections:
            with suppress(sqlite3.Error):
                await self._connections.pop().close()

    def _still_there(self) -> None:
        """SQLite writes on into a file that was deleted or replaced; that is lost."""
        try:
            same = _inode(self._path) == self._inode
        except OSError as error:
            raise DatabaseUnavailable(f"the database file is gone: {error}") from error
        if not same:
            raise DatabaseUnavailable(f"{self._path} is another file now; restart the server")


class _Reader:
    """One reading connection with its own thread. A long report keeps only its own reader busy."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._waiting = 0

    def length(self) -> int:
        """How many questions wait here."""
        return self._waiting

    async def fetch(self, sql: str, values: tuple[Value, ...]) -> list[sqlite3.Row]:
        self._waiting += 1
        try:
            return list(await self._connection.execute_fetchall(sql, named(values)))
        except (sqlite3.Error, ValueError) as error:
            translated = in_our_words(error)
            if translated is error:
                raise
            raise translated from error
        finally:
            self._waiting -= 1


def _open_watcher(path: Path) -> sqlite3.Connection:
    watcher = open_file(path)
    watcher.execute("PRAGMA busy_timeout = 0")
    return watcher


def open_file(path: Path, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection in autocommit mode to an SQLite file, for use by one thread at a time.

    Makes the file (readable by its owner alone) and its folders. Raises sqlite3.Error, OSError,
    DatabaseUnsuitable.
    """
    if sqlite3.sqlite_version_info < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise DatabaseUnsuitable(f"SQLite is {sqlite3.sqlite_version}; {wanted} or later is needed")
    if str(path).startswith(":"):
        raise DatabaseUnsuitable(f"{path} is no file: readers and the writer must share one")
    _make(path)
    connection = sqlite3.connect(
        path,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        connection.row_factory = sqlite3.Row
        _use_wal(connection, busy_seconds)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


_PRAGMAS = (
    "PRAGMA synchronous = FULL",  # a booking that was confirmed outlives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_size_limit = 67108864",
)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _use_wal(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """Processes that change the journal mode at once are told "locked" without any waiting."""
    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            mode: Any = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            break
    if mode != "wal":
        raise DatabaseUnsuitable(f"this file system lets SQLite use no WAL, only {mode!r}")


def _inode(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino
