"""The seats of a session, statement by statement: two of one session stand side by side on seats of
their own, and nothing else does; the schema itself refuses what nobody has checked.
"""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.booking import book_hold, find_booking, lock_paid_time
from slotkeeper.storage.booking_change import (
    Cancelled,
    find_in_the_way,
    insert_booking,
    save_cancelled,
    save_moved,
    save_restored,
)
from slotkeeper.storage.database import ConstraintBroken, Database
from slotkeeper.storage.hold import extend_hold, insert_hold
from slotkeeper.storage.seat import find_seats, save_seat
from slotkeeper.storage.staff import insert_staff
from tests.storage.booked import EIGHT, HALF_HOUR, Books, open_books

pytestmark = [pytest.mark.req("R1"), pytest.mark.req("B11")]

NOW = EIGHT + 600
START = EIGHT + 10 * HALF_HOUR


@pytest.fixture
async def books(database: Database) -> Books:
    return await open_books(database)


async def attendee(books: Books, seat: int, **columns: str | int | None) -> int:
    """A booking with a seat in the session."""
    return await books.booking(
        starts_at=START,
        ends_at=START + HALF_HOUR,
        busy_from=START,
        busy_until=START + HALF_HOUR + 600,
        seat=seat,
        **columns,
    )


def hold(books: Books, seat: int, visitor: str = "v", **changes: object) -> Booking:
    wanted = Booking(
        id=0,
        clinic_id=books.clinic.id,
        practitioner_id=books.practitioners[0],
        appointment_type_id=books.types[0],
        location_id=None,
        state="held",
        starts_at=START,
        ends_at=START + HALF_HOUR,
        busy_from=START,
        busy_until=START + HALF_HOUR + 600,
        expires_at=NOW + 60,
        visitor=visitor,
        held_at=NOW,
        seat=seat,
    )
    return replace(wanted, **changes)


async def place(books: Books, wanted: Booking) -> int | None:
    return await books.database.write(lambda tx: insert_hold(tx, wanted, address_key="", now=NOW))


async def seats(books: Books, now: int = NOW) -> list[int]:
    return await find_seats(books.database, books.practitioners[0], books.types[0], START, now)


async def get(books: Books, booking_id: int) -> Booking:
    found = await find_booking(books.database, books.clinic.id, booking_id)
    assert found
    return found


@pytest.mark.req("H2")
async def test_each_seat_of_a_session_is_held_once(books: Books) -> None:
    await attendee(books, 1)
    assert await place(books, hold(books, 1)) is None
    assert await place(books, hold(books, 2)) is not None
    assert await place(books, hold(books, 2, "w")) is None
    assert await place(books, hold(books, 3, "w")) is not None
    assert await seats(books) == [1, 2, 3]
    assert await seats(books, NOW + 60) == [1]


async def test_a_session_keeps_its_time_from_everything_else(books: Books) -> None:
    await attendee(books, 1)
    for other in (
        hold(books, 0),
        hold(books, 2, starts_at=START + 60, ends_at=START + 120),
        hold(books, 2, appointment_type_id=books.types[1]),
    ):
        assert await place(books, other) is None
    late = START + HALF_HOUR + 600
    beside = {"starts_at": late, "ends_at": late + 60, "busy_from": late, "busy_until": late + 60}
    assert await place(books, hold(books, 0, **beside)) is not None
    with_another = hold(books, 1, "w", practitioner_id=books.practitioners[1])
    assert await place(books, with_another) is not None


async def test_an_individual_booking_keeps_its_time_from_a_session(books: Books) -> None:
    await attendee(books, 0)
    assert await place(books, hold(books, 1)) is None


async def test_a_hold_is_kept_and_booked_beside_others_of_the_session(books: Books) -> None:
    await attendee(books, 1)
    held = await place(books, hold(books, 2))
    assert held
    clinic, who = books.clinic.id, await books.patient()
    assert await books.database.write(
        lambda tx: extend_hold(tx, clinic, held, until=NOW + 120, now=NOW, most=10)
    )
    wanted = replace(
        await get(books, held),
        state="confirmed",
        expires_at=None,
        patient_id=who,
        made_at=NOW,
        reference="SEAT",
        manage_key="k",
    )
    assert await books.database.write(
        lambda tx: book_hold(tx, wanted, local_start="", time_zone="UTC", flags="")
    )
    assert (await get(books, held)).seat == 2
    assert await seats(books) == [1, 2]


