"""The pages of a class, with who comes, for their pictures: at the second clinic, so that the
lists of the first stay as they are.
"""

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Page

from slotkeeper.storage.database import Value
from tests.storage.booked import Books

HOME = "/staff/bay-physio"

_HOUR = 3600
_LEFT_OUT = "2027-01-14"  # a Thursday on which that clinic holds no class
_SATURDAY = int(datetime.fromisoformat("2027-01-09T10:00+11:00").timestamp())
_THURSDAY = int(datetime.fromisoformat(f"{_LEFT_OUT}T18:00+11:00").timestamp())
_PEOPLE = ("Lena Seagrass", "Milo Foghorn", "Nora Tidewrack", "Oskar Limpet", "Priya Kelpwright")
_GONE = ("Tove Marram", "Ulla Sandwort", "Vera Eelgrass")


def _class(page: Page) -> None:
    page.goto(f"{HOME}/calendar?day=2027-01-09")
    page.locator("details.session summary").click()
    page.get_by_role("link", name="Open this class").click()
    page.get_by_role("heading", name="5 of 8 places").wait_for()


def _cancel(page: Page) -> None:
    _class(page)
    page.get_by_role("link", name="Cancel this class").click()
    page.get_by_label("Your words to the patient").fill("Nell is ill. We are sorry.")


def _move(page: Page) -> None:
    _class(page)
    page.get_by_role("link", name="Move this class").click()
    page.get_by_label("Time", exact=True).fill("11:30")


def _gone(page: Page) -> None:
    """The page of the next one, by its own time."""
    _class(page)
    page.goto(f"{page.url.rpartition('-')[0]}-{_THURSDAY}")
    page.get_by_role("button", name="Take that back").wait_for()


CLASS_SCENES: dict[str, Callable[[Page], object]] = {
    "class": _class,
    "class-cancel": _cancel,
    "class-move": _move,
    "class-gone": _gone,
}
"""By name, what leads to each page."""


def without_one(text: str) -> str:
    """The clinic's file, in which a class is left out of the timetable on one day."""
    return text.replace('at = "18:00"', f'at = "18:00"\nexcept = [{_LEFT_OUT}]')


async def add_classes(books: Books, now: int) -> None:
    """One to come, of which two have paid; and one that the clinic has cancelled."""
    for seat, name in enumerate(_PEOPLE, start=1):
        booking = await _attends(books, name, _SATURDAY, seat)
        if seat in {2, 5}:
            await books.payment(booking, amount=3200, received=3200, at_clinic=0)
    gone: dict[str, Value] = {"state": "cancelled", "cancelled_by": "clinic"}
    for seat, name in enumerate(_GONE, start=1):
        await _attends(books, name, _THURSDAY, seat, **gone, cancelled_at=now - 8 * 60)
    await books.database.write(
        lambda tx: tx.execute(
            """UPDATE patient SET alert_note = 'No lying on the left'
               WHERE clinic_id = $1 AND last_name = 'Foghorn'""",
            books.clinic.id,
        )
    )


async def _attends(books: Books, name: str, starts: int, seat: int, **columns: Value) -> int:
    first, _, last = name.partition(" ")
    email = "" if first == "Oskar" else f"{first.lower()}@patients.example"
    number = len(name) * 10 + seat
    return await books.booking(
        await books.patient(first, last, email=email, phone=f"+614915701{number % 100:02}"),
        practitioner_id=books.clinic.practitioner("nell-tidewater").id,
        appointment_type_id=books.clinic.appointment_type("pilates").id,
        location_id=books.clinic.locations[0].id,
        starts_at=starts,
        ends_at=starts + 3000,
        busy_from=starts,
        busy_until=starts + _HOUR,
        seat=seat,
        **columns,
    )
