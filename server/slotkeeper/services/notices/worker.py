"""The worker that empties the outbox, in each server process (docs/adr/0012)."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from slotkeeper.services.diary.carrier import DiaryCarrier
from slotkeeper.services.notices.carrier import Carrier
from slotkeeper.services.notices.letter import Letters
from slotkeeper.services.notices.outcome import PUT_BACK, Outcome
from slotkeeper.services.notices.post import Post
from slotkeeper.services.notices.queues import Outbox, Queue, WaitlistBox
from slotkeeper.services.sms.carrier import SmsCarrier
from slotkeeper.services.sms.texts import Texts
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.webhooks.carrier import WebhookCarrier
from slotkeeper.storage.database import DatabaseUnavailable, Transaction
from slotkeeper.storage.outbox import Delivery

EVERY_SECONDS = 1.0
"""How long a message of another process, or one that is put off, may lie longer than it must."""

LEASE_SECONDS = 120
_BATCH = 32
_AT_ONCE = 4
_STARTS_FOR_SECONDS = 40.0
"""A letter takes a minute at most (gateways/smtp): all that is begun ends before the lease."""

_BREATH_SECONDS = 0.05  # what comes together goes together, and patients are served meanwhile
_AFTER_TROUBLE_SECONDS = 5.0
_STOP_SECONDS = 5.0
_WRITING_TRIES = 20

_LOG = logging.getLogger("slotkeeper.notices")


@asynccontextmanager
async def sending(
    toolbox: Toolbox, letters: Callable[[], Letters], texts: Texts
) -> AsyncIterator[None]:
    """Messages are sent while this lasts; mail waits where no mail server is set."""
    carriers: list[Carrier] = [WebhookCarrier(toolbox, toolbox.webhooks), DiaryCarrier(toolbox)]
    carriers.append(SmsCarrier(toolbox, toolbox.sms, texts))
    workers = [Worker(toolbox, each) for each in carriers]
    if toolbox.mail is not None:
        post = Post(toolbox, toolbox.mail, letters())
        workers += [Worker(toolbox, post), Worker(toolbox, post, WaitlistBox())]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        await asyncio.gather(*(worker.stop() for worker in workers))


class Worker:
    """Sends what is due of one channel, wakes when the toolbox's bell rings, and ends when it is
    told to.
    """

    def __init__(self, toolbox: Toolbox, carrier: Carrier, queue: Queue | None = None) -> None:
        """`queue`: where it takes them from, the outbox of that channel if that is not said."""
        self._toolbox = toolbox
        self._carrier = carrier
        self._queue: Queue = queue or Outbox(carrier.channel)
        self._down = ""
        self._ending = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; messages that an earlier process left are found at once."""
        self._task = asyncio.create_task(self._run(), name=f"slotkeeper-{self._carrier.channel}")

    async def stop(self) -> None:
        """End: letters under way are finished, if that takes no longer than five seconds. The rest
        is put back.
        """
        self._ending = True
        self._toolbox.bell.ring()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=_STOP_SECONDS)
            self._task.cancel()  # whoever comes next takes up what it had, when the lease is over
            await asyncio.wait([self._task], timeout=_STOP_SECONDS)
        await self._carrier.rest()

    async def _run(self) -> None:
        while not self._ending:
            wait = _AFTER_TROUBLE_SECONDS
            try:
                wait = _BREATH_SECONDS if await self.send_due() else EVERY_SECONDS
                if wait == EVERY_SECONDS:
                    await self._carrier.rest()
            except DatabaseUnavailable:
                pass  # what was taken comes back when its lease ends
            except Exception as problem:  # noqa: BLE001 - nobody else is there to catch it
                _LOG.error("the outbox stumbles: %s", type(problem).__name__)
            await self._toolbox.bell.wait(wait)

    async def send_due(self) -> int:
        """Send what is due, some at a time; how many were taken. Raises DatabaseUnavailable."""
        toolbox = self._toolbox
        due = await self._queue.next_due(toolbox.database)
        if due is None or due > toolbox.clock():
            return 0
        taken = await toolbox.database.write(self._claim)
        await self._send_all(taken)
        return len(taken)

    async def _claim(self, tx: Transaction) -> list[Delivery]:
        now = self._toolbox.clock()
        return await self._queue.claim(tx, now, lease_until=now + LEASE_SECONDS, limit=_BATCH)

    async def _send_all(self, taken: Sequence[Delivery]) -> None:
        """In the order in which they were made, a few at once. Where the mail server is down only
        one knocks; what is not tried is put back.
        """
        turns = asyncio.Semaphore(1 if self._down else _AT_ONCE)
        latest = asyncio.get_running_loop().time() + _STARTS_FOR_SECONDS
        untried: list[Delivery] = []
        down_now = ""

        async def send_one(delivery: Delivery) -> None:
            nonlocal down_now
            async with turns:
                is_late = asyncio.get_running_loop().time() > latest
                if down_now or self._ending or is_late:
                    untried.append(delivery)
                    return
                outcome = await self._carrier.send(delivery)
                if outcome.kind == "down":
                    down_now = outcome.problem
                await self._keep([delivery], outcome)

        await asyncio.gather(*(send_one(each) for each in taken))
        if untried:
            await self._keep(untried, Outcome("down", down_now or PUT_BACK))
        await self._note_weather(down_now)

    async def _keep(self, deliveries: Sequence[Delivery], outcome: Outcome) -> None:
        """Write down what became of them, at once: what is not written down is sent again."""

        async def job(tx: Transaction) -> None:
            for delivery in deliveries:
                await self._queue.keep(tx, delivery, outcome, self._toolbox.clock())

        for _ in range(_WRITING_TRIES):
            with suppress(DatabaseUnavailable):
                await self._toolbox.database.write(job)
                return
            await asyncio.sleep(1)

    async def _note_weather(self, down_now: str) -> None:
        """What has waited for a mail server that is back goes at once."""
        if down_now and not self._down:
            _LOG.warning("%s waits: %s", self._carrier.channel, down_now)
        if self._down and not down_now:
            now = self._toolbox.clock()
            await self._toolbox.database.write(lambda tx: self._queue.hurry(tx, now))
        self._down = down_now
