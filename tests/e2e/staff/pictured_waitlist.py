"""Some who wait for a time, for the pictures of their pages."""

from collections.abc import Callable

from playwright.sync_api import Page

from slotkeeper.domain.parts_of_day import Part
from slotkeeper.domain.waitlist import WaitlistEntry, Wanted
from slotkeeper.storage.waitlist import insert_entry
from tests.storage.booked import Books

_HOME = "/staff/harbour-physio"
_DAY = 86_400

# Name, type, days ago, priority, weekdays, parts of day.
_PEOPLE: list[tuple[str, int, int, int, tuple[int, ...], tuple[Part, ...]]] = [
    ("Wren Mooring", 0, 3, 1, (1, 3), ("morning",)),
    ("Isla Breakwater", 1, 12, 0, (), ()),
    ("Colm Ferryman", 1, 5, 0, (4,), ("afternoon", "evening")),
    ("Dara Sandbank", 3, 1, -1, (), ("evening",)),
]


def _one(page: Page) -> None:
    page.goto(f"{_HOME}/waitlist")
    page.get_by_role("link", name="Colm Ferryman").click()
    page.get_by_role("heading", name="Their turn").wait_for()


WAITLIST_SCENES: dict[str, Callable[[Page], object]] = {
    "waitlist": lambda page: page.goto(f"{_HOME}/waitlist"),
    "waitlist-none": lambda page: page.goto("/staff/bay-physio/waitlist"),
    "waitlist-one": _one,
    "settings-waitlist": lambda page: page.goto(f"{_HOME}/settings/waitlist"),
}
"""By name, what leads to each page."""


async def add_waitlist(books: Books, now: int) -> None:
    """Nothing is offered to them: the clinic's list is switched off."""
    kinds = books.clinic.appointment_types
    for number, (name, kind, days, priority, weekdays, parts) in enumerate(_PEOPLE):
        first, _, last = name.partition(" ")
        entry = WaitlistEntry(
            clinic_id=books.clinic.id,
            appointment_type_id=kinds[kind].id,
            wanted=Wanted(weekdays=weekdays, parts=parts),
            patient_is="new" if number == 1 else "existing",
            first_name=first,
            last_name=last,
            email=f"{first.lower()}@patients.example",
            phone=f"+6125550400{number}",
            person_key=name,
            priority=priority,
            entry_key=f"key-{number}",
            made_at=now - days * _DAY,
        )
        await books.database.write(lambda tx, entry=entry: insert_entry(tx, entry))  # type: ignore[misc]
