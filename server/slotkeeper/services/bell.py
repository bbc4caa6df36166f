"""Wakes whoever waits for work in this process, so that nobody has to look all the time."""

import asyncio
from contextlib import suppress


class Bell:
    """One per server process; it may be rung before anybody listens, and more often than heard."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """There is something to do."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Until it is rung, or so many seconds; what was rung since the last time counts."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        self._rung.clear()
