"""The one search in a real browser, by keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from slotkeeper.storage.database import Database
from tests.e2e.accessible import has_no_fault
from tests.e2e.conftest import NewClinic
from tests.e2e.staff.live_forms import answered
from tests.e2e.staff.owner import in_database, owner_of
from tests.server_process import ServerProcess
from tests.web.staff.diary import books_of
from tests.web.staff.patients import known

pytestmark = [pytest.mark.e2e, pytest.mark.req("A4")]

HOSTILE = "<img src=x onerror=document.title='broken'>"


@pytest.fixture
def page(server: ServerProcess, new_clinic: NewClinic, chromium: Browser) -> Iterator[Page]:
    slug = new_clinic({})

    async def fill(database: Database) -> None:
        books = await books_of(database, slug)
        await known(books, "Ada", "Gullwing", phone="+61255500101")
        await known(books, "Bo", "Gullwing", phone="+61255500102")
        await known(books, HOSTILE, "Marrow")

    in_database(server, fill)
    with owner_of(server, slug, chromium) as page:
        yield page


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Find anything")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def types(page: Page, text: str) -> None:
    """Key by key, and what is found for all of it is shown."""
    with answered(page, text):
        page.keyboard.type(text, delay=20)


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def test_a_patient_is_opened_from_any_page_by_keyboard_alone(page: Page) -> None:
    today = page.url
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    types(page, "gullw")
    expect(options(page)).to_have_text([re.compile("Ada Gullwing"), re.compile("Bo Gullwing")])
    expect(page.locator("[data-everywhere-status]").first).to_have_text("2 found")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    assert page.url == today
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_contain_text("Bo Gullwing")
    expect(field(page)).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    has_no_fault(page)
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Bo Gullwing")
    assert "gull" not in page.url


def test_escape_closes_and_an_arrow_opens_again(page: Page) -> None:
    page.keyboard.press("/")
    types(page, "gullw")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(field(page)).to_have_value("gullw")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_contain_text("Bo Gullwing")
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)


def test_enter_shows_all_on_a_page_that_can_be_come_back_to(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("gullw")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Find")
    expect(page.locator("main li a")).to_have_count(2)
    expect(field(page)).to_have_value("gullw")
    has_no_fault(page)
    page.get_by_role("link", name="Ada Gullwing").press("Enter")
    expect(heading(page)).to_have_text("Ada Gullwing")
    page.go_back()
    expect(page.locator("main li a")).to_have_count(2)
    field(page).fill("okoro")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing found for “okoro”").first).to_be_visible()


def test_a_setting_opens_at_its_question(page: Page) -> None:
    page.keyboard.press("/")
    types(page, "cut")
    expect(options(page)).to_have_text([re.compile("Cut-off")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Online booking")
    expect(page.locator("#q-cut_off")).to_be_in_viewport()
    assert page.url.endswith("#q-cut_off")


def test_nothing_found_says_what_can_be_found_and_texts_stay_texts(page: Page) -> None:
    page.keyboard.press("/")
    types(page, "zzz")
    expect(page.get_by_text("Nothing found for “zzz”").last).to_be_visible()
    has_no_fault(page)
    field(page).fill("marrow")
    expect(options(page)).to_contain_text([HOSTILE])
    field(page).fill("<img src=x onerror=document.title='broken'>")
    expect(page.locator(".everywhere-none b")).to_contain_text("<img src=x")
    expect(page).not_to_have_title("broken")


def test_a_page_with_a_search_of_its_own_has_the_key(page: Page) -> None:
    page.get_by_role("link", name="Patients").click()
    expect(heading(page)).to_have_text("Patients")
    page.wait_for_load_state()  # else nobody hears the key yet
    page.keyboard.press("/")
    expect(page.get_by_label("Search patients")).to_be_focused()
    page.keyboard.type("1/2")
    expect(page.get_by_label("Search patients")).to_have_value("1/2")


@pytest.mark.parametrize("width", [360, 768])
def test_on_a_phone_a_sign_leads_to_it_and_nothing_moves(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.reload()
    if width < 768:
        page.get_by_role("link", name="Find anything").press("Enter")
        expect(heading(page)).to_have_text("Find")
    before = page.locator("main").bounding_box()
    field(page).fill("gullw")
    expect(options(page)).to_have_count(2)
    assert page.locator("main").bounding_box() == before
    found = page.locator("[data-everywhere-found]:popover-open").bounding_box()
    assert found
    assert found["x"] >= 0
    assert found["x"] + found["width"] <= width
    has_no_fault(page)
