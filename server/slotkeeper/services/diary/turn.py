"""Working with a diary, and nobody else meanwhile; what is needed for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from slotkeeper.gateways.diary import DiaryAccess, DiaryGateway
from slotkeeper.services.diary.password import open_password
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import DatabaseUnavailable, Transaction
from slotkeeper.storage.diary import Diary, lease_diary, release_diary

_LEASE_SECONDS = 90
"""Longer than anybody works with a diary: a call takes ten seconds at most (gateways/caldav)."""

_TRIES = 20
_BETWEEN_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Turn:
    """`diary` as it was when the turn began, and the way in."""

    toolbox: Toolbox
    diary: Diary

    @property
    def server(self) -> DiaryGateway:
        """Who is asked."""
        return self.toolbox.diaries

    @property
    def access(self) -> DiaryAccess:
        """Its address and password. Raises VaultLocked."""
        return DiaryAccess(
            address=self.diary.address,
            user=self.diary.username,
            password=open_password(self.toolbox.vault, self.diary),
        )


@asynccontextmanager
async def turn_with(toolbox: Toolbox, practitioner_id: int) -> AsyncIterator[Turn | None]:
    """The turn, as soon as others are done; None where there is no diary, or another process has it
    for longer than a few seconds.
    """
    async with toolbox.turns.lock(practitioner_id):
        diary = await _lease(toolbox, practitioner_id)
        try:
            yield Turn(toolbox, diary) if diary else None
        finally:
            if diary:
                with suppress(DatabaseUnavailable):  # then it runs out
                    await toolbox.database.write(
                        lambda tx: release_diary(tx, practitioner_id, toolbox.turns.who)
                    )


async def _lease(toolbox: Toolbox, practitioner_id: int) -> Diary | None:
    async def job(tx: Transaction) -> Diary | None:
        now = toolbox.clock()
        who = toolbox.turns.who
        return await lease_diary(tx, practitioner_id, who, now, now + _LEASE_SECONDS)

    for waited in range(_TRIES):
        if waited:
            await asyncio.sleep(_BETWEEN_SECONDS)
        diary = await toolbox.database.write(job)
        if diary:
            return diary
    return None
