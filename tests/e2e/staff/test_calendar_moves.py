"""Moving, opening and beginning appointments in the calendar, by keyboard, mouse and finger."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.staff.front_desk import MINUTE, NINE, FrontDesk, front_desk
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("A3")]

ROW = 6  # pixels for five minutes


@pytest.fixture
def desk(chromium: Browser, server: ServerProcess, clinic: str) -> Iterator[FrontDesk]:
    with front_desk(chromium, server, clinic) as opened:
        yield opened


def _starts(item: Locator, minutes: int) -> None:
    """It is drawn so many minutes after nine."""
    expect(item).to_have_attribute("data-starts", str(NINE + minutes * MINUTE))


def _drag(desk: FrontDesk, item: Locator, x: float, y: float) -> None:
    box = item.bounding_box()
    assert box
    mouse = desk.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 10)
    mouse.down()
    mouse.move(box["x"] + 30 + x, box["y"] + 10 + y, steps=8)
    mouse.up()


def test_an_appointment_is_dragged_to_another_time_and_back_with_undo(desk: FrontDesk) -> None:
    desk.book("Ada Dragged", 60)
    desk.open()
    _drag(desk, desk.item("Ada Dragged"), 0, 6 * ROW)
    toast = desk.page.locator("[data-toast]")
    expect(toast).to_contain_text("Moved to 10:30 am.")
    _starts(desk.item("Ada Dragged"), 90)
    toast.get_by_role("button", name="Undo").click()
    expect(toast).to_contain_text("Moved back.")
    _starts(desk.item("Ada Dragged"), 60)
    expect(desk.page.locator("[data-panel]")).to_be_hidden()


def test_what_stands_against_a_drag_is_said_and_can_be_overridden(desk: FrontDesk) -> None:
    desk.book("Ada Overworked", 60)
    desk.open()
    _drag(desk, desk.item("Ada Overworked"), 0, 27 * ROW)  # into the pause
    panel = desk.page.locator("[data-panel]")
    expect(panel).to_contain_text("Ada Overworked")
    _starts(desk.item("Ada Overworked"), 60)
    panel.get_by_role("button", name="Move anyway").click()
    _starts(desk.item("Ada Overworked"), 195)


def test_a_finger_drags_after_a_long_press_and_scrolls_before(
    chromium: Browser, server: ServerProcess, clinic: str
) -> None:
    with front_desk(chromium, server, clinic, width=360) as phone:
        phone.book("Ada Touched", 60)
        phone.open("?practitioner=nell-tidewater")
        box = phone.item("Ada Touched").bounding_box()
        assert box
        session = phone.page.context.new_cdp_session(phone.page)

        def touch(kind: str, y: float) -> None:
            points = [] if kind == "touchEnd" else [{"x": box["x"] + 60, "y": y}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        top = box["y"] + 12
        touch("touchStart", top)
        phone.page.wait_for_timeout(550)
        expect(phone.page.locator(".cal-ghost")).to_be_visible()
        for step in range(1, 7):
            touch("touchMove", top + step * ROW)
        touch("touchEnd", 0)
        _starts(phone.item("Ada Touched"), 90)


def test_an_appointment_is_moved_by_keyboard(desk: FrontDesk) -> None:
    desk.book("Ada Carried", 120)
    desk.open()
    desk.item("Ada Carried").focus()
    keys = desk.page.keyboard
    keys.press("m")
    expect(desk.page.locator("[data-said]")).to_contain_text("Choose a time with the arrows")
    keys.press("ArrowDown")
    expect(desk.page.locator("[data-said]")).to_have_text("Move to 11:05 am, Nell Tidewater")
    keys.press("Shift+ArrowDown")
    for _ in range(3):
        keys.press("ArrowRight")
    expect(desk.page.locator("[data-said]")).to_have_text("Move to 11:20 am, Fern Halloway")
    keys.press("Enter")
    expect(desk.column("Fern Halloway").locator("[data-item]")).to_contain_text("Ada Carried")
    _starts(desk.item("Ada Carried"), 140)


def test_escape_leaves_it_where_it_was(desk: FrontDesk) -> None:
    desk.book("Ada Stays", 120)
    desk.open()
    desk.item("Ada Stays").focus()
    for key in ("m", "ArrowDown", "Escape"):
        desk.page.keyboard.press(key)
    expect(desk.page.locator("[data-said]")).to_have_text("Left where it was.")
    expect(desk.page.locator(".cal-ghost")).to_have_count(0)
    _starts(desk.item("Ada Stays"), 120)


@pytest.mark.req("A3")
def test_two_who_move_the_same_appointment_the_second_is_told(
    desk: FrontDesk, chromium: Browser, server: ServerProcess
) -> None:
    booking = desk.book("Ada Wanted", 60)
    desk.open()
    # Another's move, of which this calendar has not heard when the mouse is let go.
    box = desk.item("Ada Wanted").bounding_box()
    assert box
    desk.page.mouse.move(box["x"] + 30, box["y"] + 10)
    desk.page.mouse.down()
    desk.page.mouse.move(box["x"] + 30, box["y"] + 10 + 6 * ROW, steps=4)
    desk.run("UPDATE booking SET revision = revision + 1 WHERE id = $1", booking)
    desk.page.mouse.up()
    expect(desk.page.locator("[data-panel]")).to_contain_text("Ada Wanted")
    expect(desk.page.locator("[data-toast]")).to_be_hidden()
    _starts(desk.item("Ada Wanted"), 60)


def test_arrows_lead_through_appointments_and_free_times(desk: FrontDesk) -> None:
    desk.book("Ada First", 0)
    desk.book("Bo Second", 30)
    desk.book("Cy Beside", 60, who=1)
    desk.open()
    keys = desk.page.keyboard
    desk.item("Ada First").focus()
    keys.press("ArrowDown")
    expect(desk.item("Bo Second")).to_be_focused()
    keys.press("ArrowDown")
    free = desk.page.locator("[data-cursor]:focus")
    expect(free).to_have_attribute("aria-label", "New booking, 10:00 am, Nell Tidewater")
    keys.press("ArrowRight")
    expect(desk.item("Cy Beside")).to_be_focused()
    keys.press("ArrowLeft")
    keys.press("ArrowDown")
    expect(free).to_have_attribute("aria-label", "New booking, 10:15 am, Nell Tidewater")
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    expect(desk.item("Bo Second")).to_be_focused()


def test_n_begins_a_booking_at_the_free_time(desk: FrontDesk) -> None:
    desk.book("Ada First", 0)
    desk.open()
    desk.item("Ada First").focus()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("n")
    desk.page.wait_for_url(
        re.compile(rf"/calendar/new\?practitioner=nell-tidewater&start={NINE + 30 * MINUTE}$")
    )


def test_b_blocks_the_free_time(desk: FrontDesk) -> None:
    desk.book("Ada First", 0)
    desk.open()
    desk.item("Ada First").focus()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("b")
    desk.page.wait_for_url(
        re.compile(rf"/blocks/new\?practitioner=nell-tidewater&start={NINE + 30 * MINUTE}$")
    )
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Block time")


def test_a_press_on_free_time_begins_a_booking_there(desk: FrontDesk) -> None:
    desk.open()
    lane = desk.column("Fern Halloway").locator(".cal-lane")
    lane.hover(position={"x": 60, "y": 12 * ROW + 4})  # the day begins at eight
    expect(desk.page.locator("[data-cursor]:visible")).to_have_text("9:00 am")
    desk.page.mouse.down()
    desk.page.mouse.up()
    desk.page.wait_for_url(re.compile(rf"practitioner=fern-halloway&start={NINE}$"))


def test_enter_opens_an_appointment_beside_the_days_and_escape_closes_it(desk: FrontDesk) -> None:
    desk.book("Ada Opened", 60)
    desk.open()
    desk.item("Ada Opened").focus()
    desk.page.keyboard.press("Enter")
    panel = desk.page.locator("[data-panel]")
    expect(panel.get_by_role("heading", name="Ada Opened")).to_be_visible()
    has_no_fault(desk.page)
    desk.book("Bo Later", 200)
    desk.tell()
    expect(desk.item("Bo Later")).to_be_visible()
    expect(panel.get_by_role("heading", name="Ada Opened")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(desk.item("Ada Opened")).to_be_focused()


def test_days_and_help_are_keys_too(desk: FrontDesk) -> None:
    desk.open()
    for key, day in (
        ("Shift+ArrowRight", "Wednesday 6 January"),
        ("Shift+ArrowLeft", "Tuesday 5 January"),
        ("Shift+ArrowLeft", "Monday 4 January"),
        ("t", "Tuesday 5 January"),
    ):
        desk.page.keyboard.press(key)
        expect(desk.page.get_by_role("heading", level=1)).to_have_text(day)
        desk.page.wait_for_load_state()  # else nobody hears the next key yet
    desk.page.keyboard.press("?")
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    has_no_fault(desk.page)
