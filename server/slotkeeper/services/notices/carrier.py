"""Who brings deliveries of one channel to where they go."""

import logging
from collections.abc import Awaitable
from typing import Protocol

from slotkeeper.domain.errors import BookingUnknown, ClinicUnknown
from slotkeeper.services.notices.outcome import PUT_BACK, Outcome
from slotkeeper.services.vault import VaultLocked
from slotkeeper.storage.database import DatabaseUnavailable
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


async def outcome_of(sending: Awaitable[Outcome], delivery: Delivery) -> Outcome:
    """What came of it, whatever went wrong on our side: one delivery must not keep the others from
    going.
    """
    try:
        return await sending
    except (BookingUnknown, ClinicUnknown):
        return Outcome("dropped", "gone")
    except DatabaseUnavailable:
        return Outcome("down", PUT_BACK)
    except VaultLocked:
        return Outcome("later", "locked")
    except Exception as problem:  # noqa: BLE001 - nobody else is there to catch it
        _LOG.error("delivery %d cannot be written: %s", delivery.id, type(problem).__name__)
        return Outcome("failed", "unwritable")


_LOG = logging.getLogger("slotkeeper.notices")
