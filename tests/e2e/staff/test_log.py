"""An owner looks through the log, on a desk and on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.staff.owner import owner_of
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("A1")]


@pytest.fixture
def page(server: ServerProcess, clinic: str, chromium: Browser) -> Iterator[Page]:
    """An owner's browser."""
    with owner_of(server, clinic, chromium) as page:
        yield page


def test_what_was_done_a_moment_ago_is_found_by_who_and_what(page: Page, clinic: str) -> None:
    page.goto(f"/staff/{clinic}/staff")
    page.get_by_label("E-mail address").fill("nell@harbour.example")
    page.get_by_role("button", name="Make an invitation link").click()
    page.get_by_role("link", name="Log", exact=True).click()
    rows = page.locator(".log-row")
    expect(rows.first).to_contain_text("Robin Lightwater")
    expect(rows.first).to_contain_text("Invited somebody")
    page.get_by_label("Who").select_option(label="Whoever runs the server")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile(r"who=0"))
    page.get_by_label("Day", exact=True).fill("2020-01-01")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing was done that fits")).to_be_visible()
    page.get_by_role("link", name="Show everything").click()
    expect(rows).to_have_count(3)


@pytest.mark.req("E8")
@pytest.mark.parametrize("width", [360, 1280])
def test_log_and_first_run_have_no_fault_on_any_screen(page: Page, clinic: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("log", "today", "staff"):
        page.goto(f"/staff/{clinic}/{name}")
        has_no_fault(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.req("E8")
def test_on_a_phone_the_rest_opens_above_the_bar_by_finger_and_by_keyboard(
    page: Page, clinic: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/staff/{clinic}/today")
    log = page.get_by_role("link", name="Log", exact=True)
    expect(log).to_be_hidden()
    more = page.get_by_role("button", name="More", exact=True)
    more.click()
    expect(log).to_be_visible()
    has_no_fault(page)
    for target in page.locator(".nav a:visible, .nav button:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44, target.inner_text()
    page.keyboard.press("Escape")
    expect(log).to_be_hidden()
    more.focus()
    page.keyboard.press("Enter")
    log.click()
    expect(page).to_have_url(re.compile("/log$"))
    more.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("sign-in"))
