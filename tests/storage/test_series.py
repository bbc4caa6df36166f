"""A series as a row: kept whole, changed by one at a time, and with one booking for each date."""

from datetime import date
from uuid import uuid4

import pytest
from msgspec.structs import replace

from slotkeeper.domain.series import Repeat
from slotkeeper.storage.database import ConstraintBroken, Database
from slotkeeper.storage.series import (
    Series,
    find_due,
    find_series,
    find_taken,
    insert_series,
    save_planned_until,
    save_series,
)
from slotkeeper.storage.series_booking import find_series_bookings, join_series, series_of
from slotkeeper.storage.staff import insert_staff
from tests.storage.booked import EIGHT, HALF_HOUR, Books, open_books

pytestmark = pytest.mark.req("S7")
TUESDAY = date(2027, 1, 5)


@pytest.fixture
async def books(database: Database) -> Books:
    return await open_books(database)


async def made(books: Books, **wanted: object) -> Series:
    """Every second Tuesday and Thursday at nine, without an end."""
    database = books.database
    staff = await database.write(
        lambda tx: insert_staff(tx, f"{uuid4().hex}@corner.example", "Mara", "", EIGHT)
    )
    repeat = Repeat(first=TUESDAY, minute=540, every_weeks=2, days=(1, 3))
    series = Series(
        clinic_id=books.clinic.id,
        patient_id=await books.patient(),
        practitioner_id=books.practitioners[0],
        appointment_type_id=books.types[0],
        repeat=repeat,
        minutes=30,
        padding_before=5,
        padding_after=10,
        note="By the window",
        beyond=("outside_hours",),
        made_by=staff.id,
        made_at=EIGHT,
        planned_until=date(2028, 1, 5),
    )
    series = replace(series, **wanted)
    return replace(series, id=await database.write(lambda tx: insert_series(tx, series)))


async def test_it_is_read_as_it_was_written(books: Books) -> None:
    series = await made(books)
    assert await find_series(books.database, books.clinic.id, series.id) == series
    until = replace(series.repeat, until=date(2027, 3, 1))
    ended = await made(books, repeat=until, ended_on=TUESDAY, ended_at=EIGHT, follows=series.id)
    assert await find_series(books.database, books.clinic.id, ended.id) == ended


async def test_another_clinic_does_not_find_it(books: Books) -> None:
    series = await made(books)
    assert await find_series(books.database, books.clinic.id + 1, series.id) is None


async def test_of_two_who_change_it_one_is_second(books: Books) -> None:
    series = await made(books)
    later = replace(series, repeat=replace(series.repeat, minute=600))
    database = books.database
    assert await database.write(lambda tx: save_series(tx, later))
    assert not await database.write(lambda tx: save_series(tx, replace(later, note="Elsewhere")))
    found = await find_series(database, books.clinic.id, series.id)
    assert found
    assert (found.repeat.minute, found.revision, found.note) == (600, 1, "By the window")


async def test_going_on_with_it_disturbs_nobody_who_changes_it(books: Books) -> None:
    series, database = await made(books), books.database
    until = date(2028, 2, 1)
    await database.write(lambda tx: save_planned_until(tx, series, until))
    found = await find_series(database, books.clinic.id, series.id)
    assert found == replace(series, planned_until=until)


async def test_a_date_has_one_booking(books: Books) -> None:
    series, database, clinic_id = await made(books), books.database, books.clinic.id
    one, other = [await books.booking() for _ in range(2)]
    await database.write(lambda tx: join_series(tx, clinic_id, one, series.id, TUESDAY))
    assert await series_of(database, clinic_id, one) == (series.id, TUESDAY)
    assert await series_of(database, clinic_id, other) is None
    with pytest.raises(ConstraintBroken, match="booking_of_series"):
        await database.write(lambda tx: join_series(tx, clinic_id, other, series.id, TUESDAY))
    [found] = await find_series_bookings(database, clinic_id, series.id)
    assert (found.on, found.booking.id) == (TUESDAY, one)


async def test_due_are_those_without_an_end_that_were_looked_at_no_further(books: Books) -> None:
    series = await made(books)
    await made(books, repeat=replace(series.repeat, times=4))
    await made(books, repeat=replace(series.repeat, until=TUESDAY))
    await made(books, ended_on=TUESDAY, ended_at=EIGHT)
    here = (books.clinic.id, series.id)
    assert await find_due(books.database, date(2028, 1, 6), 10) == [here]
    assert await find_due(books.database, date(2028, 1, 5), 10) == []


async def test_what_takes_time_is_told_with_its_padding_and_whose_it_is(books: Books) -> None:
    begins = EIGHT + HALF_HOUR
    one = await books.booking(busy_until=begins + HALF_HOUR + 600)
    gone = await books.booking(state="cancelled", cancelled_by="clinic")
    find = (books.database, books.practitioners[0])
    [found] = await find_taken(*find, EIGHT, EIGHT + 86_400, EIGHT)
    assert (found.id, found.busy_until, found.patient) == (
        *(one, begins + HALF_HOUR + 600, "Ada Example"),
    )
    assert await find_taken(*find, EIGHT, EIGHT + 86_400, EIGHT, (one, gone)) == []
    assert await find_taken(*find, EIGHT, begins, EIGHT) == []
