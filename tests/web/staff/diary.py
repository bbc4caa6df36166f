"""Bookings of every kind at a clinic, for the pages that show them."""

from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.acceptance import insert_acceptance
from slotkeeper.storage.booking_list import find_listed
from slotkeeper.storage.database import Database
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.terms import get_current_terms
from tests.storage.booked import Books

DAY, HOUR, MINUTE = 86_400, 3600, 60

PEOPLE = [
    ("Ada", "Example", "+61255500101"),
    ("Zoë", "O'Neil-Čapek", "+61255500102"),
    ("Bartholomew Alexander", "Featherstonehaugh-Winterbottom", "+61255500103"),
    ("Mia", "Quickstep", "+61255500104"),
    ("Omar", "Lantern", "+491701234567"),
    ("Ines", "Marrow", "+61255500106"),
]


async def books_of(database: Database, slug: str = "harbour-physio") -> Books:
    """That clinic's, to write in."""
    return Books(database, await get_clinic(database, slug))


async def one_of_each(books: Books, now: int) -> dict[str, int]:
    """A booking in each state and with each flag; by name, the ids."""
    first, second, *_ = books.practitioners
    kinds = books.types
    people = [
        await books.patient(given, family, phone=phone, email=f"p{n}@patient.example")
        for n, (given, family, phone) in enumerate(PEOPLE)
    ]
    plans: dict[str, dict[str, object]] = {
        "confirmed": {"day": 1, "ago": 4 * MINUTE, "note": "Please use the side door."},
        "flagged": {"day": 2, "ago": 50 * MINUTE, "flags": "new_but_known"},
        "unknown": {"day": 2, "ago": 3 * HOUR, "flags": "existing_but_unknown"},
        "paid": {"day": 3, "ago": 5 * HOUR, "payment": {}},
        "refunded": {"day": 4, "ago": DAY, "payment": {"refunded": 3000}, "state": "cancelled"},
        "part": {"day": 5, "ago": 2 * DAY, "payment": {"refunded": 1000}},
        "disputed": {"day": 5, "ago": 3 * DAY, "payment": {"dispute": "needs_response"}},
        "seen": {"day": -1, "ago": 6 * DAY, "state": "fulfilled"},
        "noshow": {"day": -2, "ago": 9 * DAY, "state": "noshow"},
        "cancelled": {"day": 6, "ago": 10 * DAY, "state": "cancelled", "cancelled_by": "patient"},
        "unpaid": {
            "day": 7,
            "ago": 2 * HOUR,
            "state": "cancelled",
            "cancelled_by": "payment",
            "payment": {"state": "abandoned", "received": 0, "settled_at": now - HOUR},
        },
        "other": {"day": 1, "ago": 20 * MINUTE, "practitioner_id": second},
    }
    ids = {}
    for number, (name, plan) in enumerate(plans.items()):
        start = now + int(str(plan.pop("day"))) * DAY + number * HOUR // 2
        made_at = now - int(str(plan.pop("ago")))
        payment = plan.pop("payment", None)
        columns = {
            "practitioner_id": first,
            "appointment_type_id": kinds[number % len(kinds)],
            "starts_at": start,
            "ends_at": start + HOUR // 2,
            "busy_from": start,
            "busy_until": start + HOUR // 2,
            "held_at": made_at - 90,
            "made_at": made_at,
            "reference": "K7M2QX" + "ABCDEFGHJKMN"[number],
            "cancelled_by": None,
            **plan,
        }
        ids[name] = await books.booking(people[number % len(people)], **columns)  # type: ignore[arg-type]
        if isinstance(payment, dict):
            at = {"started_at": made_at - 60, "deadline": made_at + 400}
            await books.payment(ids[name], **{**at, **payment})
        await _accept(books, ids[name], made_at)
    return ids


async def _accept(books: Books, booking_id: int, at: int) -> None:
    """The terms of this day, and the message that follows."""
    clinic_id, database = books.clinic.id, books.database
    terms = await get_current_terms(database, clinic_id)
    await database.write(
        lambda tx: insert_acceptance(
            tx, booking_id, terms_id=terms.id, sha256=terms.sha256, accepted_at=at
        )
    )
    listed = await find_listed(database, clinic_id, booking_id)
    if listed and not listed.is_unpaid:
        await database.write(
            lambda tx: insert_delivery(
                tx,
                clinic_id=clinic_id,
                booking_id=booking_id,
                recipient="patient",
                message="booking_confirmed",
                now=at,
            )
        )
