"""Group commit: the one writer of an SQLite file.

Jobs that wait run one after another in one transaction, each in its own SAVEPOINT, and are
answered only after COMMIT. One flush of the disk serves the batch, while the next one gathers.

BEGIN and COMMIT can wait, for a lock or for the disk, so they run on the connection's own thread.
The statements between them find the write lock taken and the pages in memory: they run where they
are called, for a few microseconds, where the way to another thread and back costs sixty. Who writes
long lets others breathe.
"""

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiosqlite

from slotkeeper.storage.database import DatabaseUnavailable, T, Transaction, Value
from slotkeeper.storage.sqlite_errors import in_our_words
from slotkeeper.storage.transaction import JobTransaction

BATCH = 64
QUEUE = 2_000
JOB_SECONDS = 5.0
BREATH_SECONDS = 0.002

_inside: ContextVar["GroupCommit | None"] = ContextVar("group_commit", default=None)


@dataclass(slots=True)
class _Waiting:
    job: Callable[[Transaction], Awaitable[Any]]
    answer: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def hand_out(self) -> None:
        if self.answer.done():  # its caller was cancelled
            return
        if self.error is None:
            self.answer.set_result(self.result)
        elif isinstance(self.error, asyncio.CancelledError):
            self.answer.cancel()
        else:
            self.answer.set_exception(self.error)


class GroupCommit:
    """Owns the writing connection.

    `raw` is the sqlite3 connection inside `connection`; `still_there` raises DatabaseUnavailable
    when the file is not the one that was opened.
    """

    def __init__(
        self,
        connection: aiosqlite.Connection,
        raw: sqlite3.Connection,
        still_there: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._raw = raw
        self._still_there = still_there
        self._queue: deque[_Waiting] = deque()
        self._wake = asyncio.Event()
        self._closing = False
        self._breath = _Breath()
        self._task = asyncio.create_task(self._run(), name="slotkeeper-group-commit")

    async def write(self, job: Callable[[Transaction], Awaitable[T]]) -> T:
        """As `Database.write`.

        A caller that is cancelled before its job began takes the job away; later the job is kept or
        lost with its batch.
        """
        if _inside.get() is self:
            raise RuntimeError("a write inside a write would wait for itself")
        if self._closing or self._task.done():
            raise DatabaseUnavailable("the database is closed")
        if len(self._queue) >= QUEUE:
            raise DatabaseUnavailable(f"{QUEUE} changes are waiting already")
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.append(_Waiting(job, answer))
        self._wake.set()
        return await answer

    async def close(self) -> None:
        """Finish what waits, then end; the connection stays open."""
        self._closing = True
        self._wake.set()
        await asyncio.wait([self._task])

    async def _run(self) -> None:
        _inside.set(self)
        try:
            while self._queue or not self._closing:
                if self._queue:
                    await self._commit_batch()
                else:
                    self._wake.clear()
                    await self._wake.wait()
        finally:
            self._closing = True
            _fail(self._queue, "the database is closed")

    async def _commit_batch(self) -> None:
        batch: list[_Waiting] = []
        try:
            await self._begin()
            await self._run_jobs(batch)
            await self._connection.execute_fetchall("COMMIT")
        except BaseException as error:
            with suppress(sqlite3.Error, ValueError):
                await self._connection.rollback()  # nothing, where SQLite has done so itself
            _fail(batch or self._queue, f"nothing was written: {error}")
            if not isinstance(error, (sqlite3.Error, ValueError, DatabaseUnavailable)):
                raise
        else:
            for waiting in batch:
                waiting.hand_out()

    async def _begin(self) -> None:
        self._still_there()
        await self._connection.execute_fetchall("BEGIN IMMEDIATE")
        self._breath.start()

    async def _run_jobs(self, batch: list[_Waiting]) -> None:
        while self._queue and len(batch) < BATCH:
            waiting = self._queue.popleft()
            if waiting.answer.done():
                continue
            batch.append(waiting)
            self._raw.execute("SAVEPOINT job")
            if not await self._run_job(waiting) and self._raw.in_transaction:
                self._raw.execute("ROLLBACK TO job")
            if not self._raw.in_transaction:
                raise DatabaseUnavailable("SQLite gave the transaction up") from waiting.error
            self._raw.execute("RELEASE job")

    async def _run_job(self, waiting: _Waiting) -> bool:
        """Whether the job is to be kept."""
        transaction = _SqliteTransaction(self._raw, self._breath)
        patience = asyncio.timeout(JOB_SECONDS)
        try:
            async with patience:
                waiting.result = await waiting.job(transaction)
            transaction.finish()
        except (Exception, asyncio.CancelledError) as error:
            if _cancelling():
                raise  # not this job: the whole process is ending
            waiting.error = error
            if patience.expired():
                waiting.error = DatabaseUnavailable(f"the job took more than {JOB_SECONDS:g} s")
        finally:
            transaction.end()
        return waiting.error is None


class _Breath:
    """Lets everybody else on the event loop run, after two milliseconds of statements."""

    def start(self) -> None:
        self.until = time.monotonic() + BREATH_SECONDS

    async def take(self) -> None:
        await asyncio.sleep(0)
        self.start()


class _SqliteTransaction(JobTransaction):
    def __init__(self, raw: sqlite3.Connection, breath: _Breath) -> None:
        super().__init__()
        self._raw = raw
        self._breath = breath

    async def fetch(self, sql: str, *values: Value) -> list[sqlite3.Row]:
        if time.monotonic() >= self._breath.until:
            await self._breath.take()
        return self._statement(sql, values)[0]

    async def fetch_one(self, sql: str, *values: Value) -> sqlite3.Row | None:
        rows = await self.fetch(sql, *values)
        return rows[0] if rows else None

    async def execute(self, sql: str, *values: Value) -> int:
        if time.monotonic() >= self._breath.until:
            await self._breath.take()
        return max(0, self._statement(sql, values)[1])

    def _statement(self, sql: str, values: tuple[Value, ...]) -> tuple[list[sqlite3.Row], int]:
        self.check()
        try:
            cursor = self._raw.execute(sql, named(values))
            return cursor.fetchall(), cursor.rowcount
        except Exception as error:
            raise self.failed(in_our_words(error, self._raw)) from error


_NAMES = tuple(str(number) for number in range(1, 1000))


def named(values: tuple[Value, ...]) -> dict[str, Value]:
    """The values under the names that `$1`, `$2` … have for SQLite."""
    return dict(zip(_NAMES, values, strict=False))


def _fail(waiting: list[_Waiting] | deque[_Waiting], why: str) -> None:
    while waiting:
        one = waiting.pop()
        one.error = DatabaseUnavailable(why)
        one.hand_out()


def _cancelling() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
