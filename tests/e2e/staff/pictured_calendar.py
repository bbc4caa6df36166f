"""The calendar with a hold and a block in it, for its pictures."""

from collections.abc import Callable

from playwright.sync_api import Page

from slotkeeper.domain.block import Block
from slotkeeper.storage.block import insert_block
from tests.e2e.staff.pictured_classes import CLASS_SCENES
from tests.storage.booked import Books

_CALENDAR = "/staff/harbour-physio/calendar"
_MINUTE = 60


def _open_booking(page: Page) -> None:
    page.goto(_CALENDAR)
    page.get_by_role("link", name="Eli Sandpiper").click()
    page.get_by_role("heading", name="Eli Sandpiper").wait_for()


def _open_hold(page: Page) -> None:
    page.goto(_CALENDAR)
    page.locator("details.hold summary").click()


def _open_class(page: Page) -> None:
    page.goto(f"{_CALENDAR}?day=2027-01-07")
    page.locator("details.session summary").click()


CALENDAR_SCENES: dict[str, Callable[[Page], object]] = {
    "calendar": lambda page: page.goto(_CALENDAR),
    "calendar-week": lambda page: page.goto(f"{_CALENDAR}?view=week&practitioner=nell-tidewater"),
    "calendar-all": lambda page: page.goto(f"{_CALENDAR}?view=week"),
    "calendar-booking": _open_booking,
    "calendar-hold": _open_hold,
    "calendar-class": _open_class,
    **CLASS_SCENES,
}
"""By name, what leads to each view."""


async def add_calendar(books: Books, nine: int) -> None:
    """A time that a patient is choosing, and one that nobody can book."""
    starts = nine + 120 * _MINUTE
    hold = await books.booking(
        practitioner_id=books.practitioners[3],
        state="held",
        starts_at=starts,
        ends_at=starts + 45 * _MINUTE,
        busy_from=starts,
        busy_until=starts + 60 * _MINUTE,
        expires_at=nine + 28 * _MINUTE,
        visitor="somebody",
        made_at=None,
        reference=None,
    )
    await books.database.write(
        lambda tx: tx.execute("UPDATE booking SET patient_id = NULL WHERE id = $1", hold)
    )
    block = Block(
        id=0,
        clinic_id=books.clinic.id,
        practitioner_id=books.practitioners[0],
        begins_at=nine + 360 * _MINUTE,
        ends_at=nine + 420 * _MINUTE,
        reason="Team meeting",
    )
    await books.database.write(lambda tx: insert_block(tx, block))
    await _add_class(books, nine)


async def _add_class(books: Books, nine: int) -> None:
    """Thursday's class: four who come to it, one of them with a note, and one who is choosing."""
    kind = books.clinic.appointment_type("pilates")
    starts = nine + 2 * 86_400 + 9 * 60 * _MINUTE
    choosing = {"state": "held", "made_at": None, "reference": None, "visitor": "class"}
    people = ("Lena Seagrass", "Milo Foghorn", "Nora Tidewrack", "Oskar Limpet", "Some Body")
    for seat, name in enumerate(people, start=1):
        first, _, last = name.partition(" ")
        is_held = seat == len(people)
        await books.booking(
            await books.patient(first, last, phone=f"+612555020{seat}"),
            practitioner_id=books.practitioners[0],
            appointment_type_id=kind.id,
            location_id=books.clinic.locations[0].id,
            starts_at=starts,
            ends_at=starts + kind.minutes * _MINUTE,
            busy_from=starts,
            busy_until=starts + (kind.minutes + kind.padding_after) * _MINUTE,
            seat=seat,
            **({**choosing, "expires_at": nine + 27 * _MINUTE} if is_held else {}),
        )
    await books.database.write(
        lambda tx: tx.execute(
            "UPDATE patient SET alert_note = 'No lying on the left' WHERE last_name = 'Foghorn'"
        )
    )
