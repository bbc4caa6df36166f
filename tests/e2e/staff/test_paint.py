"""Times are marked in the calendar, and patients find them so."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.staff.front_desk import FrontDesk, front_desk
from tests.e2e.staff.live_forms import settled
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("S5", "S8")]

ROW = 6  # pixels for five minutes
DAY = "2027-01-12"  # Tuesday of next week: Nell works 8:00 to 17:30 in Manly
NELL = "&practitioner=nell-tidewater"


@pytest.fixture
def desk(chromium: Browser, server: ServerProcess, clinic: str) -> Iterator[FrontDesk]:
    with front_desk(chromium, server, clinic) as opened:
        yield opened


def at(clock: str) -> int:
    wall = datetime.fromisoformat(f"{DAY}T{clock}")
    return int(wall.replace(tzinfo=ZoneInfo("Australia/Sydney")).timestamp())


def times(desk: FrontDesk, patient_is: str) -> set[int]:
    """The times that the hosted page offers such a patient with Nell on that day."""
    page = desk.page.context.new_page()
    query = f"practitioner=nell-tidewater&location=any&day={DAY}&patient_is={patient_is}"
    page.goto(f"{desk.server.url}/c/{desk.slug}/video?{query}")
    expect(page.locator("[data-step=slot]")).to_be_visible()
    found = page.locator("button[name=slot]").all()
    values = {int(each.get_attribute("value") or 0) for each in found}
    page.close()
    return values


def drag(page: Page, lane: Locator, begins: int, rows: int) -> None:
    """Down a column, from so many minutes after its top."""
    box = lane.bounding_box()
    assert box
    x, y = box["x"] + 60, box["y"] + begins // 5 * ROW + 3
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + rows * ROW - 6, steps=8)
    page.mouse.up()


def test_a_dragged_stretch_is_protected_shown_kept_from_new_patients_and_taken_back(
    desk: FrontDesk,
) -> None:
    nine, ten = at("09:00"), at("10:00")
    assert {nine, ten} <= times(desk, "new")
    desk.open(f"?day={DAY}{NELL}&paint=on")
    drag(desk.page, desk.page.locator("[data-column] .cal-lane"), 60, 12)  # hours begin at eight
    panel = desk.page.locator("[data-panel]")
    expect(panel.get_by_label("From", exact=True)).to_have_value("09:00")
    expect(panel.get_by_label("To", exact=True)).to_have_value("10:00")
    panel.get_by_label("Released", exact=True).select_option("before")
    panel.get_by_label("Before it begins", exact=True).fill("90")
    panel.locator("[name=release_n_unit]").select_option("d")
    panel.get_by_label("Then only for existing patients, for").fill("89")
    panel.locator("[name=existing_for_unit]").select_option("d")
    panel.get_by_label("Every week").check()
    has_no_fault(desk.page)
    panel.get_by_role("button", name="Mark").click()
    expect(panel).to_contain_text("every Tuesday, 9:00 am – 10:00 am is protected.")
    layer = desk.page.locator(".cal-layer.protected")
    expect(layer).to_contain_text("For existing patients until Mon 11 Jan, 9:00 am")
    has_no_fault(desk.page)
    assert nine in times(desk, "existing")
    new = times(desk, "new")
    assert nine not in new
    assert ten in new
    panel.get_by_role("button", name="Undo").click()
    expect(panel).to_contain_text("It is as it was before.")
    expect(layer).to_have_count(0)
    assert nine in times(desk, "new")


def test_what_is_marked_by_keyboard_is_all_that_patients_are_offered(
    chromium: Browser, server: ServerProcess, clinic: str
) -> None:
    with front_desk(chromium, server, clinic, "owner") as owner:
        page = owner.page
        page.goto(f"{server.url}/staff/{clinic}/settings/online-booking")
        with settled(page):
            page.get_by_label("Only times marked for it").check()
        expect(page.locator("#effect")).to_contain_text("none is marked as offered online")
        page.get_by_role("button", name="Save").click()
        page.goto(f"{server.url}/staff/{clinic}/today")
        page.get_by_role("link", name="Mark times in the calendar").first.click()
        owner.open(f"?day={DAY}{NELL}&paint=on")
        page.locator("[data-scroll]").focus()
        page.keyboard.press("ArrowDown")
        for key in ["ArrowDown"] * 4 + ["Shift+ArrowDown"] * 2:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        panel = page.locator("[data-panel]")
        expect(panel.get_by_label("From", exact=True)).to_have_value("09:00")
        expect(panel.get_by_label("To", exact=True)).to_have_value("10:00")
        panel.get_by_role("button", name="Mark").click()
        expect(page.locator(".cal-layer.offered")).to_contain_text("Offered online")
        assert times(owner, "existing") == {at("09:00"), at("09:15")}


def test_without_scripts_a_form_marks_the_time(chromium: Browser, desk: FrontDesk) -> None:
    cookies = desk.page.context.storage_state()
    context = chromium.new_context(java_script_enabled=False, storage_state=cookies)
    page = context.new_page()
    page.goto(f"{desk.address}?day={DAY}{NELL}&paint=on")
    page.get_by_role("link", name="Mark without dragging").click()
    page.get_by_label("From", exact=True).fill("09:00")
    page.get_by_label("To", exact=True).fill("10:00")
    page.get_by_label("Released", exact=True).select_option("never")
    page.get_by_role("button", name="Mark").click()
    expect(page.get_by_role("status")).to_contain_text("is protected.")
    other = context.new_page()
    other.goto(f"{desk.address}?day={DAY}{NELL}")
    expect(other.locator(".cal-layer.protected")).to_contain_text("Protected")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("It is as it was before.")
    other.reload()
    expect(other.locator(".cal-layer.protected")).to_have_count(0)
    context.close()
