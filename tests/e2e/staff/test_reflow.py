"""Nothing of the desk's pages scrolls sideways: on the smallest phone, enlarged, or mirrored."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.staff.front_desk import FrontDesk, front_desk
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("E8")]

SMALLEST, ENLARGED = 320, 640
"""CSS pixels: a small phone, which is a desk's screen at 400 %, and that screen at 200 %."""
PATHS = [
    "today", "calendar", "calendar?view=week", "calendar/new?practitioner=nell-tidewater",
    "blocks/new?practitioner=nell-tidewater", "bookings", "bookings/{booking}",
    "bookings/{booking}/move", "bookings/{booking}/cancel", "bookings/{booking}/link",
    "patients", "patients/{patient}",
    "patients/{patient}/edit", "patients/duplicates", "requests", "find",
    "diaries", "diaries/kit-saltmarsh", "diaries/kit-saltmarsh/with/nextcloud", "transfers",
    "desk-check", "desk-check/{booking}", "desk-check/{booking}/squeeze-in",
    "desk-check/without-booking?type=video",
    "time-off", "time-off/new?practitioner=nell-tidewater", "time-off/holidays",
]  # fmt: skip
_WIDER_THAN_THE_SCREEN = """page => page.scrollWidth - page.clientWidth"""


@pytest.fixture(params=[SMALLEST, ENLARGED], ids=["smallest", "enlarged"])
def desk(
    chromium: Browser, server: ServerProcess, clinic: str, request: pytest.FixtureRequest
) -> Iterator[FrontDesk]:
    with front_desk(chromium, server, clinic, width=request.param) as opened:
        yield opened


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_page_scrolls_sideways(desk: FrontDesk, direction: str) -> None:
    name = "Anneliese Featherstonehaugh-Breakwater"
    booking = desk.book(name, 60)
    desk.run(
        """UPDATE patient SET alert_note = $1, email = $2
           WHERE id = (SELECT patient_id FROM booking WHERE id = $3)""",
        "Please use the room at the back. " * 6,
        "anneliese.featherstonehaugh-breakwater@a-very-long-name-indeed.patient.example",
        booking,
    )
    desk.page.goto(f"{desk.server.url}/staff/{desk.slug}/bookings/{booking}")
    patient = desk.page.get_by_role("link", name=name).get_attribute("href") or ""
    for path in PATHS:
        filled = path.format(booking=booking, patient=patient.rpartition("/")[2])
        desk.page.goto(f"{desk.server.url}/staff/{desk.slug}/{filled}")
        expect(desk.page.get_by_role("heading", level=1)).to_be_visible()
        page = desk.page.locator("html")
        page.evaluate("(page, direction) => { page.dir = direction; }", direction)
        assert page.evaluate(_WIDER_THAN_THE_SCREEN) <= 0, path
