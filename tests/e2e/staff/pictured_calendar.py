"""The calendar with a hold and a block in it, for its pictures."""

from collections.abc import Callable

from playwright.sync_api import Page

from slotkeeper.domain.block import Block
from slotkeeper.storage.block import insert_block
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


CALENDAR_SCENES: dict[str, Callable[[Page], object]] = {
    "calendar": lambda page: page.goto(_CALENDAR),
    "calendar-week": lambda page: page.goto(f"{_CALENDAR}?view=week&practitioner=nell-tidewater"),
    "calendar-all": lambda page: page.goto(f"{_CALENDAR}?view=week"),
    "calendar-booking": _open_booking,
    "calendar-hold": _open_hold,
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
