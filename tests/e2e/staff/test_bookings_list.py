"""Looking through bookings in a real browser: found while somebody types, on any screen."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor
from slotkeeper.storage.database import open_database
from tests.e2e.accessible import has_no_fault
from tests.e2e.conftest import CLOCK, NewClinic
from tests.e2e.staff.live_forms import answered
from tests.server_process import ServerProcess
from tests.web.staff.diary import books_of, one_of_each

pytestmark = pytest.mark.e2e

ROBIN, PASSWORD = "robin@harbour.example", "a calm long password"
ROW_PIXELS = 42
_CELL_IS_UNCUT = "({parentElement: cell}) => cell.scrollWidth <= cell.clientWidth"
SIZES = [{"width": 360, "height": 740}, {"width": 1280, "height": 800}]


@dataclass(frozen=True)
class Office:
    """The clinic's list, its bookings by name, and Robin's browser, signed in."""

    page: Page
    bookings: str
    ids: dict[str, int]
    said: list[str]

    def open(self, query: str = "") -> None:
        self.page.goto(self.bookings + query)

    def open_booking(self, name: str) -> None:
        self.page.goto(f"{self.bookings}/{self.ids[name]}")

    def lists(self, *names: str) -> None:
        """These bookings and no others, in this order."""
        wanted = [f"/bookings/{self.ids[name]}" for name in names]
        links = self.page.locator("#results .booking a")
        expect(links).to_have_count(len(names))
        found = [each.get_attribute("href") or "" for each in links.all()]
        assert [f"/bookings{each.partition('/bookings')[2]}" for each in found] == wanted


@pytest.fixture
def office(server: ServerProcess, new_clinic: NewClinic, chromium: Browser) -> Iterator[Office]:
    slug = new_clinic({})
    with ThreadPoolExecutor(1) as thread:
        ids = thread.submit(asyncio.run, _fill(server.database, slug)).result()
    context = chromium.new_context(timezone_id="Australia/Sydney", locale="en-AU")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(_text(message)))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{server.url}/staff/sign-in")
    page.get_by_label("E-mail").fill(f"{slug}-{ROBIN}")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/today*")
    yield Office(page, f"{server.url}/staff/{slug}/bookings", ids, said)
    context.close()
    assert said == []


def _text(message: ConsoleMessage) -> str:
    return f"{message.type}: {message.text}"


async def _fill(url: str, slug: str) -> dict[str, int]:
    database = await open_database(url, migrate=False)
    try:
        now = int(datetime.fromisoformat(CLOCK).timestamp())
        books = await books_of(database, slug)
        actor = Actor(clinic_id=books.clinic.id, staff_id=None, at=now)
        await create_member(
            database, actor, f"{slug}-{ROBIN}", "Robin Wharf", PASSWORD, "owner", None
        )
        return await one_of_each(books, now)
    finally:
        await database.close()


async def _add_many(url: str, slug: str) -> None:
    database = await open_database(url, migrate=False)
    try:
        books = await books_of(database, slug)
        person = await books.patient("Una", "Many")
        for _ in range(55):
            await books.booking(person)
    finally:
        await database.close()


@pytest.mark.req("A2")
def test_bookings_are_found_while_somebody_types(office: Office) -> None:
    office.open()
    page = office.page
    with answered(page, "o'neil"):
        page.get_by_label("Search bookings").press_sequentially("o'neil", delay=20)
    office.lists("flagged", "seen")
    expect(page.get_by_role("status")).to_have_text("2 bookings")
    assert page.url == office.bookings
    page.get_by_label("Search bookings").fill("")
    expect(page.locator("#results .booking")).to_have_count(11)


def test_filters_stay_in_the_address_and_the_search_does_not(office: Office) -> None:
    office.open()
    page = office.page
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("State").select_option(label="Cancelled")
    office.lists("refunded", "cancelled")
    expect(page).to_have_url(f"{office.bookings}?state=cancelled")
    page.get_by_label("Search bookings").fill("omar")
    office.lists("refunded")
    page.get_by_role("link", name="Omar Lantern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Omar Lantern")
    page.go_back()
    expect(page).to_have_url(f"{office.bookings}?state=cancelled")
    expect(page.get_by_label("Search bookings")).to_have_value("omar")
    office.lists("refunded")


def test_by_day_days_can_be_chosen(office: Office) -> None:
    office.open()
    page = office.page
    expect(page.get_by_label("From")).to_be_hidden()
    page.get_by_label("By day").check()
    expect(page.get_by_label("From")).to_have_value("2027-01-05")
    page.get_by_label("From").fill("2027-01-01")
    expect(page.get_by_text("Sunday 3 January 2027")).to_be_visible()
    page.get_by_label("to", exact=True).fill("2027-01-04")
    office.lists("noshow", "seen")


def test_after_an_export_the_page_goes_on(office: Office) -> None:
    office.open()
    page = office.page
    page.get_by_label("Search bookings").fill("ines")
    office.lists("other", "part")
    for _ in range(2):
        with page.expect_download() as download:
            page.get_by_role("button", name="Export").click()
        assert download.value.path().read_text("utf-8-sig").count("\n") == 3
    page.get_by_role("button", name="Find").click()
    office.lists("other", "part")


def test_a_receptionist_gets_on_by_keyboard(office: Office) -> None:
    office.open()
    page = office.page
    page.get_by_label("Search bookings").focus()
    with answered(page, "quick"):
        page.keyboard.type("quick")
    office.lists("paid", "cancelled")
    with answered(page, "quick"):
        page.keyboard.press("Enter")
    office.lists("paid", "cancelled")
    page.get_by_role("link", name="Mia Quickstep").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mia Quickstep")


def test_pages_go_on_and_back_without_leaving_the_search(
    office: Office, server: ServerProcess
) -> None:
    with ThreadPoolExecutor(1) as thread:
        slug = office.bookings.split("/")[-2]
        thread.submit(asyncio.run, _add_many(server.database, slug)).result()
    office.open()
    page = office.page
    page.get_by_label("Search bookings").fill("many")
    rows = page.locator("#results .booking")
    expect(rows).to_have_count(50)
    expect(page.get_by_role("status")).to_have_text("50 bookings")
    page.get_by_role("button", name="Show older bookings").click()
    expect(rows).to_have_count(5)
    expect(page.get_by_label("Search bookings")).to_have_value("many")
    page.get_by_role("button", name="Back to the newest").click()
    expect(rows).to_have_count(50)


def test_rows_are_dense_and_uncut_and_their_heading_stays(office: Office) -> None:
    page = office.page
    page.set_viewport_size({"width": 1280, "height": 420})
    office.open()
    state = page.locator("#results .b-state .status").first
    state.evaluate("state => { state.className = 'status pending'; }")
    state.evaluate("state => { state.textContent = 'Waiting for an answer'; }")
    assert state.evaluate(_CELL_IS_UNCUT)
    heights = page.locator("#results .booking").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().height)"
    )
    assert max(heights) <= ROW_PIXELS
    page.mouse.wheel(0, 400)
    expect(page.locator("#results .booking").first).not_to_be_in_viewport()
    expect(page.locator("#results thead th").first).to_be_in_viewport()


@pytest.mark.req("E8")
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_everybody_can_use_list_and_booking(office: Office, size: dict[str, int]) -> None:
    page = office.page
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    for query in ["", "?order=day&flagged=1&from=2027-01-01", "?made_by=staff", "?state=unpaid"]:
        office.open(query)
        _fits(page)
        has_no_fault(page)
    for name in ["confirmed", "disputed", "unpaid", "unknown"]:
        office.open_booking(name)
        _fits(page)
        has_no_fault(page)
    office.open_booking("part")
    page.get_by_text("Give money back").click()
    expect(page.get_by_label("Amount")).to_be_hidden()
    page.get_by_label("A part").check()
    expect(page.get_by_label("Amount")).to_be_visible()
    _fits(page)
    has_no_fault(page)


def test_without_scripts_the_form_finds_and_pages(office: Office, chromium: Browser) -> None:
    state = office.page.context.storage_state()
    context = chromium.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(office.bookings)
    page.get_by_label("Search bookings").fill("ines")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#results .booking")).to_have_count(2)
    context.close()


def _fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide == 0
