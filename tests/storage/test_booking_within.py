"""Bookings in given stretches of time, on both engines."""

import pytest

from slotkeeper.storage.booking_within import Within, find_lying, find_within
from slotkeeper.storage.database import Database
from tests.storage.booked import EIGHT, HALF_HOUR, Books, open_books

NOW = EIGHT
HOUR = 3600


@pytest.fixture
async def books(database: Database) -> Books:
    return await open_books(database)


async def found(books: Books, *stretches: tuple[int | None, int, int]) -> list[int]:
    """The starts in half hours after NOW of what lies there."""
    asked = [Within(practitioner_id=who, begins_at=a, ends_at=b) for who, a, b in stretches]
    lying = await find_within(books.database, books.clinic.id, asked, NOW)
    return [(each.starts_at - NOW) // HALF_HOUR for each in lying]


async def test_what_meets_a_stretch_is_found_once(books: Books) -> None:
    for _ in range(6):
        await books.booking(await books.patient())
    ada, bo = books.practitioners
    assert await found(books, (ada, NOW + HOUR, NOW + 2 * HOUR)) == [2, 3]
    assert await found(books, (bo, NOW + HOUR, NOW + 2 * HOUR)) == []
    overlapping = [(ada, NOW, NOW + 2 * HOUR), (None, NOW + HOUR, NOW + 3 * HOUR)]
    assert await found(books, *overlapping) == [1, 2, 3, 4, 5]
    assert await found(books) == []


async def test_touching_is_not_lying_in_it(books: Books) -> None:
    await books.booking(await books.patient())
    begins = NOW + HALF_HOUR
    assert await found(books, (None, NOW, begins)) == []
    assert await found(books, (None, begins + HALF_HOUR, begins + HOUR)) == []
    assert await found(books, (None, begins + HALF_HOUR - 1, begins + HOUR)) == [1]


async def test_what_is_past_cancelled_or_held_is_not_looked_at(books: Books) -> None:
    omar = await books.patient()
    past = {"starts_at": NOW - HOUR, "ends_at": NOW + 60, "busy_from": NOW - HOUR}
    await books.booking(omar, **past, busy_until=NOW + 60)
    await books.booking(omar, state="cancelled", cancelled_by="clinic")
    await books.booking(omar, state="pending", awaits="patient", expires_at=NOW - 1)
    assert await found(books, (None, NOW - HOUR, NOW + 9 * HOUR)) == []


async def test_more_stretches_than_one_query_takes(books: Books) -> None:
    for _ in range(3):
        await books.booking(await books.patient())
    many = [(None, NOW + n * HALF_HOUR, NOW + (n + 1) * HALF_HOUR) for n in range(150)]
    assert await found(books, *many) == [1, 2, 3]


async def test_they_are_listed_in_names(books: Books) -> None:
    one = await books.booking(await books.patient("Ada", "Example"))
    two = await books.booking(await books.patient("Omar", "Lantern", email=""))
    await books.payment(two)
    listed = await find_lying(books.database, books.clinic.id, [two, one])
    assert [(e.patient, e.practitioner, e.kind, e.is_paid, bool(e.email)) for e in listed] == [
        ("Ada Example", "Ada Thistle", "First", False, True),
        ("Omar Lantern", "Ada Thistle", "First", True, False),
    ]
    assert await find_lying(books.database, books.clinic.id + 1, [one]) == []
    assert await find_lying(books.database, books.clinic.id, []) == []
