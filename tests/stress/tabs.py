"""Windows in which bookings are changed at the same moment, and what must be so afterwards."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from msgspec import structs

from slotkeeper.domain.booking import Booking
from slotkeeper.services.changing.cancel import WantedCancel, cancel_by_patient
from slotkeeper.services.changing.move import WantedMove, hold_move, move_by_patient
from slotkeeper.services.changing.undo import undo_cancel
from slotkeeper.services.holds import Held
from slotkeeper.services.place_hold import Caller
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.agreed_change import AgreedChange
from slotkeeper.storage.database import Database, Row, Transaction
from tests.services.changing.link import SAID, Link
from tests.services.desk import Clock, Desk, overlaps
from tests.services.staff.bookings.front_desk import FrontDesk, somebody

T = TypeVar("T")


async def one_of(*attempts: Awaitable[Any]) -> list[Any]:
    """All at the same moment; what each led to, or why not."""
    return await asyncio.gather(*attempts, return_exceptions=True)


async def booked(mara: FrontDesk, start: int, practitioner: str = "sam-lee") -> Link:
    """Somebody's booking, with its link."""
    details = somebody(first_name=f"Patient{start}", last_name=practitioner)
    made = await mara.book(start, practitioner=practitioner, details=details)
    return await Link.of(mara.desk, made)


@dataclass(frozen=True)
class Tab:
    """One window with the page of a booking, as it was at `revision`."""

    link: Link
    revision: int
    visitor: str

    @classmethod
    async def of(cls, link: Link, visitor: str) -> "Tab":
        return cls(link, (await link.booking()).revision, visitor)

    @property
    def toolbox(self) -> Toolbox:
        return self.link.toolbox

    def by(self, toolbox: Toolbox) -> "Tab":
        """The same at another server process."""
        return replace(self, link=self.link.by(toolbox))

    async def choose(self, start: int, practitioner: str = "") -> Held:
        link, caller = self.link, Caller(self.visitor, f"the address of {self.visitor}")
        return await hold_move(
            self.toolbox, link.desk.slug, link.token, start, caller, practitioner=practitioner
        )

    async def press(self, held: Held, **otherwise: int) -> Booking:
        """Press "Change appointment"."""
        wanted = WantedMove(hold=held.token, revision=self.revision, shown=SAID)
        wanted = structs.replace(wanted, **otherwise)
        return await move_by_patient(self.toolbox, self.link.desk.slug, self.link.token, wanted)

    async def cancel(self, returns: int = 0) -> AgreedChange:
        """Press "Cancel appointment"."""
        wanted = WantedCancel(revision=self.revision, keeps=0, returns=returns, shown=SAID)
        return await cancel_by_patient(self.toolbox, self.link.desk.slug, self.link.token, wanted)

    async def undo(self) -> Booking:
        return await undo_cancel(self.toolbox, self.link.desk.slug, self.link.token)


def at(desk: Desk, seconds: int) -> Toolbox:
    """A server process whose clock is so many seconds ahead."""
    return replace(desk.toolbox, clock=Clock(desk.clock.now + seconds))


async def holds_of(link: Link) -> Sequence[Row]:
    """What is kept for a booking besides its own time."""
    rows = await link.desk.bookings()
    return [row for row in rows if row["moves"] == link.booking_id]


async def check(desk: Desk, links: Sequence[Link]) -> None:
    """Each has one confirmed booking, and nobody's time meets another's."""
    rows = await desk.bookings()
    assert overlaps(rows) == []
    booked = sorted(row["id"] for row in rows if row["state"] == "confirmed")
    assert booked == sorted(link.booking_id for link in links)


class Counting:
    """A `Database` in front of another one, which counts what had to be tried again as it met
    another transaction: two that each wait for the other are parted by PostgreSQL like that.
    """

    def __init__(self, inner: Database) -> None:
        self.engine = inner.engine
        self.again = 0
        self._inner = inner

    async def fetch(self, sql: str, *values: Any) -> Sequence[Row]:  # noqa: ANN401 - whatever it takes
        return await self._inner.fetch(sql, *values)

    async def fetch_one(self, sql: str, *values: Any) -> Row | None:  # noqa: ANN401 - as above
        return await self._inner.fetch_one(sql, *values)

    async def write(self, job: Callable[[Transaction], Awaitable[T]]) -> T:
        tries = 0

        async def counted(tx: Transaction) -> T:
            nonlocal tries
            tries += 1
            if self.engine == "postgresql" and tries > 1:
                self.again += 1
            return await job(tx)

        return await self._inner.write(counted)

    def generation(self) -> int | None:
        return self._inner.generation()

    async def close(self) -> None:
        await self._inner.close()
