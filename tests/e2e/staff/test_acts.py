"""A receptionist's morning in a real browser: book, move, cancel, mark, block; patients see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from slotkeeper.storage.database import Database
from tests.e2e.accessible import has_no_fault
from tests.e2e.conftest import Later
from tests.e2e.staff.live_forms import answered
from tests.e2e.staff.owner import in_database, owner_of
from tests.server_process import ServerProcess
from tests.web.staff.diary import books_of

pytestmark = [pytest.mark.e2e, pytest.mark.req("A2")]

THREE = int(datetime.fromisoformat("2027-01-05T15:00+11:00").timestamp())
"""Tuesday afternoon, when Nell Tidewater works."""
SIZES = [{"width": 360, "height": 740}, {"width": 1280, "height": 800}]
REFUSED = "status of 4"
"""A refusal is an answer that was meant, told as an error by the browser."""


@dataclass(frozen=True)
class Desk:
    """The receptionist's browser, and the clinic as patients see it."""

    page: Page
    home: str
    public: Page

    def open(self, path: str) -> None:
        self.page.goto(f"{self.home}/{path}")

    def start(self, start: int = THREE) -> None:
        """The form for a booking at that time."""
        self.open(f"calendar/new?practitioner=nell-tidewater&start={start}")

    def book(self, first: str, last: str, start: int = THREE) -> None:
        """Somebody new, by mouse."""
        self.start(start)
        self.names(first, last)
        self.page.get_by_role("button", name="Book", exact=True).click()
        self.says("Booked.")

    def names(self, first: str, last: str, kind: str = "video") -> None:
        """In that form: somebody new, and what for."""
        self.page.get_by_text("Somebody new").click()
        self.page.get_by_label("First name").fill(first)
        self.page.get_by_label("Last name").fill(last)
        self.page.get_by_label("Type").select_option(kind)

    def says(self, text: str) -> None:
        expect(self.page.locator(".notice.good")).to_have_text(text)

    def offers(self, start: int, *, is_offered: bool) -> None:
        """Whether patients can have that time on the clinic's booking page."""
        slug = self.home.rpartition("/")[2]
        chosen = "type=video&practitioner=nell-tidewater&location=any"
        self.public.goto(f"/c/{slug}?{chosen}")
        expect(self.public.locator("button[name=slot]").first).to_be_visible()
        slot = self.public.locator(f'button[name=slot][value="{start}"]')
        expect(slot).to_have_count(1 if is_offered else 0)


@pytest.fixture
def desk(server: ServerProcess, clinic: str, chromium: Browser) -> Iterator[Desk]:
    public = chromium.new_context(base_url=server.url, timezone_id="Australia/Sydney")
    with owner_of(server, clinic, chromium, REFUSED) as page:
        yield Desk(page, f"/staff/{clinic}", public.new_page())
    public.close()


def test_a_new_patient_is_booked_by_keyboard_alone(desk: Desk) -> None:
    page, press = desk.page, desk.page.keyboard.press
    desk.offers(THREE, is_offered=True)
    desk.start()
    expect(page.get_by_label("Find a patient")).to_be_focused()
    press("Tab")
    press("Tab")
    press("Space")  # somebody new
    for text in ("Zoë", "O'Neil", "02 5550 4321", "zoe@patient.example"):
        press("Tab")
        page.keyboard.type(text)
    page.get_by_label("Type").focus()
    page.keyboard.type("Video")
    expect(page.get_by_label("Day", exact=True)).to_have_value("2027-01-05")
    expect(page.get_by_label("Time", exact=True)).to_have_value("15:00")
    page.get_by_role("button", name="Book", exact=True).focus()
    press("Enter")
    desk.says("Booked.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoë O'Neil")
    expect(page.get_by_text("Tuesday 5 January 2027, 3:00 pm – 3:30 pm")).to_be_visible()
    desk.offers(THREE, is_offered=False)


def test_a_known_patient_is_found_while_typing(desk: Desk) -> None:
    desk.book("Ada", "Gullwing")
    desk.start(THREE + 3600)
    with answered(desk.page, "gull"):
        desk.page.get_by_label("Find a patient").press_sequentially("gull")
    expect(desk.page.get_by_text("Ada Gullwing")).to_be_visible()
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Space")
    expect(desk.page.get_by_label("Ada Gullwing")).to_be_checked()
    desk.page.get_by_label("Type").select_option("video")
    desk.page.get_by_label("Time", exact=True).press("Enter")
    desk.says("Booked.")


def test_what_stands_against_it_is_read_before_it_is_done_anyway(desk: Desk) -> None:
    page = desk.page
    desk.start(THREE + 5 * 3600)
    desk.names("Ada", "Gullwing")
    page.get_by_role("button", name="Book", exact=True).click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Nell Tidewater does not work at that time.")
    expect(page.get_by_label("First name")).to_have_value("Ada")
    page.get_by_role("button", name="Book anyway").click()
    desk.says("Booked.")
    expect(page.get_by_text("Knowingly beyond: working hours.")).to_be_visible()


