"""PostgreSQL, for where one machine is outgrown: many server processes on one database."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from typing import Any, Literal

import asyncpg  # type: ignore[import-untyped]

from slotkeeper.storage.database import (
    DatabaseUnavailable,
    DatabaseUnsuitable,
    Row,
    T,
    Transaction,
    Value,
)
from slotkeeper.storage.postgresql_errors import AGAIN, in_our_words
from slotkeeper.storage.transaction import JobTransaction

OLDEST = 15
TRIES = 5
WAIT_SECONDS = 5.0
COMMAND_SECONDS = 10.0
CLOSE_SECONDS = 5.0

_SETTINGS = {
    "application_name": "slotkeeper",
    "default_transaction_isolation": "read committed",
    "idle_in_transaction_session_timeout": "10s",
    "lock_timeout": "5s",
    "timezone": "UTC",
}
_inside: ContextVar[bool] = ContextVar("postgresql_job", default=False)


class PostgresqlDatabase:
    """A `Database` (storage/database.py): one small pool for reads, one for writes.

    Apart, so that a burst of holds leaves the lists readable. Each pool connects anew by itself
    when the server comes back.
    """

    engine: Literal["sqlite", "postgresql"] = "postgresql"

    def __init__(self, readers: Any, writers: Any) -> None:  # noqa: ANN401 -- asyncpg is untyped
        self._readers = readers
        self._writers = writers

    @classmethod
    async def open(cls, url: str, pool_size: int) -> "PostgresqlDatabase":
        """Connect. Raises DatabaseUnavailable, DatabaseUnsuitable."""
        async with connected(url):
            pass  # the version is checked, and a wrong address is told before there are pools
        with translated():
            readers = await _pool(url, pool_size, {"default_transaction_read_only": "on"})
            return cls(readers, await _pool(url, pool_size, {}))

    async def fetch(self, sql: str, *values: Value) -> list[Row]:
        """As `Reader.fetch`."""
        with translated():
            async with self._readers.acquire(timeout=WAIT_SECONDS) as connection:
                rows: list[Row] = await connection.fetch(sql, *values)
        return rows

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        """As `Reader.fetch_one`."""
        with translated():
            async with self._readers.acquire(timeout=WAIT_SECONDS) as connection:
                row: Row | None = await connection.fetchrow(sql, *values)
        return row

    async def write(self, job: Callable[[Transaction], Awaitable[T]]) -> T:
        """As `Database.write`."""
        if _inside.get():
            raise RuntimeError("a write inside a write could wait for itself")
        token = _inside.set(True)
        try:
            for tries in range(1, TRIES):
                with suppress(_Again):
                    return await self._try(job)
                # Chance parts those that met once; the longer they keep meeting, the further.
                await asyncio.sleep(random.uniform(0, 0.01 * 2**tries))  # noqa: S311
            return await self._try(job)
        finally:
            _inside.reset(token)

    def generation(self) -> None:
        """As `Database.generation`."""

    async def close(self) -> None:
        """As `Database.close`."""
        for pool in (self._writers, self._readers):
            try:
                await asyncio.wait_for(pool.close(), CLOSE_SECONDS)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                pool.terminate()

    async def _try(self, job: Callable[[Transaction], Awaitable[T]]) -> T:
        with translated():
            connection = await self._writers.acquire(timeout=WAIT_SECONDS)
        transaction = _PostgresqlTransaction(connection)
        try:
            await transaction.begin()
            try:
                result = await job(transaction)
                transaction.finish()
            except BaseException:
                await transaction.rollback()
                raise
            await transaction.commit()
        except Exception as error:
            if transaction.again:
                raise _Again(str(error)) from error
            raise
        finally:
            transaction.end()
            await self._writers.release(connection)
        return result


class _Again(DatabaseUnavailable):
    """The job met another one; the next try may get through."""


class _PostgresqlTransaction(JobTransaction):
    def __init__(self, connection: Any) -> None:  # noqa: ANN401 -- asyncpg is untyped
        super().__init__()
        self.again = False
        self._connection = connection
        self._transaction = connection.transaction()

    async def fetch(self, sql: str, *values: Value) -> list[Row]:
        rows: list[Row] = await self._statement(self._connection.fetch, sql, *values)
        return rows

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        row: Row | None = await self._statement(self._connection.fetchrow, sql, *values)
        return row

    async def execute(self, sql: str, *values: Value) -> int:
        status: str = await self._statement(self._connection.execute, sql, *values)
        count = status.rpartition(" ")[2]  # "UPDATE 3", "INSERT 0 1", "CREATE TABLE"
        return int(count) if count.isdecimal() else 0

    async def begin(self) -> None:
        await self._statement(self._transaction.start)

    async def commit(self) -> None:
        await self._statement(self._transaction.commit)

    async def rollback(self) -> None:
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await self._transaction.rollback()

    async def _statement(self, ask: Callable[..., Awaitable[Any]], *arguments: Value) -> Any:  # noqa: ANN401
        self.check()
        try:
            return await ask(*arguments)
        except Exception as error:
            self.again = isinstance(error, AGAIN)
            raise self.failed(in_our_words(error)) from error


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Any]:
    """One plain connection while needed. Raises DatabaseUnavailable, DatabaseUnsuitable."""
    with translated():
        connection = await asyncpg.connect(url, timeout=WAIT_SECONDS)
    try:
        version = connection.get_server_version()
        if version.major < OLDEST:
            raise DatabaseUnsuitable(
                f"the server is PostgreSQL {version.major}.{version.minor};"
                f" {OLDEST} or later is needed"
            )
        yield connection
    finally:
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await connection.close(timeout=CLOSE_SECONDS)


async def _pool(url: str, size: int, settings: dict[str, str]) -> Any:  # noqa: ANN401
    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=max(1, size),
        timeout=WAIT_SECONDS,
        command_timeout=COMMAND_SECONDS,
        server_settings=_SETTINGS | settings,
        reset=_keep,
    )


async def _keep(connection: Any) -> None:  # noqa: ANN401
    """Jobs set nothing that outlives them, so the round trip that would reset it is saved."""


@contextmanager
def translated() -> Iterator[None]:
    """Raises what `in_our_words` makes of an error inside."""
    try:
        yield
    except Exception as error:
        translated = in_our_words(error)
        if translated is error:
            raise
        raise translated from error
