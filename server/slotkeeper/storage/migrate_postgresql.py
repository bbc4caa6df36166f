"""Applies migrations to a PostgreSQL database."""

from typing import Any

import asyncpg  # type: ignore[import-untyped]

from slotkeeper.storage.database import DatabaseUnavailable, Row
from slotkeeper.storage.migration import (
    LEDGER,
    NOTE,
    READ_LEDGER,
    Migration,
    MigrationError,
    entry,
    missing,
)
from slotkeeper.storage.postgresql import connected, translated
from slotkeeper.storage.postgresql_errors import in_our_words

_LOCK = 5_107_433_933  # any number that nobody else of this database locks


async def apply_all(url: str, migrations: list[Migration]) -> list[str]:
    """Names of what was applied. Waits for other starters. Raises as `migrate`."""
    applied: list[str] = []
    async with connected(url) as connection:
        with translated():
            while missing(migrations, await _ledger(connection)):
                applied += await _apply_next(connection, migrations)
    return applied


async def read_ledger(url: str) -> list[Row]:
    """The rows of the ledger. Raises DatabaseUnavailable, DatabaseUnsuitable."""
    async with connected(url) as connection:
        with translated():
            return await _ledger(connection)


async def _apply_next(connection: Any, migrations: list[Migration]) -> list[str]:  # noqa: ANN401
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        await connection.execute(LEDGER)
        steps = missing(migrations, await _ledger(connection))[:1]  # as on SQLite
        for step in steps:
            await _run(connection, step)
            await connection.execute(NOTE, *entry(step))
    return [step.name for step in steps]


async def _run(connection: Any, step: Migration) -> None:  # noqa: ANN401
    try:
        await connection.execute(step.sql)
    except asyncpg.PostgresError as error:
        if isinstance(in_our_words(error), DatabaseUnavailable):
            raise
        raise MigrationError(f"migration {step.name} failed: {error}") from error


async def _ledger(connection: Any) -> list[Row]:  # noqa: ANN401
    if await connection.fetchval("SELECT to_regclass('migration')::text") is None:
        return []
    rows: list[Row] = await connection.fetch(READ_LEDGER)
    return rows
