"""Late cancellations, no-shows and unpaid bookings are counted, on both engines."""

import pytest

from slotkeeper.domain.patient_record import Counters
from slotkeeper.storage.database import Database
from slotkeeper.storage.patient_counters import count_counters, find_counters, find_marks
from tests.storage.booked import EIGHT, Books, open_books

pytestmark = pytest.mark.req("A4")

DAY = 86_400


async def late(books: Books, who: int, days_ago: int, **columns: object) -> None:
    values = {"state": "cancelled", "cancelled_by": "patient", "is_late": 1, **columns}
    await books.booking(who, cancelled_at=EIGHT - days_ago * DAY, **values)  # type: ignore[arg-type]


async def test_each_is_counted_ever_and_since(database: Database) -> None:
    books = await open_books(database)
    ada, bo = await books.patient("Ada"), await books.patient("Bo")
    await late(books, ada, 1)
    await late(books, ada, 100)
    await late(books, ada, 1, cancelled_by="clinic")
    await late(books, ada, 1, is_late=0)
    await books.booking(ada, state="noshow")
    await books.booking(ada, state="fulfilled", is_unpaid=1)
    await books.booking(ada)
    assert await count_counters(database, books.clinic.id, ada) == Counters(2, 1, 1)
    assert await count_counters(database, books.clinic.id, ada, EIGHT - 90 * DAY) == Counters(
        *(1, 1, 1)
    )
    assert await count_counters(database, books.clinic.id, ada, EIGHT + DAY) == Counters()
    assert await count_counters(database, books.clinic.id, bo) == Counters()


async def test_other_clinics_count_nothing(database: Database) -> None:
    books, others = await open_books(database), await open_books(database, "elsewhere")
    ada = await books.patient("Ada")
    await books.booking(ada, state="noshow")
    assert await find_counters(database, others.clinic.id, [ada]) == {}
    assert await find_counters(database, books.clinic.id, []) == {}


async def test_each_booking_says_what_counts_against_the_patient(database: Database) -> None:
    books = await open_books(database)
    ada = await books.patient("Ada")
    await late(books, ada, 1)
    unpaid = await books.booking(ada, state="fulfilled", is_unpaid=1)
    await late(books, ada, 1, cancelled_by="clinic")
    await books.booking(ada, state="noshow")
    assert await find_marks(database, books.clinic.id, ada) == {
        unpaid - 1: "late",
        unpaid: "unpaid",
    }
