"""Who brings deliveries of one channel to where they go."""

from typing import Protocol

from slotkeeper.services.notices.outcome import Outcome
from slotkeeper.storage.delivery import Channel
from slotkeeper.storage.outbox import Delivery


class Carrier(Protocol):
    """One channel. A worker gives it what is due, a few at once."""

    @property
    def channel(self) -> Channel:
        """The channel whose deliveries it brings."""
        ...

    async def send(self, delivery: Delivery) -> Outcome:
        """Bring one there, if it is still true. Every trouble is an outcome; it takes a minute at
        most.
        """
        ...

    async def rest(self) -> None:
        """Let go of connections; a later delivery makes new ones."""
        ...
