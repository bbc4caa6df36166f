"""The desk check in a real browser: by keyboard and scanner, by camera, on a small phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from slotkeeper.storage.database import Database
from tests.e2e.accessible import has_no_fault
from tests.e2e.conftest import NewClinic
from tests.e2e.staff.owner import NOW, in_database, owner_of
from tests.server_process import ServerProcess
from tests.storage.booked import Books
from tests.web.staff.diary import books_of

pytestmark = [pytest.mark.e2e, pytest.mark.req("N5")]

DAY, HOUR = 86_400, 3600
CAMERA = """
navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream();
window.BarcodeDetector = class {
  static getSupportedFormats = async () => ["qr_code"];
  detect = async () => [{ rawValue: window.shown }].filter((each) => each.rawValue);
};
"""
"""A camera and a reader of codes: Chromium on Linux has neither. `shown` is held in front of it."""


@pytest.fixture
def slug(new_clinic: NewClinic) -> str:
    return new_clinic({})


@pytest.fixture
def page(server: ServerProcess, slug: str, chromium: Browser) -> Iterator[Page]:
    async def fill(database: Database) -> None:
        books = await books_of(database, slug)
        await _book(books, "Ada", "Gullwing", NOW + HOUR, "K7M2QXA")
        await _book(books, "Bo", "Marigold", NOW + DAY, "K7M2QXB")

    in_database(server, fill)
    with owner_of(server, slug, chromium) as page:
        yield page


async def _book(books: Books, first: str, last: str, start: int, reference: str) -> None:
    end = start + HOUR // 2
    times = {"starts_at": start, "ends_at": end, "busy_from": start, "busy_until": end}
    patient = await books.patient(first, last, phone="+61255500101")
    await books.booking(patient, appointment_type_id=books.types[4], reference=reference, **times)


def answer(page: Page) -> str:
    return page.locator(".desk-answer h2").inner_text()


def test_a_scanner_types_the_code_and_the_next_one_right_after(page: Page, slug: str) -> None:
    page.get_by_role("link", name="Desk check").last.click()
    box = page.get_by_label("Reference, name")
    expect(box).to_be_focused()
    has_no_fault(page)
    page.keyboard.type(f"https://book.example/staff/{slug}/desk/K7M2QXA\n")
    expect(page.locator(".desk-answer h2")).to_contain_text("Good for today")
    assert "K7M2QXA" not in page.url
    has_no_fault(page)
    page.get_by_role("button", name="Arrived", exact=True).click()
    expect(page.locator(".desk-answer h2")).to_contain_text("Arrived")
    page.get_by_label("Reference, name").press_sequentially("marigold\n")
    expect(page.locator(".desk-answer h2")).to_contain_text("Not today")


def test_on_a_small_phone_who_came_a_day_early_is_seen_now(page: Page, slug: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/staff/{slug}/desk/K7M2QXB")
    assert "Not today" in answer(page)
    page.get_by_role("link", name="Find a time now").click()
    page.wait_for_url("**/squeeze-in")
    has_no_fault(page)
    for part in ("html", ".desk-offers"):
        assert page.locator(part).evaluate("each => each.scrollWidth - each.clientWidth") <= 0
    page.get_by_role("button", name=re.compile("^Take")).first.click()
    expect(page.locator(".desk-answer h2")).to_contain_text("Good for today")
    expect(page.get_by_text("The time is taken.")).to_be_visible()
    has_no_fault(page)


def test_somebody_new_without_a_booking_gets_the_next_free_time(page: Page, slug: str) -> None:
    page.goto(f"/staff/{slug}/desk-check")
    page.get_by_role("link", name="Without a booking").click()
    page.get_by_label("Somebody new").check()
    page.get_by_label("First name").fill("Una")
    page.get_by_label("Last name").fill("Nimble")
    page.get_by_label("Type", exact=True).select_option("video")
    page.get_by_role("button", name="Find a time").click()
    has_no_fault(page)
    page.get_by_role("button", name=re.compile("^Take")).first.click()
    expect(page.locator(".desk-who")).to_contain_text("Una Nimble")


def test_without_a_reader_of_codes_there_is_no_button_for_the_camera(page: Page, slug: str) -> None:
    page.goto(f"/staff/{slug}/desk-check")
    expect(page.get_by_label("Reference, name")).to_be_focused()
    expect(page.get_by_role("button", name="Use the camera")).to_be_hidden()
    allows = "document.featurePolicy.allowsFeature('camera')"
    assert page.evaluate(allows)
    page.goto(f"/staff/{slug}/today")
    assert not page.evaluate(allows)


def test_a_code_in_front_of_the_camera_is_as_if_typed(page: Page, slug: str) -> None:
    page.add_init_script(CAMERA)
    page.goto(f"/staff/{slug}/desk-check")
    page.get_by_role("button", name="Use the camera").click()
    expect(page.get_by_text("Hold the code")).to_be_visible()
    page.get_by_role("button", name="Close the camera").click()
    expect(page.get_by_text("Hold the code")).to_be_hidden()
    page.get_by_role("button", name="Use the camera").click()
    page.evaluate(f"window.shown = 'https://book.example/staff/{slug}/desk/K7M2QXA'")
    page.wait_for_url(re.compile(r"/desk-check/\d+$"))
    assert "Good for today" in answer(page)


def test_a_camera_that_is_refused_is_told(page: Page, slug: str) -> None:
    refused = "async () => { throw new DOMException('no', 'NotAllowedError'); }"
    page.add_init_script(f"{CAMERA} navigator.mediaDevices.getUserMedia = {refused};")
    page.goto(f"/staff/{slug}/desk-check")
    page.get_by_role("button", name="Use the camera").click()
    expect(page.get_by_text("The camera cannot be used here")).to_be_visible()
    expect(page.get_by_label("Reference, name")).to_be_focused()
