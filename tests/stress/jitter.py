"""A database whose statements come late by chance, so that transactions meet in every order."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal, TypeVar

from slotkeeper.storage.database import Database, Row, Transaction, Value

T = TypeVar("T")
LONGEST_SECONDS = 0.003


class JitteryDatabase:
    """A `Database` in front of another one."""

    def __init__(self, inner: Database, chance: random.Random) -> None:
        self.engine: Literal["sqlite", "postgresql"] = inner.engine
        self._inner = inner
        self._chance = chance

    async def fetch(self, sql: str, *values: Value) -> Sequence[Row]:
        return await self._inner.fetch(sql, *values)

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        return await self._inner.fetch_one(sql, *values)

    async def write(self, job: Callable[[Transaction], Awaitable[T]]) -> T:
        async def late(tx: Transaction) -> T:
            transaction = _JitteryTransaction(tx, self._chance)
            result = await job(transaction)
            await transaction.dawdle()  # before the COMMIT
            return result

        return await self._inner.write(late)

    def generation(self) -> int | None:
        return self._inner.generation()

    async def close(self) -> None:
        await self._inner.close()


class _JitteryTransaction:
    def __init__(self, inner: Transaction, chance: random.Random) -> None:
        self._inner = inner
        self._chance = chance

    async def fetch(self, sql: str, *values: Value) -> Sequence[Row]:
        await self.dawdle()
        return await self._inner.fetch(sql, *values)

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        await self.dawdle()
        return await self._inner.fetch_one(sql, *values)

    async def execute(self, sql: str, *values: Value) -> int:
        await self.dawdle()
        return await self._inner.execute(sql, *values)

    async def dawdle(self) -> None:
        if self._chance.random() < 0.5:
            await asyncio.sleep(self._chance.uniform(0, LONGEST_SECONDS))
