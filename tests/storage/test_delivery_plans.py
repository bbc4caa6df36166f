"""What is asked of deliveries again and again reads few of very many, on either engine."""

import pytest

from slotkeeper.storage.database import Database, Value
from slotkeeper.storage.delivery_list import DeliveryFilter, find_delivered
from slotkeeper.storage.diary_entry import find_by_uid
from slotkeeper.storage.diary_queue import hurry_diary
from slotkeeper.storage.outbox import hurry
from slotkeeper.storage.sms_account import hurry_texts
from slotkeeper.storage.transfer import drop_transfers
from slotkeeper.storage.webhook import hurry_endpoint
from tests.storage.booked import EIGHT, Books, insert_many, open_books
from tests.storage.test_booking_list_plans import FEW, Explainer

pytestmark = [pytest.mark.req("R3"), pytest.mark.req("N2")]
MANY = 12_000
_DELIVERIES = """INSERT INTO delivery
  (clinic_id, booking_id, recipient, channel, message, made_at, state, target)
SELECT clinic_id, id, 'practitioner', channel, 'booking_confirmed', 1, 'sent', practitioner_id
FROM booking CROSS JOIN (SELECT 'mail' AS channel UNION ALL SELECT 'sms' UNION ALL
  SELECT 'diary' UNION ALL SELECT 'webhook') AS channels"""
_ENTRIES = """INSERT INTO diary_entry
  (booking_id, practitioner_id, clinic_id, uid, starts_at, ends_at, state, seen_at)
SELECT id, practitioner_id, clinic_id, 'entry-' || id, starts_at, ends_at, 'inserted', 1
FROM booking"""
_INDEXES = ("delivery_due", "delivery_waiting", "delivery_task", "delivery_unseen", "entry_by_uid")


class Changes(Explainer):
    """A transaction that asks how a change would be made."""

    async def execute(self, sql: str, *values: Value) -> int:
        sqlite = self.database.engine == "sqlite"
        how = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        rows = await self.database.write(lambda tx: tx.fetch(f"{how} {sql}", *values))
        self.plan = "\n".join(str(row["detail" if sqlite else "QUERY PLAN"]) for row in rows)
        return 0

    @property
    def is_quick(self) -> bool:
        """By an index for such rows."""
        return self.looked_at <= FEW and any(each in self.plan for each in _INDEXES)


@pytest.fixture
async def books(database: Database) -> Books:
    books = await open_books(database)
    await insert_many(books, MANY, MANY // 3)
    for sql in (_DELIVERIES, _ENTRIES, "ANALYZE"):
        await database.write(lambda tx, sql=sql: tx.execute(sql))  # type: ignore[misc]
    return books


async def test_an_open_page_of_deliveries_asks_for_what_is_rare(books: Books) -> None:
    wanted = [
        DeliveryFilter(way="sms", state="waiting"),
        DeliveryFilter(way="webhook", state="failed"),
        DeliveryFilter(state="failed"),
        DeliveryFilter(way="mail", state="seen"),
    ]
    for each in wanted:
        asked = Changes(books.database)
        await find_delivered(asked, books.clinic.id, None, each, 50)
        assert asked.is_quick, asked.plan


async def test_what_waits_is_hurried_without_looking_at_what_has_arrived(books: Books) -> None:
    clinic, who = books.clinic.id, books.practitioners[0]
    for job in (
        lambda tx: hurry(tx, "mail", EIGHT),
        lambda tx: hurry_diary(tx, clinic, who, EIGHT),
        lambda tx: hurry_endpoint(tx, clinic, who, EIGHT),
        lambda tx: hurry_texts(tx, clinic, EIGHT),
        lambda tx: drop_transfers(tx, clinic, who),
    ):
        asked = Changes(books.database)
        await job(asked)
        assert asked.is_quick, asked.plan


async def test_an_entry_is_found_by_its_uid(books: Books) -> None:
    asked = Changes(books.database)
    await find_by_uid(asked, books.clinic.id, books.practitioners[0], "entry-7")
    assert asked.is_quick, asked.plan
