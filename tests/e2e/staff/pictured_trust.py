"""Patients on a step of the ladder and requests that wait, for the pictures of their pages."""

from collections.abc import Callable

from playwright.sync_api import Page

from slotkeeper.domain.trust import Standing, Step
from slotkeeper.storage.trust import save_standing
from tests.storage.booked import Books

_HOME = "/staff/harbour-physio"
_DAY, _HOUR = 86_400, 3600

# Name, step, reason, set by, note, tries.
_PEOPLE: list[tuple[str, Step, str, str, str, int]] = [
    ("Sage Wrackline", "blocked", "behaviour", "staff", "Shouted at the desk. Robin knows.", 2),
    ("Tern Halyard", "call", "false-details", "staff", "", 0),
    ("Moss Fairlead", "approve", "no-shows", "rule", "", 0),
    ("Lark Bowsprit", "prepay", "late-cancellations", "rule", "", 0),
    ("Reed Gunwale", "confirm", "other", "staff", "The address bounced in autumn.", 0),
]


def _patient(page: Page) -> None:
    page.goto(f"{_HOME}/trust")
    page.get_by_role("link", name="Moss Fairlead").click()
    page.get_by_text("Change how they book").click()


def _pending(page: Page) -> None:
    page.goto(f"{_HOME}/requests")
    page.get_by_role("link", name="Moss Fairlead").click()
    page.get_by_role("heading", name="Waits for your answer").wait_for()


TRUST_SCENES: dict[str, Callable[[Page], object]] = {
    "requests": lambda page: page.goto(f"{_HOME}/requests"),
    "requests-none": lambda page: page.goto("/staff/bay-physio/requests"),
    "trust": lambda page: page.goto(f"{_HOME}/trust"),
    "trust-none": lambda page: page.goto("/staff/bay-physio/trust"),
    "trust-patient": _patient,
    "booking-pending": _pending,
    "settings-trust": lambda page: page.goto(f"{_HOME}/settings/trust"),
}
"""By name, what leads to each page."""


async def add_trust(books: Books, now: int) -> None:
    """One on each step; two of them have asked for an appointment."""
    row = await books.database.fetch_one("SELECT id FROM staff WHERE name LIKE 'Mara%'")
    mara = int(row["id"]) if row else None
    ids = {}
    for number, (name, step, reason, by, note, tries) in enumerate(_PEOPLE):
        first, _, last = name.partition(" ")
        ids[name] = await books.patient(first, last, phone=f"+6125550300{number}")
        standing = Standing(
            step=step,
            reason=reason,
            by="rule" if by == "rule" else "staff",
            staff_id=None if by == "rule" else mara,
            note=note,
            since=now - (number * 17 + 4) * _DAY,
            until=now + 160 * _DAY if by == "rule" else None,
        )
        await _put(books, ids[name], standing, tries, now)
    await _ask(books, ids["Moss Fairlead"], now, 2, {"note": "Mornings are best for me."})
    unknown = await books.patient("Sage", "Wrackleine", phone="+61255503999")
    late = Standing(step="approve", reason="late-cancellations", by="rule", since=now - 9 * _DAY)
    await _put(books, unknown, late, 0, now)
    near: dict[str, str | int] = {"near_patient_id": ids["Sage Wrackline"], "flags": "near_match"}
    await _ask(books, unknown, now, 4, near)


async def _put(books: Books, patient: int, standing: Standing, tries: int, now: int) -> None:
    await books.database.write(lambda tx: save_standing(tx, books.clinic.id, patient, standing))
    await books.database.write(
        lambda tx: tx.execute(
            "UPDATE patient SET trust_tries = $2, trust_tried_at = $3 WHERE id = $1",
            patient,
            tries,
            now - 3 * _DAY if tries else None,
        )
    )


async def _ask(books: Books, patient: int, now: int, days: int, more: dict[str, str | int]) -> None:
    starts = now - now % _HOUR + days * _DAY + 2 * _HOUR
    await books.booking(
        patient,
        practitioner_id=books.practitioners[1],
        state="pending",
        awaits="clinic",
        expires_at=now + (days + 5) * _HOUR,
        starts_at=starts,
        ends_at=starts + 2700,
        busy_from=starts,
        busy_until=starts + 2700,
        made_at=now - days * _HOUR,
        held_at=now - days * _HOUR - 95,
        **more,
    )
