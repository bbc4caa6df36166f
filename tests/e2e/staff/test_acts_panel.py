"""What can be done at once beside the open calendar, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from slotkeeper.storage.database import Database
from tests.e2e.accessible import has_no_fault
from tests.e2e.staff.owner import in_database, owner_of
from tests.e2e.staff.test_acts import REFUSED, THREE, Desk
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("A2")]


@pytest.fixture
def desk(server: ServerProcess, clinic: str, chromium: Browser) -> Iterator[Desk]:
    public = chromium.new_context(base_url=server.url, timezone_id="Australia/Sydney")
    with owner_of(server, clinic, chromium, REFUSED) as page:
        yield Desk(page, f"/staff/{clinic}", public.new_page())
    public.close()


def beside(desk: Desk, what: str) -> Locator:
    """Open that item of Tuesday; the panel beside the days."""
    desk.open("calendar?day=2027-01-05")
    desk.page.locator("[data-item]", has_text=what).first.click()
    panel = desk.page.locator("[data-panel]")
    expect(panel).to_be_visible()
    return panel


def test_a_patient_arrives_beside_the_calendar_and_the_mark_is_taken_back(desk: Desk) -> None:
    desk.book("Ada", "Gullwing")
    panel = beside(desk, "Ada Gullwing")
    panel.get_by_role("button", name="Arrived").click()
    expect(panel.locator(".status")).to_have_text("Arrived")
    expect(desk.page.locator("[data-item].arrived")).to_have_count(1)
    has_no_fault(desk.page)
    panel.get_by_role("button", name="Take the mark back").click()
    expect(panel.locator(".status")).to_have_text("Confirmed")
    panel.get_by_role("button", name="Mark as not paid").click()
    expect(panel.locator(".status")).to_have_text("Confirmed · Not paid")


def test_who_is_second_is_told_beside_the_calendar(desk: Desk, server: ServerProcess) -> None:
    desk.book("Ada", "Gullwing")
    panel = beside(desk, "Ada Gullwing")

    async def change(database: Database) -> None:
        sql = "UPDATE booking SET revision = revision + 1 WHERE starts_at = $1"
        await database.write(lambda tx: tx.execute(sql, THREE))

    in_database(server, change)
    panel.get_by_role("button", name="Mark as not paid").click()
    expect(panel.get_by_role("alert")).to_contain_text("Somebody else was quicker")
    panel.get_by_role("button", name="Mark as not paid").click()
    expect(panel.locator(".status")).to_have_text("Confirmed · Not paid")


def test_a_block_is_deleted_beside_the_calendar(desk: Desk) -> None:
    desk.open(f"blocks/new?practitioner=nell-tidewater&start={THREE}")
    desk.page.get_by_label("Reason").fill("Team meeting")
    desk.page.get_by_role("button", name="Block this time").click()
    desk.says("Blocked. Nobody can book that time online.")
    panel = beside(desk, "Team meeting")
    has_no_fault(desk.page)
    panel.get_by_role("button", name="Delete block").click()
    expect(panel).to_contain_text("The block is deleted.")
    expect(desk.page.locator("[data-item]", has_text="Team meeting")).to_have_count(0)


def test_a_hold_is_released_beside_the_calendar(desk: Desk) -> None:
    desk.offers(THREE, is_offered=True)
    desk.public.locator(f'button[name=slot][value="{THREE}"]').click()
    expect(desk.public.locator('[data-step="details"]')).to_be_visible()
    desk.open("calendar?day=2027-01-05")
    hold = desk.page.locator(".hold").first
    hold.locator("summary").click()
    hold.locator("[data-peek]").click()
    panel = desk.page.locator("[data-panel]")
    panel.get_by_role("button", name="Release the hold").click()
    expect(panel).to_contain_text("The hold is released.")
    expect(desk.page.locator(".hold")).to_have_count(0)
