"""Why is this time not offered, and what would a patient see: asked in the middle of a day."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.staff.front_desk import FrontDesk, front_desk
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("S11")]


@pytest.fixture
def desk(chromium: Browser, server: ServerProcess, clinic: str) -> Iterator[FrontDesk]:
    with front_desk(chromium, server, clinic) as opened:
        yield opened


def test_a_key_on_a_free_time_says_beside_the_calendar_why_it_is_not_offered(
    desk: FrontDesk,
) -> None:
    desk.open()
    page = desk.page
    page.locator("[data-scroll]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("w")
    panel = page.locator("[data-panel]")
    expect(panel.get_by_role("heading", name="Why is this time not offered?")).to_be_visible()
    panel.get_by_role("link", name="Ask about another time").click()
    expect(page.get_by_label("Time", exact=True)).not_to_have_value("")
    has_no_fault(page)


def test_a_stretch_of_the_day_leads_to_all_that_stands_against_it(desk: FrontDesk) -> None:
    page = desk.page
    page.goto(f"{desk.server.url}/staff/{desk.slug}/why?practitioner=nell-tidewater")
    strip = page.get_by_role("group", name="Nell Tidewater")
    first = strip.get_by_role("link").first
    first.focus()
    expect(first.locator(".why-word")).to_be_visible()
    has_no_fault(page)
    page.keyboard.press("Enter")
    expect(page.locator(".why-answer")).to_be_visible()
    expect(page.get_by_label("Time", exact=True)).not_to_have_value("")


@pytest.mark.req("S13")
def test_in_the_preview_days_can_be_turned_and_times_do_nothing(desk: FrontDesk) -> None:
    page = desk.page
    page.goto(f"{desk.server.url}/staff/{desk.slug}/preview?practitioner=nell-tidewater")
    page.get_by_role("link", name="Next week").click()
    expect(page.get_by_text("Preview: pressing a time does nothing")).to_be_visible()
    before = page.url
    times = page.locator("[data-preview] button.time")
    times.first.click()
    assert page.url == before
    assert desk.said == []
    has_no_fault(page)
    desk.said.clear()  # axe copies the sheets of a shadow root, which the page's policy refuses
    page.get_by_role("link", name="Why is this time not offered?").click()
    expect(page.get_by_role("heading", name="Why is this time not offered?")).to_be_visible()
