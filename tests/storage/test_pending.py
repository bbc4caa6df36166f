"""Bookings that wait for an answer: overdue ones are in no list, whether anybody swept or not."""

import pytest

from slotkeeper.domain.booking import Awaits
from slotkeeper.domain.trust import Standing
from slotkeeper.storage.database import Database
from slotkeeper.storage.day import find_appointments, next_start
from slotkeeper.storage.pending import (
    confirm_pending,
    count_waiting,
    decline_pending,
    end_overdue,
    find_overdue,
    find_waiting,
)
from slotkeeper.storage.trust import find_on_steps, find_standing, save_standing
from tests.storage.booked import EIGHT, Books, open_books

pytestmark = pytest.mark.req("T2")
ENDS = EIGHT + 1000


@pytest.fixture
async def books(database: Database) -> Books:
    return await open_books(database)


async def ask(books: Books, awaits: str = "clinic") -> int:
    return await books.booking(state="pending", awaits=awaits, expires_at=ENDS)


async def test_one_that_is_overdue_is_in_no_days_list(books: Books, database: Database) -> None:
    await ask(books)
    clinic, end = books.clinic.id, EIGHT + 86_400
    for now, shown in ((ENDS - 1, 1), (ENDS, 0)):
        found = await find_appointments(database, clinic, EIGHT, end, now=now)
        assert len(found) == shown
        assert (await next_start(database, clinic, EIGHT, now=now) is None) is (not shown)
        assert await count_waiting(database, clinic, now) == shown
        assert len(await find_waiting(database, clinic, now)) == shown
        assert len(await find_overdue(database, now, 10)) == 1 - shown


async def test_only_the_one_who_is_waited_for_answers(books: Books, database: Database) -> None:
    of_patient = await ask(books, "patient")
    clinic = books.clinic.id

    async def answer(awaits: Awaits, now: int = EIGHT) -> bool:
        return await database.write(lambda tx: confirm_pending(tx, clinic, of_patient, awaits, now))

    assert not await answer("clinic")
    assert not await database.write(lambda tx: decline_pending(tx, clinic, of_patient, "", EIGHT))
    assert not await answer("patient", ENDS)
    assert await answer("patient", ENDS - 1)
    assert not await answer("patient", ENDS - 1)


async def test_it_ends_once_and_not_before_its_time(books: Books, database: Database) -> None:
    booking, clinic = await ask(books), books.clinic.id
    assert not await database.write(lambda tx: end_overdue(tx, clinic, booking, ENDS - 1))
    assert await database.write(lambda tx: end_overdue(tx, clinic, booking, ENDS))
    assert not await database.write(lambda tx: end_overdue(tx, clinic, booking, ENDS))


async def test_a_standing_comes_back_as_it_was_saved(books: Books, database: Database) -> None:
    patient, clinic = await books.patient(), books.clinic.id
    below = Standing(step="confirm", by="staff", reason="other", since=EIGHT)
    standing = Standing(
        step="approve",
        until=ENDS,
        reason="no-shows",
        by="rule",
        note="Zoë – “quoted”",
        since=EIGHT + 1,
        below=below,
    )
    await database.write(lambda tx: save_standing(tx, clinic, patient, standing))
    assert await find_standing(database, clinic, patient) == standing
    [listed] = await find_on_steps(database, clinic, 10)
    assert (listed.id, listed.standing) == (patient, standing)
