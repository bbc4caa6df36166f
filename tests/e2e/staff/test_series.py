"""A regular in a real browser: every date is looked at, booked, moved, ended and taken back."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.staff.owner import owner_of
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("S7")]

THREE = int(datetime.fromisoformat("2027-01-05T15:00+11:00").timestamp())
"""Tuesday afternoon, when Nell Tidewater works."""
WEEK = 7 * 86_400
SIZES = [{"width": 320, "height": 740}, {"width": 768, "height": 800}]


@pytest.fixture
def page(server: ServerProcess, clinic: str, chromium: Browser) -> Iterator[Page]:
    with owner_of(server, clinic, chromium, "status of 4") as opened:
        yield opened


def ask(page: Page, clinic: str, first: str = "Zoë", times: str = "4") -> None:
    """The form, filled in for somebody new."""
    page.goto(f"/staff/{clinic}/calendar/new?practitioner=nell-tidewater&start={THREE}")
    page.get_by_text("Somebody new").click()
    page.get_by_label("First name").fill(first)
    page.get_by_label("Last name").fill("O'Neil")
    page.get_by_label("Type").select_option("video")
    expect(page.get_by_label("Every how many weeks")).to_be_hidden()
    page.get_by_label("Repeat this appointment").check()
    expect(page.get_by_role("button", name="Book", exact=True)).to_be_hidden()
    page.get_by_label("A number of times").check()
    page.get_by_label("How many appointments").fill(times)
    page.get_by_role("button", name="Look at the dates").click()
    expect(page.get_by_role("heading", level=2, name=f"{times} dates")).to_be_visible()


def is_fine(page: Page) -> None:
    """Axe finds nothing, and nothing is wider than the screen."""
    has_no_fault(page)
    assert page.locator("html").evaluate("page => page.scrollWidth - page.clientWidth") <= 0


def shows(page: Page, *times: str) -> None:
    """What is to come of a series, in its order."""
    rows = page.locator(".date-row .date-day")
    expect(rows).to_have_text(list(times))


def test_a_regular_is_booked_moved_ended_and_restored(page: Page, clinic: str) -> None:
    ask(page, clinic)
    expect(page.get_by_text("Every date is free.")).to_be_visible()
    page.get_by_role("button", name="Book these appointments").click()
    expect(page.locator(".notice.good")).to_have_text("Booked. These are the dates.")
    page.get_by_role("link", name="Change from Tue 19 Jan on").click()
    page.get_by_label("Time", exact=True).fill("14:00")
    page.get_by_role("button", name="Look at the dates").click()
    page.get_by_role("button", name="Move these appointments").click()
    shows(page, "Tue 19 Jan 2:00 pm", "Tue 26 Jan 2:00 pm")
    page.get_by_role("link", name="End the series").click()
    page.get_by_text("The patient asked for it").click()
    page.get_by_role("button", name="Cancel these appointments").click()
    expect(page.locator(".date-row .status")).to_have_text(["Cancelled", "Cancelled"])
    page.get_by_role("button", name="Take that back").click()
    expect(page.locator(".date-row .status")).to_have_text(["Confirmed", "Confirmed"])


@pytest.mark.req("H3")
def test_a_patient_who_is_quicker_is_shown_before_anything_is_booked(
    page: Page, clinic: str, server: ServerProcess, chromium: Browser
) -> None:
    ask(page, clinic)
    public = chromium.new_context(base_url=server.url).new_page()
    public.goto(f"/c/{clinic}?type=video&practitioner=nell-tidewater&location=any&day=2027-01-12")
    public.locator(f'button[name=slot][value="{THREE + WEEK}"]').click()
    expect(public.locator("#first_name")).to_be_visible()
    page.get_by_role("button", name="Book these appointments").click()
    expect(page.get_by_role("alert")).to_contain_text("On 1 date something has come up")
    row = page.locator(".date-row.fresh")
    expect(row).to_contain_text("A patient is choosing")
    row.get_by_role("combobox").select_option(index=2)
    page.get_by_role("button", name="Book these appointments").click()
    expect(page.locator(".date-row .status")).to_have_count(4)
    public.context.close()


@pytest.mark.parametrize("size", SIZES, ids=["phone", "tablet"])
def test_every_page_of_a_series_is_accessible(
    page: Page, clinic: str, size: dict[str, int]
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    ask(page, clinic)
    is_fine(page)
    page.get_by_role("button", name="Change what I asked for").click()
    is_fine(page)
    page.get_by_role("button", name="Look at the dates").click()
    page.get_by_role("button", name="Book these appointments").click()
    is_fine(page)
    series = page.url.partition("?")[0]
    for path in ("change", "end"):
        page.goto(f"{series}/{path}")
        is_fine(page)
