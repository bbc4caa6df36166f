"""A server process that stops at one step: at a statement of a transaction, before or after what it
committed, before or after a call to Stripe.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Database, Row, Transaction, Value

T = TypeVar("T")
MOST_STEPS = 100
"""More than any of these stories has."""


class Stopped(Exception):  # noqa: N818 - a fact of the tests
    """The process is gone; nothing after that step has happened in it."""


@dataclass
class Steps:
    """Counts them, and stops at the one whose number is `at`, and at each after it: a process that
    is gone does nothing more.
    """

    at: int
    done: int = 0
    name: str = ""

    def step(self, name: str) -> None:
        self.done += 1
        if self.done >= self.at:
            self.name = self.name or name
            raise Stopped(name)

    @property
    def is_stopped(self) -> bool:
        return self.done >= self.at


def stopping(toolbox: Toolbox, steps: Steps) -> Toolbox:
    """That process."""
    return replace(
        toolbox,
        database=_Database(toolbox.database, steps),
        payments=_Gateway(toolbox.payments, steps),
    )


async def stop_at(
    number: int, toolbox: Toolbox, *acts: Callable[[Toolbox], Awaitable[object]]
) -> Steps:
    """A process that is gone at that step of what it does one after the other."""
    steps = Steps(at=number)
    with suppress(Stopped):
        for act in acts:
            await act(stopping(toolbox, steps))
    print(number, steps.name)  # shown where the test fails
    return steps


class _Transaction:
    def __init__(self, tx: Transaction, steps: Steps) -> None:
        self._tx, self._steps = tx, steps

    async def fetch(self, sql: str, *values: Value) -> Sequence[Row]:
        return await self._tx.fetch(sql, *values)

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        return await self._tx.fetch_one(sql, *values)

    async def execute(self, sql: str, *values: Value) -> int:
        changed = await self._tx.execute(sql, *values)
        self._steps.step(f"after {' '.join(sql.split())[:60]}")
        return changed


class _Database:
    def __init__(self, database: Database, steps: Steps) -> None:
        self._database, self._steps = database, steps
        self.engine: Literal["sqlite", "postgresql"] = database.engine

    async def fetch(self, sql: str, *values: Value) -> Sequence[Row]:
        return await self._database.fetch(sql, *values)

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        return await self._database.fetch_one(sql, *values)

    async def write(self, job: Callable[[Transaction], Awaitable[T]]) -> T:
        self._steps.step("before a transaction")
        result = await self._database.write(lambda tx: job(_Transaction(tx, self._steps)))
        self._steps.step("after a transaction")
        return result

    def generation(self) -> int | None:
        return self._database.generation()

    async def close(self) -> None:
        await self._database.close()


class _Gateway:
    def __init__(self, gateway: Any, steps: Steps) -> None:  # noqa: ANN401 - whatever it can do
        self._gateway, self._steps = gateway, steps

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as above
        found = getattr(self._gateway, name)
        if not callable(found):
            return found

        async def call(*values: object, **more: object) -> Any:  # noqa: ANN401 - as above
            self._steps.step(f"before {name}")
            result = await found(*values, **more)
            self._steps.step(f"after {name}")
            return result

        return call
