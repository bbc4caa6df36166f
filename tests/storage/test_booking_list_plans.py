"""Searches and first pages among very many bookings look at few of them, on either engine."""

import os
from collections.abc import Sequence

import pytest

from slotkeeper.domain.booking_list import BookingFilter
from slotkeeper.storage.booking_list import Whose, find_bookings, find_bookings_begun
from slotkeeper.storage.database import Database, Row, Value
from slotkeeper.storage.patient_search import Terms, find_patient_ids
from tests.storage.booked import EIGHT, Books, insert_many, open_books

MANY = int(os.environ.get("SLOTKEEPER_TEST_BOOKINGS", "20000"))
FEW = 1000
"""Rows that any step of a plan may look at for a page of fifty."""


class Explainer:
    """A reader that asks how a question would be answered. `looked_at` counts the rows of the
    largest step; on SQLite, which does not count, all of the table or none.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.looked_at = 0
        self.plan = ""

    async def fetch(self, sql: str, *values: Value) -> Sequence[Row]:
        sqlite = self.database.engine == "sqlite"
        how = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN (ANALYZE, TIMING OFF)"
        plan = await self.database.fetch(f"{how} {sql}", *values)
        lines = [str(row["detail" if sqlite else "QUERY PLAN"]) for row in plan]
        self.plan = "\n".join(lines)
        self.looked_at = _all_or_none(lines) if sqlite else max(map(_counted, lines))
        return []

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        await self.fetch(sql, *values)
        return None


def _all_or_none(lines: list[str]) -> int:
    """The page itself, once found, is read from its first row to the last."""
    cut = "MATERIALIZE booking" in lines or "CO-ROUTINE booking" in lines
    scans = [line for line in lines if line.startswith("SCAN") and "numbers" not in line]
    return MANY if len(scans) > int(cut) else 0


def _counted(line: str) -> int:
    if "Rows Removed" in line:
        return int(line.rpartition(":")[2])
    if "actual rows=" not in line:
        return 0
    rows, loops = line.partition("actual rows=")[2].rstrip(")").split(" loops=")
    return int(float(rows) * float(loops))


@pytest.fixture
async def books(database: Database) -> Books:
    books = await open_books(database)
    await insert_many(books, MANY, MANY // 3)
    await database.write(lambda tx: tx.execute("ANALYZE"))
    return books


async def test_first_pages_and_later_ones_are_read_from_an_index(books: Books) -> None:
    _, rare = books.practitioners
    wanted = [
        BookingFilter(),
        BookingFilter(after=(EIGHT + MANY * 30, 5)),
        BookingFilter(order="day"),
        BookingFilter(practitioner_id=rare),
        BookingFilter(appointment_type_id=books.types[1]),
        BookingFilter(state="cancelled"),
        BookingFilter(state="noshow"),
        BookingFilter(state="unpaid"),
        BookingFilter(flagged=True),
        BookingFilter(made_by="staff"),
        BookingFilter(made_by="patient", state="fulfilled"),
    ]
    slow = [each for each in wanted if not await _is_quick(books, each, Whose())]
    assert slow == []


async def test_a_search_reads_whom_it_finds(books: Books) -> None:
    whom: list[Terms] = [[("number10001",)], [("number10001",), ("+612",)], [("+612500000",)]]
    for terms in whom:
        explainer = Explainer(books.database)
        await find_patient_ids(explainer, books.clinic.id, terms, 201)
        assert explainer.looked_at <= FEW, explainer.plan
        ids = await find_patient_ids(books.database, books.clinic.id, terms, 201)
        assert 0 < len(ids) < 201
        assert await _is_quick(books, BookingFilter(), Whose(patient_ids=ids))


async def test_a_search_that_finds_many_reads_along_the_list(books: Books) -> None:
    assert await _is_quick(books, BookingFilter(), Whose(terms=[("number",)]))


async def test_the_beginning_of_a_reference_is_read_from_an_index(books: Books) -> None:
    explainer = Explainer(books.database)
    await find_bookings_begun(explainer, books.clinic.id, "K7M2", 10)
    assert explainer.looked_at <= FEW, explainer.plan


async def _is_quick(books: Books, wanted: BookingFilter, whose: Whose) -> bool:
    explainer = Explainer(books.database)
    await find_bookings(explainer, books.clinic.id, wanted, whose, most=51)
    if explainer.looked_at > FEW:
        print(explainer.plan)
    return explainer.looked_at <= FEW
