"""What the database and the pretend Stripe say of payments: they must tell the same."""

import asyncio
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from slotkeeper.services.payments.ask_refund import ask_once
from slotkeeper.storage.database import Row, Transaction, open_database
from slotkeeper.storage.payment import lock_payment
from tests.services.desk import overlaps
from tests.stress.paying import AMOUNT, Payer, PretendStripe

TAKEN = """SELECT id, practitioner_id, busy_from, busy_until FROM booking
  WHERE state NOT IN ('held', 'paying', 'cancelled') OR (state = 'paying' AND expires_at IS NULL)
    OR (state IN ('held', 'paying') AND expires_at > $1)"""
_PAYMENTS = """SELECT payment.id, payment.clinic_id, payment.booking_id, payment.state,
    payment.lost_because, payment.intent_id, payment.received, payment.refunded,
    payment.settled_at, booking.visitor, booking.state AS booking_state,
    (SELECT COUNT(*) FROM refund
     WHERE refund.payment_id = payment.id AND refund.state = 'asked') AS refunds_asked
  FROM payment JOIN booking ON booking.id = payment.booking_id ORDER BY payment.id"""
_DELIVERIES = """SELECT delivery.booking_id, delivery.message
  FROM delivery JOIN payment ON payment.booking_id = delivery.booking_id
  WHERE NOT (delivery.recipient = 'clinic' AND delivery.message = 'booking_confirmed')
  ORDER BY delivery.id"""


@dataclass
class Entry:
    """A payer's payment and booking as stored; `told` are the messages to patient and
    clinic, but that somebody is booked only to the patient.
    """

    row: Row
    told: list[str] = field(default_factory=list)

    @property
    def end(self) -> tuple[str, str, str, int, int, list[str]]:
        """State of the payment and why, of the booking, received, given back, what is told."""
        row = self.row
        states = (row["state"], row["lost_because"], row["booking_state"])
        return *states, row["received"], row["refunded"], self.told

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be done at Stripe."""
        return self.row["settled_at"] is not None and not self.row["refunds_asked"]

    @property
    def is_booked(self) -> bool:
        return bool(self.row["booking_state"] == "confirmed")

    @property
    def is_charged(self) -> bool:
        return bool(self.row["received"] - self.row["refunded"] == AMOUNT)


@dataclass
class Books:
    """All payments by the payer's number; `taken` are the bookings that take time."""

    entries: dict[int, Entry]
    taken: Sequence[Row]

    def unsettled(self, payers: Collection[Payer]) -> list[int]:
        """Those of these payers with whom something is still to be done."""
        numbers = [payer.number for payer in payers]
        return [each for each in numbers if not self.entries[each].is_settled]


async def read_books(database_url: str, now: int) -> Books:
    """By a connection of its own; holds count as they stand at `now`."""
    database = await open_database(database_url, migrate=False)
    try:
        payments = await database.fetch(_PAYMENTS)
        deliveries = await database.fetch(_DELIVERIES)
        taken = await database.fetch(TAKEN, now)
    finally:
        await database.close()
    entries = {int(row["visitor"].removeprefix("payer ")): Entry(row) for row in payments}
    by_booking = {entry.row["booking_id"]: entry for entry in entries.values()}
    for row in deliveries:
        by_booking[row["booking_id"]].told.append(row["message"])
    return Books(entries, taken)


async def wait_until_settled(
    database_url: str, payers: Collection[Payer], now: int, seconds: float
) -> Books:
    """The books when nothing is to be done any more for these payers."""
    ends_at = time.monotonic() + seconds
    while True:
        books = await read_books(database_url, now)
        unsettled = books.unsettled(payers)
        if not unsettled:
            return books
        assert time.monotonic() < ends_at, [books.entries[each].end for each in unsettled]
        await asyncio.sleep(0.1)


async def ask_refund(database_url: str, payer: Payer, now: int) -> None:
    """As staff do; no server is there to make it."""
    row = (await read_books(database_url, now)).entries[payer.number].row

    async def job(tx: Transaction) -> None:
        payment = await lock_payment(tx, row["clinic_id"], row["id"])
        assert payment is not None
        await ask_once(tx, payment, once="cancellation", amount=AMOUNT, asked_by="policy", now=now)

    database = await open_database(database_url, migrate=False)
    try:
        await database.write(job)
    finally:
        await database.close()


def check_money(books: Books, stripe: PretendStripe) -> None:
    """Stripe has what the books say, each payment moved once, and no time is taken twice."""
    assert overlaps(books.taken) == []
    rows = [entry.row for entry in books.entries.values()]
    for row in rows:
        if row["intent_id"]:
            back = row["refunded"]
            kept = (0, row["received"], back, int(back > 0))
            assert stripe.kept_of(row["intent_id"]) == kept
    money = stripe.money()
    assert money["authorised"] == 0
    assert money["captures"] == sum(row["received"] > 0 for row in rows)
    assert money["refunds"] == sum(row["refunded"] > 0 for row in rows)
    assert money["net"] == sum(row["received"] - row["refunded"] for row in rows)
