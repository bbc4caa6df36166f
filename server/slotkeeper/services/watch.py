"""Telling open calendars that something changed. A process looks at the database for all who watch
a clinic, several times a second, and only while somebody does; the database is the one place that
knows what every other process did.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from slotkeeper.domain.errors import ClinicUnknown, TooManyRequests
from slotkeeper.storage.database import Database, DatabaseUnavailable
from slotkeeper.storage.news import get_news

LOOKS_EVERY = 0.3
"""Seconds between two looks."""
MOST_STREAMS = 20
"""Open at once for one person in one process; each tab of a browser has one."""
_TRY_AGAIN = 30


class Listener:
    """Somebody who waits for news. Holds the latest number alone: who is slow misses the ones
    before it and nothing else, and needs no more room for it.
    """

    __slots__ = ("_news",)

    def __init__(self) -> None:
        self._news: asyncio.Queue[int | None] = asyncio.Queue(1)

    def tell(self, news: int | None) -> None:
        """Leave the latest number, None for: there will be no more."""
        if self._news.full():
            self._news.get_nowait()
        self._news.put_nowait(news)

    async def wait(self, seconds: float) -> int | None:
        """The next number; None where there will be no more. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            return await self._news.get()


@dataclass(eq=False, slots=True)
class _Clinic:
    """Who watches one clinic; `news` is what they were told last."""

    listeners: set[Listener] = field(default_factory=set)
    news: int | None = None
    task: asyncio.Task[None] | None = None

    def tell(self, news: int | None) -> None:
        """All of them, where it is another one. Raises ClinicUnknown for None."""
        if news is None:
            raise ClinicUnknown
        if news != self.news:
            self.news = news
            for listener in self.listeners:
                listener.tell(news)


class Watch:
    """One per server process; `every` in seconds."""

    def __init__(self, database: Database, every: float = LOOKS_EVERY) -> None:
        self._database = database
        self._every = every
        self._clinics: dict[int, _Clinic] = {}
        self._streams: Counter[int] = Counter()
        self._is_closed = False

    @property
    def count(self) -> int:
        """How many listen now."""
        return self._streams.total()

    def check(self, staff_id: int) -> None:
        """Raises TooManyRequests where that person has as many open as one may have."""
        if self._streams[staff_id] >= MOST_STREAMS:
            raise TooManyRequests(_TRY_AGAIN)

    @asynccontextmanager
    async def listen(self, clinic_id: int, staff_id: int) -> AsyncIterator[Listener]:
        """Told at once what the number is, and then each time that it is another one."""
        listener = Listener()
        if self._is_closed:
            listener.tell(None)
            yield listener
            return
        self._streams[staff_id] += 1
        clinic = self._join(clinic_id, listener)
        try:
            yield listener
        finally:
            self._streams[staff_id] -= 1
            self._streams += Counter()  # who has none is forgotten
            self._leave(clinic_id, clinic, listener)

    def close(self) -> None:
        """The server stops: everybody who listens is told that there is no more, and whoever comes
        now too.
        """
        self._is_closed = True
        for clinic_id in list(self._clinics):
            self._end(clinic_id)

    def _join(self, clinic_id: int, listener: Listener) -> _Clinic:
        clinic = self._clinics.setdefault(clinic_id, _Clinic())
        clinic.listeners.add(listener)
        if clinic.news is not None:
            listener.tell(clinic.news)
        if clinic.task is None:
            clinic.task = asyncio.create_task(self._look(clinic_id, clinic))
        return clinic

    def _leave(self, clinic_id: int, clinic: _Clinic, listener: Listener) -> None:
        clinic.listeners.discard(listener)
        if not clinic.listeners and self._clinics.get(clinic_id) is clinic:
            self._end(clinic_id)

    def _end(self, clinic_id: int) -> None:
        clinic = self._clinics.pop(clinic_id)
        if clinic.task and clinic.task is not asyncio.current_task():
            clinic.task.cancel()
        for listener in clinic.listeners:
            listener.tell(None)

    async def _look(self, clinic_id: int, clinic: _Clinic) -> None:
        """Until the last one leaves. Where the database is away or the clinic gone, all are sent
        away: who is told nothing believes that nothing changed.
        """
        generation: int | None = None
        try:
            while True:
                before, generation = generation, self._database.generation()
                if generation is None or generation != before:
                    clinic.tell(await get_news(self._database, clinic_id))
                await asyncio.sleep(self._every)
        except (DatabaseUnavailable, ClinicUnknown):
            pass
        finally:
            if self._clinics.get(clinic_id) is clinic:
                self._end(clinic_id)
