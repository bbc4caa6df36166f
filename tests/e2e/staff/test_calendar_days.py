"""Days on which the clock changes, as a calendar draws them, and a calendar without any script."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.staff.front_desk import MINUTE, NINE, FrontDesk, front_desk
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("A3")]

HOUR_PIXELS = 72
SPRING, AUTUMN = "2027-10-03", "2027-04-04"  # in Sydney: 2:00 becomes 3:00, 3:00 becomes 2:00


@pytest.fixture
def desk(chromium: Browser, server: ServerProcess, clinic: str) -> Iterator[FrontDesk]:
    with front_desk(chromium, server, clinic, zone="Europe/Berlin") as opened:
        yield opened


def _minutes_after_nine(local: str, fold: int = 0) -> int:
    wall = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Australia/Sydney"), fold=fold)
    return (int(wall.timestamp()) - NINE) // MINUTE


def _hours_down(desk: FrontDesk, item: Locator) -> float:
    """How far below the first hour of its column, in hours of the grid."""
    lane = desk.page.locator("[data-column] .cal-lane").first.bounding_box()
    box = item.bounding_box()
    assert box
    assert lane
    return round((box["y"] - lane["y"]) / HOUR_PIXELS, 2)


def test_a_day_of_25_hours_has_both_half_past_twos(desk: FrontDesk) -> None:
    desk.book("Ada First", _minutes_after_nine(f"{AUTUMN} 02:30"))
    desk.book("Bo Second", _minutes_after_nine(f"{AUTUMN} 02:30", fold=1))
    desk.book("Cy Morning", _minutes_after_nine(f"{AUTUMN} 09:00"))
    desk.open(f"?day={AUTUMN}&hours=all")
    expect(desk.page.locator(".cal-hour")).to_have_count(25)
    expect(desk.page.locator(".cal-hour").nth(3)).to_have_text("2:00 am again")
    assert _hours_down(desk, desk.item("Ada First")) == 2.5
    assert _hours_down(desk, desk.item("Bo Second")) == 3.5
    assert _hours_down(desk, desk.item("Cy Morning")) == 10


def test_a_day_of_23_hours_has_no_half_past_two(desk: FrontDesk) -> None:
    desk.book("Ada Early", _minutes_after_nine(f"{SPRING} 01:30"))
    desk.book("Cy Morning", _minutes_after_nine(f"{SPRING} 09:00"))
    desk.open(f"?day={SPRING}&hours=all")
    expect(desk.page.locator(".cal-hour")).to_have_count(23)
    assert _hours_down(desk, desk.item("Ada Early")) == 1.5
    assert _hours_down(desk, desk.item("Cy Morning")) == 8


def test_what_is_moved_on_such_a_day_gets_the_time_that_is_shown(desk: FrontDesk) -> None:
    desk.book("Ada Mover", _minutes_after_nine(f"{AUTUMN} 09:00"), who=2)
    desk.open(f"?day={AUTUMN}&practitioner=kit-saltmarsh")
    desk.item("Ada Mover").focus()
    for key in ("m", "Shift+ArrowDown", "Enter"):
        desk.page.keyboard.press(key)
    expect(desk.page.locator("[data-toast]")).to_contain_text("Moved to 9:15 am.")
    moved = NINE + _minutes_after_nine(f"{AUTUMN} 09:15") * MINUTE
    expect(desk.item("Ada Mover")).to_have_attribute("data-starts", str(moved))


def test_in_a_week_the_days_before_and_after_stand_level(desk: FrontDesk) -> None:
    desk.book("Ada Saturday", _minutes_after_nine("2027-04-03 10:00"))
    desk.book("Bo Sunday", _minutes_after_nine(f"{AUTUMN} 10:00"))
    desk.open(f"?day={AUTUMN}&view=week&practitioner=nell-tidewater&hours=all")
    levels = {_hours_down(desk, desk.item(each)) for each in ("Ada Saturday", "Bo Sunday")}
    assert len(levels) == 1


def test_the_present_is_a_line_that_moves_on(desk: FrontDesk) -> None:
    desk.open()
    line = desk.page.locator("[data-now-line]").first
    desk.page.wait_for_timeout(1100)
    rows = float(line.evaluate("each => getComputedStyle(each).getPropertyValue('--s')"))
    now = (desk.server_now() - NINE) / MINUTE + 60  # the day begins at eight
    assert rows * 5 == pytest.approx(now, abs=1)


def test_without_a_script_everything_is_there_and_leads_on(
    chromium: Browser, desk: FrontDesk
) -> None:
    booking = desk.book("Ada Plain", 60)
    state = desk.page.context.storage_state()
    with chromium.new_context(java_script_enabled=False, storage_state=state) as context:
        page = context.new_page()
        page.goto(desk.address)
        nine = page.locator(".cal-hour", has_text="10:00 am").bounding_box()
        item = page.locator(".cal-item", has_text="Ada Plain").bounding_box()
        assert nine
        assert item
        assert item["y"] == pytest.approx(nine["y"], abs=2)
        page.get_by_role("link", name="The next day").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Wednesday 6 January")
        page.get_by_role("link", name="Today", exact=True).last.click()
        page.get_by_role("link", name="Ada Plain").click()
        page.wait_for_url(f"**/bookings/{booking}")
