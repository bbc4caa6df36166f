"""A clinic's bookings in pages, on either engine."""

import pytest

from slotkeeper.domain.booking_list import BookingFilter, ListedBooking
from slotkeeper.storage.booking_list import (
    Whose,
    find_booking_named,
    find_bookings,
    find_listed,
)
from slotkeeper.storage.database import Database
from slotkeeper.storage.set_up_names import find_parts
from slotkeeper.storage.staff import insert_staff
from tests.storage.booked import EIGHT, HALF_HOUR, Books, open_books


@pytest.fixture
async def books(database: Database) -> Books:
    return await open_books(database)


async def found(books: Books, most: int = 50, **wanted: object) -> list[int]:
    return [each.id for each in await rows(books, most, **wanted)]


async def rows(books: Books, most: int = 50, **wanted: object) -> list[ListedBooking]:
    whose = Whose(patient_ids=None)
    filter_ = BookingFilter(**wanted)  # type: ignore[arg-type]
    return await find_bookings(books.database, books.clinic.id, filter_, whose, most=most)


async def test_the_newest_made_comes_first(books: Books) -> None:
    first, second, third = [await books.booking() for _ in range(3)]
    assert await found(books) == [third, second, first]


async def test_by_day_the_earliest_appointment_comes_first(books: Books) -> None:
    late = await books.booking(made_at=EIGHT)
    early = await books.booking(
        starts_at=EIGHT, ends_at=EIGHT + 60, busy_from=EIGHT, busy_until=EIGHT + 60
    )
    assert await found(books, order="day") == [early, late]
    spanned = await find_bookings(
        books.database,
        books.clinic.id,
        BookingFilter(order="day"),
        Whose(),
        begins=EIGHT + 1,
        ends=EIGHT + HALF_HOUR + 1,
        most=9,
    )
    assert [each.id for each in spanned] == [late]


@pytest.mark.parametrize("order", ["newest", "day"])
async def test_pages_read_on_from_the_last_row_also_among_equal_instants(
    books: Books, order: str
) -> None:
    ids = [await books.booking(made_at=EIGHT) for _ in range(7)]
    seen: list[int] = []
    after = None
    while page := await rows(books, 2, order=order, after=after):
        seen += [each.id for each in page]
        after = page[-1].place_in("newest" if order == "newest" else "day")
    assert seen == (ids[::-1] if order == "newest" else ids)


async def test_holds_are_not_listed(books: Books) -> None:
    held = await books.booking(
        state="held", expires_at=EIGHT, made_at=None, patient_id=None, reference=None
    )
    assert await found(books) == []
    assert await find_listed(books.database, books.clinic.id, held) is None


async def test_what_was_never_paid_is_listed_by_its_own_filter_only(books: Books) -> None:
    confirmed = await books.booking()
    cancelled = await books.booking(state="cancelled", cancelled_by="patient")
    paying = await books.booking(state="paying", expires_at=EIGHT + 600)
    given_up = await books.booking(state="cancelled", cancelled_by="payment")
    authorised = await books.booking(state="paying")
    assert await found(books) == [authorised, cancelled, confirmed]
    assert await found(books, state="cancelled") == [cancelled]
    assert await found(books, state="unpaid") == [given_up, paying]


async def test_each_filter_leaves_its_own(books: Books, database: Database) -> None:
    staff = await database.write(lambda tx: insert_staff(tx, "kit@c.example", "Kit", "", EIGHT))
    _, second = books.practitioners
    plain = await books.booking()
    of_second = await books.booking(practitioner_id=second, state="noshow")
    of_type = await books.booking(appointment_type_id=books.types[1], state="fulfilled")
    flagged = await books.booking(flags="new_but_known")
    by_staff = await books.booking(made_by=staff.id)
    everything = [by_staff, flagged, of_type, of_second, plain]
    assert await found(books) == everything
    assert await found(books, practitioner_id=second) == [of_second]
    assert await found(books, appointment_type_id=books.types[1]) == [of_type]
    assert await found(books, flagged=True) == [flagged]
    assert await found(books, made_by="staff") == [by_staff]
    assert await found(books, made_by="patient") == everything[1:]
    assert await found(books, state="noshow") == [of_second]
    assert await found(books, state="fulfilled") == [of_type]


async def test_the_filters_of_what_was_paid(books: Books) -> None:
    free = await books.booking()
    paid, refunded, disputed = [await books.booking() for _ in range(3)]
    await books.payment(paid)
    await books.payment(refunded, refunded=3000)
    await books.payment(disputed, dispute="needs_response")
    assert await found(books, paid="at_clinic") == [free]
    assert await found(books, paid="paid") == [disputed, paid]
    assert await found(books, paid="refunded") == [refunded]
    assert await found(books, paid="disputed") == [disputed]


async def test_a_row_says_all_that_the_list_shows(books: Books) -> None:
    person = await books.patient("Zoë", "O'Neil", email="zoe@p.example", phone="+61255509876")
    booking = await books.booking(person, note="Ring twice", flags="new_but_known")
    await books.payment(booking, refunded=1000)
    [row] = await rows(books)
    assert (row.first_name, row.last_name, row.phone) == ("Zoë", "O'Neil", "+61255509876")
    assert (row.note, row.flags, row.made_by, row.cancelled_by) == (
        *("Ring twice", "new_but_known"),
        *(None, ""),
    )
    assert row.payment
    assert (row.payment.received, row.payment.refunded) == (3000, 1000)
    assert await find_listed(books.database, books.clinic.id, booking) == row


@pytest.mark.req("R5")
async def test_another_clinics_bookings_are_never_found(books: Books, database: Database) -> None:
    other = await open_books(database, "elsewhere")
    own, foreign = await books.booking(), await other.booking()
    assert await found(books) == [own]
    assert await found(books, practitioner_id=other.practitioners[0]) == []
    assert await found(books, patient_id=(await rows(other))[0].patient_id) == []
    assert await find_listed(database, books.clinic.id, foreign) is None
    assert await find_booking_named(database, other.clinic.id, "REF0001") == foreign
    assert await find_booking_named(database, books.clinic.id, "REF0001") == own
    assert set((await find_parts(database, books.clinic.id)).practitioners) == {
        *books.practitioners
    }
