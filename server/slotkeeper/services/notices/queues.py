"""Where a worker takes messages from, and writes down what became of them."""

from dataclasses import dataclass
from typing import Protocol

from slotkeeper.services.notices.outcome import MOST_TRIES, Outcome, next_try, write_outcome
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.delivery import Channel
from slotkeeper.storage.outbox import Delivery, claim_deliveries, hurry, next_due
from slotkeeper.storage.waitlist_message import (
    claim_messages,
    end_message,
    hurry_messages,
    next_message_due,
    put_off_message,
)


class Queue(Protocol):
    """Messages in a table, each of them in one worker's hand at a time. Epoch seconds."""

    async def next_due(self, reader: Reader) -> int | None:
        """When the next one is due, None where none waits."""
        ...

    async def claim(
        self, tx: Transaction, now: int, *, lease_until: int, limit: int
    ) -> list[Delivery]:
        """Take what is due; nobody else gets it until the lease ends."""
        ...

    async def keep(self, tx: Transaction, delivery: Delivery, outcome: Outcome, now: int) -> None:
        """Write down what became of one."""
        ...

    async def hurry(self, tx: Transaction, now: int) -> None:
        """What waited for its channel goes at once."""
        ...


@dataclass(frozen=True, slots=True)
class Outbox:
    """What is told of bookings, by one channel."""

    channel: Channel

    async def next_due(self, reader: Reader) -> int | None:
        """As `Queue`."""
        return await next_due(reader, self.channel)

    async def claim(
        self, tx: Transaction, now: int, *, lease_until: int, limit: int
    ) -> list[Delivery]:
        """As `Queue`."""
        return await claim_deliveries(tx, self.channel, now, lease_until=lease_until, limit=limit)

    async def keep(self, tx: Transaction, delivery: Delivery, outcome: Outcome, now: int) -> None:
        """As `Queue`."""
        await write_outcome(tx, delivery, outcome, now)

    async def hurry(self, tx: Transaction, now: int) -> None:
        """As `Queue`."""
        await hurry(tx, self.channel, now)


class WaitlistBox:
    """What those who wait are told besides offers, all of it by mail."""

    async def next_due(self, reader: Reader) -> int | None:
        """As `Queue`."""
        return await next_message_due(reader)

    async def claim(
        self, tx: Transaction, now: int, *, lease_until: int, limit: int
    ) -> list[Delivery]:
        """As `Queue`."""
        return await claim_messages(tx, now, lease_until=lease_until, limit=limit)

    async def keep(self, tx: Transaction, delivery: Delivery, outcome: Outcome, now: int) -> None:
        """As `Queue`; nobody has a task of what failed: the page of the place says the same."""
        given_up = outcome.kind == "later" and delivery.attempts >= MOST_TRIES
        if outcome.kind == "sent" or outcome.kind == "dropped":  # noqa: PLR1714 - for its type
            await end_message(tx, delivery, outcome.kind, outcome.problem, now)
        elif outcome.kind == "failed" or given_up:
            await end_message(tx, delivery, "failed", outcome.problem, now)
        else:
            problem, next_at = next_try(delivery, outcome, now)
            await put_off_message(tx, delivery, problem, next_at)

    async def hurry(self, tx: Transaction, now: int) -> None:
        """As `Queue`."""
        await hurry_messages(tx, now)