async def test_staff_book_and_move_into_a_session_seat_by_seat(books: Books) -> None:
    await attendee(books, 1)
    staff = await books.database.write(
        lambda tx: insert_staff(tx, "mara@corner.example", "Mara", "", EIGHT)
    )
    made = replace(hold(books, 1), state="confirmed", patient_id=await books.patient(), made_at=NOW)

    async def insert(booking: Booking) -> int | None:
        return await books.database.write(
            lambda tx: insert_booking(
                tx, booking, made_by=staff.id, local_start="", time_zone="UTC"
            )
        )

    assert await insert(replace(made, reference="A")) is None
    assert await insert(replace(made, reference="B", seat=2)) is not None
    elsewhere = await get(books, await books.booking())
    moved = replace(hold(books, 2), id=elsewhere.id, state="confirmed")
    for seat, won in ((2, False), (0, False), (3, True)):
        there = replace(moved, seat=seat)
        assert won == await books.database.write(
            lambda tx, there=there: save_moved(tx, there, local_start="", now=NOW)
        )
    assert await seats(books) == [1, 2, 3]


async def test_who_was_cancelled_comes_back_on_a_free_seat_only(books: Books) -> None:
    first = await get(books, await attendee(books, 1))
    over = Cancelled(by="clinic", reason="", is_late=False, at=NOW)
    assert await books.database.write(lambda tx: save_cancelled(tx, first, over))
    await attendee(books, 1)
    gone = await get(books, first.id)
    assert not await books.database.write(lambda tx: save_restored(tx, gone, NOW))
    await books.database.write(lambda tx: save_seat(tx, gone, 2))
    assert await books.database.write(lambda tx: save_restored(tx, gone, NOW))
    assert await seats(books) == [1, 2]


@pytest.mark.req("P2")
async def test_who_pays_late_keeps_a_seat_that_is_still_free(books: Books) -> None:
    late = await attendee(books, 1, state="paying", expires_at=NOW - 1)
    await attendee(books, 2)
    clinic = books.clinic.id
    assert await books.database.write(lambda tx: lock_paid_time(tx, clinic, late, NOW))


async def test_attendees_of_a_session_are_not_in_the_way_of_another(books: Books) -> None:
    await attendee(books, 1)
    who, session = books.practitioners[0], (books.types[0], START)
    assert len(await find_in_the_way(books.database, who, START, START + 60, NOW)) == 1
    assert not await find_in_the_way(books.database, who, START, START + 60, NOW, 0, session)


@pytest.mark.parametrize("state", ["confirmed", "arrived", "fulfilled", "noshow"])
async def test_the_schema_refuses_a_seat_that_is_taken(books: Books, state: str) -> None:
    await attendee(books, 1)
    await attendee(books, 2, state=state)
    with pytest.raises(ConstraintBroken):
        await attendee(books, 2)


@pytest.mark.parametrize(
    "other",
    [{"seat": 0}, {"starts_at": START + 60}, {"appointment_type_id": 2}],
    ids=["individual", "another start", "another type"],
)
async def test_the_schema_keeps_a_session_apart(books: Books, other: dict[str, int]) -> None:
    await attendee(books, 1)
    if "appointment_type_id" in other:
        other = {"appointment_type_id": books.types[1]}
    with pytest.raises(ConstraintBroken):
        await books.booking(
            **{
                "starts_at": START,
                "ends_at": START + HALF_HOUR,
                "busy_from": START,
                "busy_until": START + HALF_HOUR,
                "seat": 2,
                **other,
            }
        )


async def test_the_schema_refuses_a_move_onto_a_taken_seat(books: Books) -> None:
    await attendee(books, 1)
    second = await attendee(books, 2)
    for columns in ("seat = 1", "seat = 0", f"starts_at = {START + 60}"):
        with pytest.raises(ConstraintBroken):
            await books.database.write(
                lambda tx, columns=columns: tx.execute(
                    f"UPDATE booking SET {columns} WHERE id = $1",  # noqa: S608 - ours
                    second,
                )
            )
