"""What staff do with bookings, statement by statement: each WHERE decides by itself, also where
nobody has looked before.
"""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.booking_change import (
    Cancelled,
    find_in_the_way,
    insert_booking,
    save_cancelled,
    save_marked,
    save_moved,
    save_restored,
    save_unpaid,
)
from slotkeeper.storage.booking_marks import Marks, get_marks
from slotkeeper.storage.database import Database
from slotkeeper.storage.staff import insert_staff
from tests.storage.booked import EIGHT, HALF_HOUR, Books, open_books

pytestmark = [pytest.mark.req("A2"), pytest.mark.req("R1")]

NOW = EIGHT + 600
CANCELLED = Cancelled(by="clinic", reason="ill", is_late=False, at=NOW)


@pytest.fixture
async def books(database: Database) -> Books:
    return await open_books(database)


async def get(books: Books, booking_id: int) -> Booking:
    found = await find_booking(books.database, books.clinic.id, booking_id)
    assert found
    return found


def wanted(books: Books, patient_id: int, start: int) -> Booking:
    return Booking(
        id=0,
        clinic_id=books.clinic.id,
        practitioner_id=books.practitioners[0],
        appointment_type_id=books.types[0],
        location_id=None,
        state="confirmed",
        starts_at=start,
        ends_at=start + HALF_HOUR,
        busy_from=start,
        busy_until=start + HALF_HOUR,
        made_at=NOW,
        patient_id=patient_id,
        reference=f"NEW{start}",
    )


async def insert(books: Books, booking: Booking, staff_id: int) -> int | None:
    return await books.database.write(
        lambda tx: insert_booking(
            tx, booking, made_by=staff_id, local_start="", time_zone="Australia/Sydney"
        )
    )


async def somebody_of_staff(books: Books) -> int:
    staff = await books.database.write(
        lambda tx: insert_staff(tx, "mara@corner.example", "Mara", "", EIGHT)
    )
    return staff.id


@pytest.mark.parametrize("state", ["confirmed", "arrived", "fulfilled", "noshow"])
async def test_none_is_made_over_another(books: Books, state: str) -> None:
    staff, patient = await somebody_of_staff(books), await books.patient()
    await books.booking(patient, state=state)
    start = EIGHT + HALF_HOUR
    for over in (start, start - HALF_HOUR + 1, start + HALF_HOUR - 1):
        assert await insert(books, wanted(books, patient, over), staff) is None
    for beside in (start - HALF_HOUR, start + HALF_HOUR):
        assert await insert(books, wanted(books, patient, beside), staff)


@pytest.mark.parametrize("state", ["held", "paying", "pending"])
@pytest.mark.parametrize(("expires_at", "is_free"), [(NOW, True), (NOW + 1, False)])
async def test_none_over_what_is_kept_until_its_end(
    books: Books, state: str, expires_at: int, *, is_free: bool
) -> None:
    staff, patient = await somebody_of_staff(books), await books.patient()
    awaits = {"awaits": "clinic"} if state == "pending" else {}
    await books.booking(patient, state=state, expires_at=expires_at, **awaits)
    made = await insert(books, wanted(books, patient, EIGHT + HALF_HOUR), staff)
    assert (made is not None) == is_free


async def test_none_is_moved_over_another_nor_at_an_older_revision(books: Books) -> None:
    booking = await get(books, await books.booking())
    other = await get(books, await books.booking())
    free = other.starts_at + HALF_HOUR

    async def move(start: int, revision: int = 0) -> bool:
        times = {"starts_at": start, "busy_from": start}
        ends = {"ends_at": start + HALF_HOUR, "busy_until": start + HALF_HOUR}
        moved = replace(booking, revision=revision, **times, **ends)
        return await books.database.write(lambda tx: save_moved(tx, moved, local_start="", now=NOW))

    assert not await move(other.starts_at + 60)
    assert not await move(free, revision=1)
    assert await move(free)
    assert not await move(free + HALF_HOUR)
    assert (await get(books, booking.id)).starts_at == free


