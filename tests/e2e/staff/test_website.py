"""The lines for the website are chosen, tried and copied in a browser; the try books nothing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.database import Database
from tests.e2e.accessible import has_no_fault
from tests.e2e.patient import Patient
from tests.e2e.staff.owner import in_database, owner_of
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("A6")]

REFUSED = "Content Security Policy"


@pytest.fixture
def page(server: ServerProcess, clinic: str, chromium: Browser) -> Iterator[Page]:
    """The page for the website, open, in an owner's browser."""
    with owner_of(server, clinic, chromium, REFUSED, "Failed to fetch") as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"/staff/{clinic}/website")
        yield page


@pytest.fixture
def widget(page: Page) -> Locator:
    """The widget in the frame."""
    found = page.frame_locator("[data-try]").locator("slotkeeper-booking")
    expect(found.locator('section[data-step="type"]')).to_be_visible()
    return found


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.req("R4")
def test_the_try_goes_as_far_as_the_last_button_and_books_nothing(
    page: Page, widget: Locator, server: ServerProcess, clinic: str
) -> None:
    visitor = Patient(page)
    visitor.host = widget
    visitor.goes_to_times()
    visitor.takes()
    visitor.fills_in()
    stopped = page.frame_locator("[data-try]").get_by_role("alert").first
    visitor.button("Book appointment").click()
    expect(stopped).to_have_text(
        "Here the booking would be made. This is a try, so nothing was booked and nobody was told."
    )
    states: list[str] = []

    async def look(database: Database) -> None:
        known = await get_clinic(database, clinic)
        rows = await database.fetch("SELECT state FROM booking WHERE clinic_id = $1", known.id)
        states.extend(row["state"] for row in rows)

    in_database(server, look)
    assert states == ["held"]


def test_the_link_in_the_frame_leads_nowhere_else(page: Page, widget: Locator) -> None:
    page.frame_locator("[data-try]").locator("body").evaluate("() => { location = '/staff'; }")
    expect(widget).to_have_count(0)
    assert "chrome-error" in page.frames[1].url or page.frames[1].url.endswith("/website/preview")


def test_colours_are_seen_at_once_and_stand_in_the_lines(page: Page, widget: Locator) -> None:
    page.get_by_label("Main colour").fill("#ffdd00")
    styles = page.get_by_role("textbox", name="And this into your style sheet")
    expect(styles).to_have_value(page_text("--slotkeeper-accent: #ffdd00;"))
    expect(page.locator(".not-enough")).to_contain_text("Buttons on your page")
    expect(widget).to_have_css("--slotkeeper-accent", "#ffdd00")
    page.get_by_label("Your page", exact=True).fill("#101010")
    expect(widget).to_have_css("color-scheme", "dark")
    expect(page.frame_locator("[data-try]").locator("body")).to_have_css(
        "background-color", "rgb(16, 16, 16)"
    )


def page_text(part: str) -> "re.Pattern[str]":
    return re.compile(re.escape(part))


def test_what_is_chosen_already_is_not_asked_in_the_try(page: Page, widget: Locator) -> None:
    page.get_by_label("Appointment type").select_option("initial")
    expect(widget.locator('section[data-step="location"]')).to_be_visible()
    lines = page.get_by_role("textbox", name="Paste this where patients should book")
    expect(lines).to_have_value(page_text('type="initial"'))
    expect(page).to_have_url(re.compile("type=initial"))


def test_the_lines_are_copied_also_after_a_choice_and_that_is_remembered(
    page: Page, widget: Locator, clinic: str
) -> None:
    page.get_by_label("Practitioner").select_option("kit-saltmarsh")
    lines = page.get_by_role("textbox", name="Paste this where patients should book")
    expect(lines).to_have_value(page_text('practitioner="kit-saltmarsh"'))
    with page.expect_response("**/website/copied"):
        page.get_by_role("button", name="Copy Paste this where patients should book").click()
    expect(page.get_by_role("button", name="Copied", exact=True)).to_be_visible()
    assert copied(page) == lines.input_value()
    page.goto(f"/staff/{clinic}/today")
    done = page.locator(".first-run-steps .done")
    expect(done.filter(has_text="Put the booking on your website")).to_have_count(1)


@pytest.mark.req("E8")
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_has_no_fault_on_any_screen(page: Page, widget: Locator, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for summary in page.locator(".website-more summary").all():
        summary.click()
    has_no_fault(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
