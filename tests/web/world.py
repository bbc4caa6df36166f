"""The server for a test of HTTP: the real application, a real database, the clock in hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import httpx
from litestar import Litestar

from slotkeeper.services.clinics import import_clinic
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import open_database
from slotkeeper.web.rate_limits import RateLimits
from tests.web.apps import application
from tests.web.patient import Patient

URL = "https://book.example"
MONDAY_NINE = int(datetime(2027, 1, 31, 22, tzinfo=UTC).timestamp())
"""Monday 1 February 2027, 9:00 in Sydney and Sunday 23:00 in Berlin."""


@dataclass
class Clock:
    """Time stands still until a test moves it."""

    now: int = MONDAY_NINE

    def __call__(self) -> int:
        return self.now

    def advance(self, seconds: int) -> None:
        self.now += seconds


@dataclass
class World:
    """`answers` are all that the server said, in order."""

    app: Litestar
    database_url: str
    stack: AsyncExitStack
    clock: Clock = field(default_factory=Clock)
    answers: list[httpx.Response] = field(default_factory=list)

    @property
    def toolbox(self) -> Toolbox:
        toolbox: Toolbox = self.app.state.toolbox
        return toolbox

    async def browser(self, address: str = "203.0.113.7") -> httpx.AsyncClient:
        """An HTTP client at that network address; keeps no cookies and follows nothing."""
        transport = httpx.ASGITransport(cast("Any", self.app), client=(address, 40_000))
        remember = {"response": [self._remember]}
        client = httpx.AsyncClient(transport=transport, base_url=URL, event_hooks=remember)
        return await self.stack.enter_async_context(client)

    async def patient(self, prefix: str, address: str = "203.0.113.7") -> Patient:
        """Somebody new on that surface."""
        return Patient(await self.browser(address), prefix)

    async def import_clinic(self, text: str) -> None:
        """As the command line does it: by another connection than the server's."""
        other = await open_database(self.database_url, migrate=False)
        try:
            await import_clinic(other, text, self.clock())
        finally:
            await other.close()

    def let_no_rate_recover(self) -> None:
        """Whoever asks too often stays so, however long this machine takes for the asking."""
        provided: Any = self.app.dependencies["limits"]
        limits: RateLimits = provided.dependency()
        limits._clock = lambda: 1000.0

    def take_database_away(self, instead: bytes | None = None) -> None:
        """Move the SQLite file elsewhere, and leave other bytes in its place."""
        file = Path(self.database_url)
        file.rename(file.with_suffix(".away"))
        if instead is not None:
            file.write_bytes(instead)

    def bring_database_back(self) -> None:
        """Undo `take_database_away`."""
        file = Path(self.database_url)
        file.with_suffix(".away").rename(file)

    async def _remember(self, response: httpx.Response) -> None:
        await response.aread()
        self.answers.append(response)


@asynccontextmanager
async def open_world(database_url: str, *clinics: str, **settings: object) -> AsyncIterator[World]:
    """The server for that database with those clinics in it."""
    chosen: dict[str, Any] = {"url": URL, "secret": "s" * 40, **settings}
    async with AsyncExitStack() as stack:
        app = stack.enter_context(application(database_url, **chosen))
        await _start(app, stack)
        world = World(app, database_url, stack)
        app.state.toolbox = replace(world.toolbox, clock=world.clock)
        for text in clinics:
            await import_clinic(world.toolbox.database, text, world.clock())
        yield world


async def _start(app: Litestar, stack: AsyncExitStack) -> None:
    """Start the application, and stop it with the stack: in one task, as a server does."""
    started, stopping = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            started.set()
            await stopping.wait()

    async def stop() -> None:
        stopping.set()
        await life

    life = asyncio.create_task(live())
    stack.push_async_callback(stop)
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait([life, waiting], return_when=asyncio.FIRST_COMPLETED)
    if life.done():
        waiting.cancel()
        await life
