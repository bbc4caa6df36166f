"""A waiting list in which much happens at the same moment, and what must be so afterwards."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextvars import Context
from typing import Any, TypeVar

from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.staff.waitlist.steer import offer_by_hand, take_back
from slotkeeper.services.waitlist.offer import offer_free
from slotkeeper.storage.database import Database, Row, Transaction
from slotkeeper.storage.waitlist_offer import find_offers
from tests.services.desk import Desk, overlaps
from tests.services.waitlist.line import (
    ADA,
    Patient,
    look,
    mail_arrives,
    open_hours,
    open_list,
    wait,
)

T = TypeVar("T")
MANY = 6
OPENS, HALF_HOUR = 540, 30


async def open_line(desk: Desk, many: int = MANY, **rules: object) -> list[Patient]:
    """So many times that are free, from nine on, and so many who wait for them."""
    await desk.set_up(daily_limit=0)  # they all gave the same phone number
    await open_list(desk, **rules)
    await open_hours(desk, (OPENS, OPENS + many * HALF_HOUR))
    return await join_line(desk, "first", many)


async def join_line(desk: Desk, name: str, many: int = MANY) -> list[Patient]:
    """So many more."""
    return [await wait(desk, person(name, number)) for number in range(many)]


def person(name: str, number: int) -> dict[str, str]:
    return {**ADA, "first_name": f"{name}{number}", "email": f"{name}{number}@patient.example"}


async def offered_line(desk: Desk, many: int = MANY, **rules: object) -> list[Patient]:
    """Each of them has one of the times offered, and has had a moment to read it."""
    line = await open_line(desk, many, **rules)
    assert await look(desk) == many
    await mail_arrives(desk)
    desk.clock.wait(2)
    return line


async def take_offer_back(patient: Patient, actor: Actor) -> None:
    """Staff press "Take the offer back"."""
    entry = await patient.entry()
    [offer, *_] = await find_offers(patient.desk.database, entry.clinic_id, entry.id)
    await take_back(patient.toolbox, actor, entry.id, offer.id)


async def offer_to(patient: Patient, actor: Actor, starts_at: int) -> None:
    """Staff offer a time of Sam Lee's by hand."""
    clinic = await get_clinic(patient.desk.database, patient.desk.slug)
    [sam] = [each.id for each in clinic.practitioners if each.slug == "sam-lee"]
    entry = await patient.entry()
    await offer_by_hand(patient.toolbox, clinic, actor, entry.id, sam, starts_at)


async def check_list(desk: Desk) -> Sequence[Row]:
    """After a last look: no time has two owners, what is open is kept, what was accepted is booked,
    who is booked waits no more. All that was offered, in its order.
    """
    await offer_free(desk.toolbox)
    now = desk.clock()
    assert overlaps(await desk.bookings()) == []
    offers = await desk.rows(_OFFERS)
    for offer in offers:
        is_kept = offer["hold"] == "held" and (offer["expires_at"] or 0) > now
        is_accepted, is_new = offer["state"] == "accepted", offer["own"] is None
        assert (offer["state"] == "open") is is_kept, _words(offer)
        assert not is_new or is_accepted is (offer["made_at"] is not None), _words(offer)
        assert not is_accepted or offer["entry"] in {"booked", "left", "removed"}, _words(offer)
    assert all(many == 1 for many in _open(offers, "entry_id").values())
    assert all(many == 1 for many in _open(offers, "practitioner_id", "starts_at").values())
    return offers


def _words(row: Row) -> str:
    names = ("id", "entry_id", "state", "hold", "expires_at", "made_at", "own", "entry")
    return ", ".join(f"{name} {row[name]}" for name in names)


def _open(offers: Sequence[Row], *names: str) -> Counter[tuple[object, ...]]:
    return Counter(tuple(e[name] for name in names) for e in offers if e["state"] == "open")


_OFFERS = """
SELECT waitlist_offer.id, waitlist_offer.entry_id, waitlist_offer.state,
  waitlist_offer.practitioner_id, waitlist_offer.starts_at,
  booking.state AS hold, booking.expires_at AS expires_at, booking.made_at AS made_at,
  waitlist_entry.state AS entry, waitlist_entry.booking_id AS own
FROM waitlist_offer
JOIN booking ON booking.id = waitlist_offer.hold_id
JOIN waitlist_entry ON waitlist_entry.id = waitlist_offer.entry_id
ORDER BY waitlist_offer.id"""


class Interrupted:
    """A `Database` in front of another one: at the first statement of a transaction that names
    `marker` somebody else has a moment to come in between.
    """

    def __init__(
        self, inner: Database, marker: str, meanwhile: Callable[[], Coroutine[Any, Any, object]]
    ) -> None:
        self.engine = inner.engine
        self.other: asyncio.Task[object] | None = None
        self._inner, self._marker, self._meanwhile = inner, marker, meanwhile

    async def fetch(self, sql: str, *values: Any) -> Sequence[Row]:  # noqa: ANN401 - whatever it takes
        return await self._inner.fetch(sql, *values)

    async def fetch_one(self, sql: str, *values: Any) -> Row | None:  # noqa: ANN401 - as above
        return await self._inner.fetch_one(sql, *values)

    async def write(self, job: Callable[[Transaction], Awaitable[T]]) -> T:
        return await self._inner.write(lambda tx: job(_Interrupted(tx, self)))

    async def come_between(self, sql: str) -> None:
        """Once, and as long as it takes where nothing keeps them waiting."""
        if self.other is None and self._marker in sql:
            self.other = asyncio.create_task(self._meanwhile(), context=Context())
            await asyncio.wait([self.other], timeout=1)

    def generation(self) -> int | None:
        return self._inner.generation()

    async def close(self) -> None:
        await self._inner.close()


class _Interrupted:
    def __init__(self, inner: Transaction, by: Interrupted) -> None:
        self._inner, self._by = inner, by

    async def fetch(self, sql: str, *values: Any) -> Sequence[Row]:  # noqa: ANN401 - as above
        rows = await self._inner.fetch(sql, *values)
        await self._by.come_between(sql)
        return rows

    async def fetch_one(self, sql: str, *values: Any) -> Row | None:  # noqa: ANN401 - as above
        row = await self._inner.fetch_one(sql, *values)
        await self._by.come_between(sql)
        return row

    async def execute(self, sql: str, *values: Any) -> int:  # noqa: ANN401 - as above
        return await self._inner.execute(sql, *values)
