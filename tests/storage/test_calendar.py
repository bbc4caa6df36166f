"""What a calendar shows between two instants, on both engines."""

import pytest

from slotkeeper.domain.booking import State
from slotkeeper.storage.calendar import CalendarEntry, find_entries, find_names
from slotkeeper.storage.database import Database
from tests.storage.booked import EIGHT, Books, insert_many, open_books
from tests.storage.test_booking_list_plans import MANY, Explainer

pytestmark = pytest.mark.req("A3")

HOUR, DAY = 3600, 86_400
NOW = EIGHT


@pytest.fixture
async def books(database: Database) -> Books:
    return await open_books(database)


async def shown(books: Books, first: int = EIGHT, until: int = EIGHT + DAY) -> list[CalendarEntry]:
    return await find_entries(books.database, books.clinic.id, first, until, NOW)


async def place(books: Books, state: State, at: int, expires_at: int | None = None) -> int:
    awaits = "clinic" if state == "pending" else ""
    times = {"starts_at": at, "ends_at": at + HOUR, "busy_from": at, "busy_until": at + HOUR}
    return await books.booking(
        state=state, expires_at=expires_at, awaits=awaits, visitor=f"visitor {at}", **times
    )


async def test_an_entry_has_who_what_and_when_with_the_padding(books: Books) -> None:
    person = await books.patient("Ada", "Thistle")
    await books.database.write(
        lambda tx: tx.execute("UPDATE patient SET alert_note = 'Deaf' WHERE id = $1", person)
    )
    booking = await books.booking(
        person, flags="new_but_known", note="Side door", busy_until=EIGHT + 2 * HOUR, is_unpaid=1
    )
    [entry] = await shown(books)
    assert (entry.id, entry.patient, entry.alert_note) == (booking, "Ada Thistle", "Deaf")
    assert entry.busy_until == EIGHT + 2 * HOUR > entry.ends_at
    assert (entry.flags, entry.has_note, entry.is_unpaid) == ("new_but_known", True, True)
    names = await find_names(books.database, books.clinic.id)
    assert names.kinds[entry.appointment_type_id].name == "First"


@pytest.mark.parametrize("state", ["confirmed", "arrived", "fulfilled", "noshow"])
async def test_what_was_or_will_be_is_there(books: Books, state: State) -> None:
    await place(books, state, EIGHT)
    assert [each.state for each in await shown(books)] == [state]


async def test_what_was_cancelled_is_not(books: Books) -> None:
    await place(books, "cancelled", EIGHT)
    assert await shown(books) == []


@pytest.mark.req("H9")
@pytest.mark.parametrize("state", ["held", "paying", "pending"])
async def test_what_ends_by_itself_is_there_until_it_does(books: Books, state: State) -> None:
    await place(books, state, EIGHT, NOW)
    live = await place(books, state, EIGHT + HOUR, NOW + 1)
    assert [each.id for each in await shown(books)] == [live]


async def test_a_payment_that_is_authorised_has_no_end(books: Books) -> None:
    await place(books, "paying", EIGHT)
    assert [each.expires_at for each in await shown(books)] == [None]


async def test_of_a_hold_nobody_is_known(books: Books) -> None:
    await place(books, "held", EIGHT, NOW + 60)
    [entry] = await shown(books)
    assert (entry.patient_id, entry.patient, entry.alert_note) == (None, "", "")


async def test_what_only_touches_the_days_is_not_in_them(books: Books) -> None:
    await place(books, "confirmed", EIGHT - HOUR)
    await place(books, "confirmed", EIGHT + DAY)
    over = await books.booking(
        practitioner_id=books.practitioners[1],
        starts_at=EIGHT - HOUR // 2,
        ends_at=EIGHT + HOUR // 2,
        busy_from=EIGHT - HOUR // 2,
        busy_until=EIGHT + HOUR // 2,
    )
    assert [each.id for each in await shown(books)] == [over]


@pytest.mark.req("R5")
async def test_another_clinics_and_another_practitioners_are_not_there(books: Books) -> None:
    other = await open_books(books.database, "elsewhere")
    await other.booking()
    _, second = books.practitioners
    own = await books.booking(practitioner_id=second)
    await books.booking()
    found = await find_entries(
        books.database, books.clinic.id, EIGHT, EIGHT + DAY, NOW, practitioner_id=second
    )
    assert [each.id for each in found] == [own]
    assert len(await shown(books)) == 2


async def test_a_week_among_very_many_bookings_is_read_from_an_index(books: Books) -> None:
    await insert_many(books, MANY, MANY // 3)
    await books.database.write(lambda tx: tx.execute("ANALYZE"))
    explainer = Explainer(books.database)
    first = EIGHT + MANY * 900
    await find_entries(explainer, books.clinic.id, first, first + 7 * DAY, NOW)
    assert "booking_by_clinic" in explainer.plan
