"""The queue of messages: taken by one worker at a time, for as long as a lease lasts."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.delivery import Message, Recipient, insert_delivery
from slotkeeper.storage.outbox import (
    Delivery,
    claim_deliveries,
    count_waiting,
    end_delivery,
    find_language,
    hurry,
    is_superseded,
    next_due,
    put_off,
)
from slotkeeper.storage.task import find_open
from tests.storage.booked import Books, open_books

NOW = 1_767_700_000


@pytest.fixture
async def books(database: Database) -> Books:
    return await open_books(database)


async def queue(
    books: Books,
    booking_id: int,
    message: Message = "booking_confirmed",
    recipient: Recipient = "patient",
    **given: str,
) -> None:
    await books.database.write(
        lambda tx: insert_delivery(
            tx,
            clinic_id=books.clinic.id,
            booking_id=booking_id,
            recipient=recipient,
            message=message,
            now=NOW,
            occasion=given.get("occasion", ""),
            language=given.get("language", ""),
        )
    )


async def claim(books: Books, now: int = NOW, limit: int = 10) -> list[Delivery]:
    return await books.database.write(
        lambda tx: claim_deliveries(tx, "mail", now, lease_until=now + 60, limit=limit)
    )


async def states(books: Books) -> list[tuple[str, str]]:
    rows = await books.database.fetch("SELECT state, problem FROM delivery ORDER BY id")
    return [(row["state"], row["problem"]) for row in rows]


async def test_the_same_message_on_the_same_occasion_is_queued_once(books: Books) -> None:
    booking = await books.booking()
    for occasion in ("", "", "2"):
        await queue(books, booking, occasion=occasion)
    assert await count_waiting(books.database, books.clinic.id) == 2


@pytest.mark.req("N2")
async def test_what_is_taken_is_nobody_elses_until_the_lease_runs_out(books: Books) -> None:
    await queue(books, await books.booking())
    [taken] = await claim(books)
    assert taken.attempts == 1
    assert await claim(books, NOW + 59) == []
    [again] = await claim(books, NOW + 60)
    assert (again.id, again.attempts) == (taken.id, 2)


async def test_the_longest_waiting_are_taken_first(books: Books) -> None:
    bookings = [await books.booking() for _ in range(4)]
    for booking in bookings:
        await queue(books, booking)
    taken = [await claim(books, limit=3), await claim(books, limit=3)]
    assert [[each.booking_id for each in some] for some in taken] == [bookings[:3], bookings[3:]]


@pytest.mark.req("N2")
async def test_who_was_away_too_long_changes_nothing(books: Books) -> None:
    await queue(books, await books.booking())
    [late] = await claim(books)
    [taken] = await claim(books, NOW + 60)
    write = books.database.write
    assert not await write(lambda tx: end_delivery(tx, late, "failed", problem="550", now=NOW))
    assert not await write(lambda tx: put_off(tx, late, "451", NOW + 900, None))
    assert await write(lambda tx: end_delivery(tx, taken, "sent", now=NOW + 61))
    assert await states(books) == [("sent", "")]


async def test_what_is_put_off_is_due_at_its_time(books: Books) -> None:
    await queue(books, await books.booking())
    assert await next_due(books.database, "mail") == 0
    [taken] = await claim(books)
    assert await next_due(books.database, "mail") == NOW + 60
    await books.database.write(lambda tx: put_off(tx, taken, "451", NOW + 20, None))
    assert await next_due(books.database, "mail") == NOW + 20
    assert await claim(books, NOW + 19) == []
    assert len(await claim(books, NOW + 20)) == 1


async def test_nothing_is_due_where_all_is_sent(books: Books) -> None:
    await queue(books, await books.booking())
    [taken] = await claim(books)
    await books.database.write(lambda tx: end_delivery(tx, taken, "sent", now=NOW))
    assert await next_due(books.database, "mail") is None
    assert await count_waiting(books.database) == 0


async def test_what_waits_for_a_mail_server_is_due_when_it_is_back(books: Books) -> None:
    for problem in ("down:silent", "451"):
        await queue(books, await books.booking())
        [taken] = await claim(books)
        await books.database.write(_put_off(taken, problem))
    assert await books.database.write(lambda tx: hurry(tx, "mail", NOW + 5)) == 1
    assert [each.problem for each in await claim(books, NOW + 5)] == ["down:silent"]


@pytest.mark.req("N2")
async def test_a_message_that_failed_is_a_task_of_its_clinic(books: Books) -> None:
    booking = await books.booking()
    await queue(books, booking)
    [taken] = await claim(books)
    await books.database.write(
        lambda tx: end_delivery(tx, taken, "failed", problem="550", now=NOW + 3)
    )
    [task] = await find_open(books.database, books.clinic.id, None, 5)
    assert (task.booking_id, task.problem, task.task_since) == (booking, "550", NOW + 3)
    assert await find_open(books.database, books.clinic.id + 1, None, 5) == []


async def test_only_the_newest_of_a_kind_needs_to_be_said(books: Books) -> None:
    booking = await books.booking()
    for occasion in ("1", "2"):
        await queue(books, booking, "payment_disputed", "clinic", occasion=occasion)
    older, newer = await claim(books)
    anew = {"payment_disputed"}
    assert await is_superseded(books.database, older, anew)
    assert not await is_superseded(books.database, older, {"refund_failed"})
    assert not await is_superseded(books.database, newer, anew)


async def test_the_language_of_a_booking_is_the_one_it_was_made_in(books: Books) -> None:
    booking = await books.booking()
    assert await find_language(books.database, booking) == ""
    await queue(books, booking, language="de")
    await queue(books, booking, "payment_refunded", occasion="1")
    assert await find_language(books.database, booking) == "de"


@pytest.mark.req("N2")
async def test_workers_that_meet_take_each_message_once(books: Books) -> None:
    for _ in range(20):
        await queue(books, await books.booking())
    taken = await asyncio.gather(*(claim(books, limit=5) for _ in range(8)))
    while more := await claim(books, limit=5):
        taken.append(more)
    ids = [each.id for some in taken for each in some]
    assert len(ids) == 20
    assert len(set(ids)) == 20


def _put_off(taken: Delivery, problem: str) -> Callable[[Transaction], Awaitable[bool]]:
    return lambda tx: put_off(tx, taken, problem, NOW + 900, None)