def test_a_booking_is_moved_by_its_form_and_cancelled_and_that_is_undone(desk: Desk) -> None:
    page = desk.page
    desk.book("Ada", "Gullwing")
    page.get_by_role("link", name="Move").click()
    page.get_by_label("Time", exact=True).fill("16:00")
    page.get_by_role("button", name="Move").click()
    desk.says("Moved.")
    desk.offers(THREE, is_offered=True)
    desk.offers(THREE + 3600, is_offered=False)
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_label("Count it as a late cancellation")).to_be_hidden()
    page.get_by_text("The patient asked for it").click()
    expect(page.get_by_label("Count it as a late cancellation")).to_be_checked()
    page.get_by_label("Reason").fill("Has a cold")
    page.get_by_role("button", name="Cancel the booking").click()
    desk.says("Cancelled. The time is free for others.")
    expect(page.get_by_text("Cancelled late as the patient asked (Has a cold)")).to_be_visible()
    desk.offers(THREE + 3600, is_offered=True)
    page.get_by_role("button", name="Undo the cancellation").click()
    desk.says("The booking stands again.")
    desk.offers(THREE + 3600, is_offered=False)


def test_time_is_blocked_and_offered_again_when_the_block_is_gone(
    desk: Desk, server: ServerProcess
) -> None:
    page = desk.page
    desk.open(f"blocks/new?practitioner=nell-tidewater&start={THREE}")
    expect(page.get_by_label("To", exact=True)).to_have_value("16:00")
    page.get_by_label("Reason").fill("Team meeting")
    page.get_by_role("button", name="Block this time").click()
    desk.says("Blocked. Nobody can book that time online.")
    desk.offers(THREE, is_offered=False)
    found: list[int] = []

    async def find(database: Database) -> None:
        rows = await database.fetch("SELECT id FROM block ORDER BY id DESC")
        found.append(rows[0]["id"])

    in_database(server, find)
    desk.open(f"blocks/{found[0]}")
    expect(page.get_by_label("Reason")).to_have_value("Team meeting")
    page.get_by_role("button", name="Delete block").click()
    desk.says("The block is deleted. Patients can book that time again.")
    desk.offers(THREE, is_offered=True)


def test_a_patient_arrives_and_is_seen(desk: Desk, later: Later) -> None:
    desk.book("Ada", "Gullwing")
    address = desk.page.url
    status = desk.page.locator(".status.large")
    desk.page.get_by_role("button", name="Arrived").click()
    expect(status).to_have_text("Arrived")
    later(6 * 60)
    desk.page.goto(address)
    desk.page.get_by_role("button", name="Seen").click()
    expect(status).to_have_text("Seen")
    desk.page.get_by_role("button", name="Take the mark back").click()
    expect(status).to_have_text("Confirmed")


def test_a_hold_in_the_way_is_released_and_the_patient_told(desk: Desk) -> None:
    desk.offers(THREE, is_offered=True)
    desk.public.locator(f'button[name=slot][value="{THREE}"]').click()
    expect(desk.public.locator('[data-step="details"]')).to_be_visible()
    desk.start()
    page = desk.page
    desk.names("Ada", "Gullwing")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("A patient is choosing")
    page.get_by_role("button", name="Release the hold and go on").click()
    desk.says("Booked.")
    desk.public.reload()
    expect(desk.public.locator('[data-step="details"]')).to_have_count(0)


@pytest.mark.req("R7")
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_every_form_is_accessible_and_fits(
    desk: Desk, server: ServerProcess, clinic: str, size: dict[str, int]
) -> None:
    page = desk.page
    page.set_viewport_size(size)  # type: ignore[arg-type]
    desk.book("Bartholomew Alexander", "Featherstonehaugh-Winterbottom")
    booking = page.url.partition("?")[0]

    async def add(database: Database) -> None:
        await (await books_of(database, clinic)).patient("Zoë", "O'Neil")

    in_database(server, add)
    forms = [
        booking,
        f"{booking}/move",
        f"{booking}/cancel",
        f"{desk.home}/blocks/new",
        f"{desk.home}/calendar/new",
        f"{desk.home}/calendar/peek/booking/{booking.rpartition('/')[2]}",
    ]
    for address in forms:
        page.goto(address)
        _is_fine(page, size)
    for address in forms[1:5]:
        page.goto(address)
        for field in ("Time", "From", "First name"):
            box = page.get_by_label(field, exact=True)
            if box.count():
                box.first.evaluate("(box) => { box.value = ''; }")
        page.locator("main form.act button[type=submit]:visible").last.click()
        expect(page.get_by_role("alert").first).to_be_visible()
        _is_fine(page, size)
    desk.start(THREE)
    desk.names("Zoë", "O'Neil", "standard")
    page.get_by_label("Time", exact=True).fill("19:00")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("group", name="Who is it?")).to_be_visible()
    _is_fine(page, size)


def _is_fine(page: Page, size: dict[str, int]) -> None:
    has_no_fault(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url