@pytest.mark.parametrize("state", ["cancelled", "fulfilled", "noshow", "paying"])
async def test_what_is_over_or_being_paid_is_neither_moved_nor_cancelled(
    books: Books, state: str
) -> None:
    booking = await get(books, await books.booking(state=state))
    database = books.database
    assert not await database.write(lambda tx: save_cancelled(tx, booking, CANCELLED))
    assert not await database.write(lambda tx: save_moved(tx, booking, local_start="", now=NOW))


async def test_a_cancellation_is_written_once_and_taken_back_while_the_time_is_free(
    books: Books,
) -> None:
    database, clinic_id = books.database, books.clinic.id
    booking = await get(books, await books.booking())
    late = Cancelled(by="patient", reason="a cold", is_late=True, at=NOW)
    assert await database.write(lambda tx: save_cancelled(tx, booking, late))
    assert not await database.write(lambda tx: save_cancelled(tx, booking, late))
    expected = Marks(is_late=True, cancel_reason="a cold", cancelled_at=NOW)
    assert await get_marks(database, clinic_id, booking.id) == expected
    cancelled = await get(books, booking.id)
    in_its_place = await books.booking(
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        busy_from=booking.busy_from,
        busy_until=booking.busy_until,
    )
    assert not await database.write(lambda tx: save_restored(tx, cancelled, NOW))
    there = await get(books, in_its_place)
    assert await database.write(lambda tx: save_cancelled(tx, there, CANCELLED))
    assert not await database.write(lambda tx: save_restored(tx, cancelled, booking.starts_at))
    assert await database.write(lambda tx: save_restored(tx, cancelled, NOW))
    assert await get_marks(database, clinic_id, booking.id) == Marks()


async def test_marks_are_made_at_the_revision_that_was_shown(books: Books) -> None:
    database = books.database
    booking = await get(books, await books.booking())
    assert await database.write(lambda tx: save_marked(tx, booking, "arrived"))
    assert not await database.write(lambda tx: save_marked(tx, booking, "noshow"))
    assert not await database.write(lambda tx: save_unpaid(tx, booking, is_unpaid=True))
    arrived = await get(books, booking.id)
    assert await database.write(lambda tx: save_unpaid(tx, arrived, is_unpaid=True))
    assert (await get_marks(database, books.clinic.id, booking.id)).is_unpaid


async def test_another_clinics_booking_is_not_touched(books: Books, database: Database) -> None:
    other = await open_books(database, "other")
    booking = await get(books, await books.booking())
    foreign = replace(booking, clinic_id=other.clinic.id)
    assert not await database.write(lambda tx: save_cancelled(tx, foreign, CANCELLED))
    assert not await database.write(lambda tx: save_marked(tx, foreign, "arrived"))
    assert not await database.write(lambda tx: save_unpaid(tx, foreign, is_unpaid=True))
    assert await get_marks(database, other.clinic.id, booking.id) == Marks()


async def test_what_is_in_the_way_is_named_in_its_order(books: Books) -> None:
    first = await books.booking(await books.patient("Zoë", "O'Neil"))
    held = await books.booking(state="held", expires_at=NOW + 60, patient_id=None, made_at=None)
    await books.database.write(
        lambda tx: tx.execute("UPDATE booking SET patient_id = NULL WHERE id = $1", held)
    )
    who, database = books.practitioners[0], books.database
    found = await find_in_the_way(database, who, EIGHT, EIGHT + 9 * HALF_HOUR, NOW)
    assert [(each.id, each.state, each.patient) for each in found] == [
        (first, "confirmed", "Zoë O'Neil"),
        (held, "held", ""),
    ]
    later = await find_in_the_way(database, who, EIGHT, EIGHT + 9 * HALF_HOUR, NOW + 60, first)
    assert later == []
