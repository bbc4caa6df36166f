"""Pages of patients, and whom a record meets, look at few among very many, on either engine."""

import pytest

from slotkeeper.storage.booking_list import Whose
from slotkeeper.storage.database import Database
from slotkeeper.storage.patient_counters import find_counters
from slotkeeper.storage.patient_likeness import find_meetings, find_newest
from slotkeeper.storage.patient_list import find_by_name, find_recent, find_visits
from slotkeeper.storage.patient_record import find_accepted, find_aliases, is_in_diary, was_seen
from tests.storage.booked import EIGHT, Books, insert_many, open_books
from tests.storage.test_booking_list_plans import FEW, MANY, Explainer

pytestmark = pytest.mark.req("A4")


@pytest.fixture
async def books(database: Database) -> Books:
    books = await open_books(database)
    await insert_many(books, MANY, MANY // 3)
    await database.write(
        lambda tx: tx.execute("UPDATE patient SET birth_date = '19' || (10 + id % 90) || '-01-01'")
    )
    await database.write(lambda tx: tx.execute("ANALYZE"))
    return books


async def some(books: Books, most: int) -> list[int]:
    return await find_newest(books.database, books.clinic.id, None, most)


async def test_who_booked_last_is_read_from_the_end(books: Books) -> None:
    rare, late = books.practitioners[1], (EIGHT + (MANY - 100) * 60, 5)
    for diary, after in ((None, None), (None, late), (rare, None)):
        explainer = Explainer(books.database)
        await find_recent(explainer, books.clinic.id, diary, after, 51)
        assert explainer.looked_at <= FEW, explainer.plan


async def test_whom_a_search_finds_stands_by_name(books: Books) -> None:
    few, clinic_id = await some(books, 200), books.clinic.id
    for whose in (Whose(patient_ids=few), Whose(terms=[("number1",)])):
        explainer = Explainer(books.database)
        await find_by_name(explainer, clinic_id, whose, None, None, 51)
        assert explainer.looked_at <= FEW, explainer.plan


async def test_a_page_of_rows_reads_the_bookings_of_these_patients(books: Books) -> None:
    page, clinic_id = await some(books, 50), books.clinic.id
    for ask in (
        lambda reader: find_visits(reader, clinic_id, page, None, EIGHT),
        lambda reader: find_counters(reader, clinic_id, page, EIGHT),
        lambda reader: is_in_diary(reader, clinic_id, page[0], books.practitioners[1]),
        lambda reader: find_accepted(reader, clinic_id, page[0]),
        lambda reader: find_aliases(reader, clinic_id, page[0]),
        lambda reader: was_seen(reader, clinic_id, page[0], 1, EIGHT),
        lambda reader: find_newest(reader, clinic_id, page[0], 50),
    ):
        explainer = Explainer(books.database)
        await ask(explainer)
        assert explainer.looked_at <= FEW, explainer.plan


async def test_whom_a_record_meets_is_looked_up(books: Books) -> None:
    [one] = await some(books, 1)
    explainer = Explainer(books.database)
    await find_meetings(explainer, books.clinic.id, [one])
    assert "SCAN other" not in explainer.plan
    assert "SCAN patient" not in explainer.plan
    assert books.database.engine == "sqlite" or explainer.looked_at <= FEW, explainer.plan
