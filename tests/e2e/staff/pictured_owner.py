"""What an owner sees: the log, the website's page, a new clinic, and a clinic's bookings."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

from slotkeeper.domain.clinic import Clinic
from slotkeeper.services.clinics import get_clinic, import_clinic
from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.first_run import mark
from slotkeeper.storage.acceptance import insert_acceptance
from slotkeeper.storage.audit_log import find_everybody
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.terms import get_current_terms

HOME = "/staff/harbour-physio"
NEW = """
[clinic]
slug = "new-physio"
name = "New Physio"
time_zone = "Australia/Sydney"
currency = "AUD"
phone = "+61 2 5550 4321"
"""
_HOUR = 3600
_HOURS = {"days": ["mon", "tue"], "from": "09:00", "location": "manly"}


def _website(page: Page) -> None:
    page.goto(f"{HOME}/website?accent=%231a4a9c&radius=4")
    page.locator("[data-try]").scroll_into_view_if_needed()
    page.frame_locator("[data-try]").locator('section[data-step="type"]').wait_for()
    server = re.sub(r"(https?://[^/]+).*", r"\1", page.url)
    page.locator("textarea").evaluate_all(
        """(boxes, server) => boxes.forEach((each) => {
             each.value = each.value.replaceAll(server, "https://book.example");
           })""",
        server,
    )


def _more(page: Page) -> None:
    page.goto(f"{HOME}/today")
    more = page.locator(".nav-more")
    if more.is_visible():
        more.click()


def _booking(page: Page) -> None:
    page.goto(f"{HOME}/bookings?order=day&from=2027-01-05")
    page.get_by_role("link", name="Eli Sandpiper").click()
    page.get_by_role("heading", level=1, name="Eli Sandpiper").wait_for()


OWNER_SCENES: dict[str, Callable[[Page], object]] = {
    "first-run": lambda page: page.goto("/staff/new-physio/today"),
    "more": _more,
    "log": lambda page: page.goto(f"{HOME}/log?on=2027-01-04"),
    "website": _website,
    "bookings": lambda page: page.goto(f"{HOME}/bookings?order=day&from=2027-01-05"),
    "booking": _booking,
    "bookings-none": lambda page: page.goto("/staff/bay-physio/bookings"),
    "bookings-not-found": lambda page: page.goto(f"{HOME}/bookings?state=noshow"),
}


async def add_owners_pages(database: Database, email: str, now: int) -> None:
    """A clinic that begins, two that have begun, and some entries of the day before."""
    for slug in ("harbour-physio", "bay-physio"):
        actor = Actor(clinic_id=(await get_clinic(database, slug)).id, staff_id=None, at=now)
        await mark(database, actor, "first_run_dismissed")
    new = await import_clinic(database, NEW, now)
    there = Actor(clinic_id=new.id, staff_id=None, at=now)
    await create_member(database, there, email, "", "", "owner", None)
    clinic = await get_clinic(database, "harbour-physio")
    everybody = await find_everybody(database, clinic.id)
    who = {name: number for number, name in everybody.items()}
    bookings = await database.fetch(
        "SELECT id, patient_id FROM booking WHERE clinic_id = $1 ORDER BY id LIMIT 3", clinic.id
    )
    booked = [(row["id"], row["patient_id"]) for row in bookings]
    await database.write(lambda tx: _write_log(tx, clinic, who, booked, now))
    await _accept_terms(database, clinic.id, now)


async def _accept_terms(database: Database, clinic_id: int, now: int) -> None:
    """As patients do; the booking that is shown is one of these."""
    terms = await get_current_terms(database, clinic_id)
    booked = await database.fetch("SELECT id, made_at FROM booking WHERE clinic_id = $1", clinic_id)

    async def accept(tx: Transaction) -> None:
        for row in booked:
            at = row["made_at"] or now
            await insert_acceptance(
                tx, row["id"], terms_id=terms.id, sha256=terms.sha256, accepted_at=at
            )

    await database.write(accept)


async def _write_log(
    tx: Transaction,
    clinic: Clinic,
    who: dict[str, int],
    booked: list[tuple[int, int]],
    now: int,
) -> None:
    def acting(name: str, hours: float) -> Actor:
        at = now - int(hours * _HOUR)
        return Actor(clinic_id=clinic.id, staff_id=who.get(name), at=at)

    robin, mara, kit = "Robin Lightwater", "Mara Quillfeather", "Kit Saltmarsh"
    first, second, *_ = clinic.practitioners
    (one, ada), (two, _), *_ = booked
    await note(
        tx, acting(robin, 24), "role_changed", "staff", who[kit], role=("reception", "owner")
    )
    changes: dict[str, tuple[object, object]] = {
        "online_booking.cut_off": ("2h", "4h"),
        "online_booking.daily_limit": (3, 2),
        f"practitioner.{first.slug}.hours": (
            [{**_HOURS, "to": "12:30"}],
            [{**_HOURS, "to": "17:00"}],
        ),
    }
    await note(tx, acting(robin, 20), "setting_changed", "setting", 0, **changes)
    await note(tx, acting(mara, 18.2), "patient_seen", "patient", ada)
    moved = {
        "starts_at": (now + _HOUR, now + 2 * _HOUR),
        "practitioner_id": (second.id, first.id),
    }
    await note(tx, acting(mara, 18), "booking_moved", "booking", one, **moved)
    await note(tx, acting(kit, 17.5), "booking_viewed", "booking", two)
    await note(tx, acting("", 16), "password_reset", "staff", who[kit])
