"""The calendar as a receptionist has it open all day: live, and honest where it is not."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.conftest import NewClinic
from tests.e2e.page_clock import FRESH, hold_still, run_until
from tests.e2e.patient import Patient
from tests.e2e.staff.front_desk import MINUTE, NINE, FrontDesk, front_desk
from tests.patience import patience
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("A3")]
_TRIES = 5
_FIRST_LETTER_IS_IN_SIGHT = """words => {
  const letter = document.createRange();
  letter.setStart(words.firstChild, 0);
  letter.setEnd(words.firstChild, 1);
  const [box, seen] = [letter.getBoundingClientRect(), words.getBoundingClientRect()];
  return box.width > 0 && box.left >= seen.left - 1 && box.right <= seen.right + 1;
}"""


AT_ONCE = 10_000
"""Milliseconds. Whatever else brings a calendar up to date takes fifteen seconds."""


@pytest.fixture
def desk(chromium: Browser, server: ServerProcess, clinic: str) -> Iterator[FrontDesk]:
    with front_desk(chromium, server, clinic) as opened:
        yield opened


def _chooses_a_time(page: Page, desk: FrontDesk) -> Patient:
    patient = Patient(page, "page")
    page.goto(f"{desk.server.url}/c/{desk.slug}")
    patient.goes_to_times(who="nell-tidewater")
    patient.takes()
    return patient


@pytest.mark.req("H8")
def test_a_patients_hold_appears_within_a_second_with_a_countdown_and_goes_on_release(
    desk: FrontDesk, page: Page
) -> None:
    desk.open()
    expect(desk.hold).to_have_count(0)
    patient, took = _chooses_a_time(page, desk), [_until_it_is_seen(desk)]
    while took[-1] > patience(1) and len(took) < _TRIES:  # other work on the machine only adds
        patient.button("Back").click()
        expect(desk.hold).to_have_count(0)
        patient, took = _chooses_a_time(page, desk), [*took, _until_it_is_seen(desk)]
    assert min(took) <= patience(1), took
    left = desk.hold.locator("summary [data-until]")
    expect(left).to_have_text(FRESH)
    before = left.inner_text()
    expect(left).not_to_have_text(before)
    patient.button("Back").click()
    expect(desk.hold).to_have_count(0, timeout=AT_ONCE)


def _until_it_is_seen(desk: FrontDesk) -> float:
    began = time.monotonic()
    expect(desk.hold).to_be_visible(timeout=AT_ONCE)
    return time.monotonic() - began


@pytest.mark.req("H8")
def test_a_hold_opens_to_whose_it_is_and_stays_open_while_others_come(
    desk: FrontDesk, page: Page
) -> None:
    desk.open()
    _chooses_a_time(page, desk)
    desk.hold.locator("summary").focus()
    desk.page.keyboard.press("Enter")
    more = desk.hold.locator("dl")
    expect(more).to_contain_text("Nell Tidewater")
    expect(more).to_contain_text("Tue 5 Jan")
    desk.book("Ada Later", 300)
    desk.tell()
    expect(desk.item("Ada Later")).to_be_visible(timeout=AT_ONCE)
    expect(more).to_be_visible()
    expect(desk.hold.locator("summary")).to_be_focused()


@pytest.mark.req("H9")
def test_a_hold_that_runs_out_vanishes_without_any_news(desk: FrontDesk) -> None:
    desk.page.clock.install()
    desk.open()
    desk.book("Vi Sitor", 120, state="held", expires_at=desk.server_now() + 300)
    desk.tell()
    expect(desk.hold).to_be_visible()
    left = desk.hold.locator("summary [data-until]")
    desk.page.route(re.compile("/calendar"), _is_not_answered)
    hold_still(desk.page)
    run_until(left, 1)
    expect(desk.hold).to_be_visible()
    desk.page.clock.run_for(2_000)
    expect(desk.hold).to_have_count(0)


def _is_not_answered(route: Route) -> None:
    route.abort()


@pytest.mark.req("T1")
def test_an_alert_note_is_in_sight(desk: FrontDesk) -> None:
    booking = desk.book("Kay Anchorage", 60)
    desk.run(
        """UPDATE patient SET alert_note = 'Allergic to latex, <b>really</b>'
           WHERE id = (SELECT patient_id FROM booking WHERE id = $1)""",
        booking,
    )
    for query in ("", "?view=week", "?view=week&practitioner=nell-tidewater"):
        desk.open(query)
        expect(desk.item("Kay Anchorage").locator(".alert")).to_contain_text(
            "Allergic to latex, <b>really</b>"
        )
        expect(desk.item("Kay Anchorage").locator(".alert")).to_be_visible()


@pytest.mark.req("T1")
def test_of_a_long_note_the_first_words_are_in_sight_from_right_to_left_too(
    desk: FrontDesk,
) -> None:
    booking = desk.book("Kay Anchorage", 60)
    desk.run(
        """UPDATE patient SET alert_note = $1
           WHERE id = (SELECT patient_id FROM booking WHERE id = $2)""",
        "Allergic to latex. " + "Please use the room at the back. " * 8,
        booking,
    )
    desk.open()
    desk.page.locator("html").evaluate("page => page.setAttribute('dir', 'rtl')")
    words = desk.item("Kay Anchorage").locator(".alert-words")
    expect(words).to_be_visible()
    assert words.evaluate("words => words.scrollWidth > words.clientWidth")
    assert words.evaluate(_FIRST_LETTER_IS_IN_SIGHT)


def test_a_server_that_is_away_is_told_and_everything_is_there_when_it_is_back(
    desk: FrontDesk,
) -> None:
    desk.open()
    desk.is_live()
    desk.server.stop()
    try:
        line = desk.page.locator("[data-live]")
        expect(line).to_have_text(re.compile(r"^Not live since 9:\d\d\sam – trying again$"))
        desk.book("Bo Meanwhile", 90)
        desk.tell()
    finally:
        desk.server.start()
    expect(desk.item("Bo Meanwhile")).to_be_visible(timeout=60_000)
    desk.is_live()


def test_what_changes_moves_nothing_else(desk: FrontDesk) -> None:
    desk.book("Ada First", 0)
    desk.book("Cy Last", 480)
    desk.open()
    scroll = desk.page.locator("[data-scroll]")
    scroll.evaluate("each => { each.scrollTop = 120; }")
    desk.item("Ada First").focus()
    before = desk.item("Ada First").bounding_box()
    top = scroll.evaluate("each => each.scrollTop")
    desk.book("Di New", 60)
    desk.tell()
    expect(desk.item("Di New")).to_be_visible(timeout=AT_ONCE)
    assert desk.item("Ada First").bounding_box() == before
    assert scroll.evaluate("each => each.scrollTop") == top
    expect(desk.item("Ada First")).to_be_focused()


@pytest.mark.req("R5")
def test_two_clinics_never_see_each_other(
    desk: FrontDesk, chromium: Browser, server: ServerProcess, new_clinic: NewClinic
) -> None:
    with front_desk(chromium, server, new_clinic({})) as other:
        desk.open()
        other.open()
        other.book("Ola Elsewhere", 60)
        other.tell()
        expect(other.item("Ola Elsewhere")).to_be_visible(timeout=AT_ONCE)
        desk.book("Ada Here", 60)
        desk.tell()
        expect(desk.item("Ada Here")).to_be_visible(timeout=AT_ONCE)
        assert "Elsewhere" not in desk.page.content()
        assert "Ada Here" not in other.page.content()
        answer = other.page.request.get(f"{desk.address}/events")
        assert answer.status == 404


def test_whoever_may_not_watch_any_more_is_sent_away_within_half_a_minute(desk: FrontDesk) -> None:
    desk.open()
    desk.run("DELETE FROM staff_session")
    desk.page.wait_for_url(re.compile(r"/staff/sign-in\?next="), timeout=60_000)


def test_a_phone_shows_one_practitioner_at_a_time(
    chromium: Browser, server: ServerProcess, clinic: str
) -> None:
    with front_desk(chromium, server, clinic, width=360) as phone:
        phone.book("Ada Pocket", 60)
        phone.book("Bo Pocket", 120, who=2)
        phone.open()
        expect(phone.item("Ada Pocket")).to_be_in_viewport()
        expect(phone.item("Bo Pocket")).not_to_be_in_viewport()
        phone.page.get_by_label("Practitioner").select_option(label="Kit Saltmarsh")
        expect(phone.item("Bo Pocket")).to_be_in_viewport()
        phone.page.get_by_role("link", name="Week").click()
        expect(phone.item("Bo Pocket")).to_be_visible()
        assert phone.page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.req("E8")
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("query", ["", "?view=week", "?view=week&practitioner=nell-tidewater"])
def test_everybody_can_use_it(
    chromium: Browser, server: ServerProcess, clinic: str, width: int, query: str
) -> None:
    with front_desk(chromium, server, clinic, width=width) as desk:
        desk.book("Ada Confirmed", 0)
        desk.book("Bo Came", 60, state="arrived")
        desk.book("Cy Absent", -60, state="noshow")
        desk.book("Di Held", 120, state="held", expires_at=NINE + 30 * MINUTE)
        ends = NINE + 90 * MINUTE
        desk.book("Eli Asking", 150, state="pending", awaits="clinic", expires_at=ends)
        desk.open(query)
        has_no_fault(desk.page)
