"""Deliveries that arrived, wait and did not arrive, for the pictures of their page."""

from collections.abc import Callable

from playwright.sync_api import Page

from slotkeeper.storage.database import Transaction, Value
from tests.storage.booked import Books

_PAGE = "/staff/harbour-physio/deliveries"
_MINUTE = 60
# Whose booking, and of each delivery: recipient, channel, state, problem, minutes ago, is a task.
_Told = tuple[str, str, str, str, int, bool]
_SENT: _Told = ("patient", "mail", "sent", "", 40, False)
_DESK: _Told = ("clinic", "mail", "sent", "", 40, False)
_DIARY: _Told = ("practitioner", "diary", "inserted", "", 39, False)
_ALL: dict[str, list[_Told]] = {
    "Cleo Driftwood": [
        ("patient", "sms", "failed", "number", 12, True),
        _SENT,
        _DESK,
        _DIARY,
    ],
    "Dara Pebblebrook": [("patient", "mail", "failed", "550", 25, True), _DESK, _DIARY],
    "Eli Sandpiper": [_SENT, _DESK, ("practitioner", "diary", "inserted", "collides", 31, True)],
    "Fern Tidepool": [_SENT, _DESK, _DIARY],
    "Hana Mooringline": [("patient", "mail", "queued", "", 1, False), _DESK, _DIARY],
    "Ivo Breakwater": [_SENT, ("patient", "sms", "delivered", "", 39, False), _DESK, _DIARY],
}


def _opened(page: Page) -> None:
    page.goto(_PAGE)
    page.locator("summary", has_text="Ivo Breakwater").click()


DELIVERY_SCENES: dict[str, Callable[[Page], object]] = {
    "deliveries": _opened,
    "deliveries-none": lambda page: page.goto("/staff/bay-physio/deliveries"),
}
"""By name, what leads to each page."""


async def add_deliveries(books: Books, now: int) -> None:
    """Of the bookings of the day."""

    async def job(tx: Transaction) -> None:
        for name, deliveries in _ALL.items():
            row = await tx.fetch_one(
                """SELECT booking.id FROM booking JOIN patient ON patient.id = booking.patient_id
                   WHERE booking.clinic_id = $1
                     AND patient.first_name || ' ' || patient.last_name = $2""",
                books.clinic.id,
                name,
            )
            assert row, name
            for told in deliveries:
                await _insert(tx, books.clinic.id, row["id"], told, now)

    await books.database.write(job)


async def _insert(tx: Transaction, clinic_id: int, booking_id: int, told: _Told, now: int) -> None:
    recipient, channel, state, problem, minutes, is_task = told
    at = now - minutes * _MINUTE
    values: tuple[Value, ...] = (
        clinic_id,
        booking_id,
        recipient,
        channel,
        state,
        problem,
        at,
        at if state in {"sent", "delivered", "inserted"} else None,
        at if is_task else None,
        now + 600 * _MINUTE,
    )
    await tx.execute(
        """INSERT INTO delivery (clinic_id, booking_id, recipient, message, occasion, made_at,
             channel, state, problem, sent_at, task_since, next_at, escalation)
           VALUES ($1, $2, $3, 'booking_confirmed', '', $7, $4, $5, $6, $8, $9, $10, 3)""",
        *values,
    )
