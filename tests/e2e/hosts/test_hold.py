"""The hold in the browser: its token, its countdown, and what was typed."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hosts.site import Site
from tests.e2e.hosts.stand_in import StandIn
from tests.e2e.hosts.widget import Widget
from tests.e2e.page_clock import FRESH, hold_still, run_until


@pytest.mark.req("H4")
def test_after_a_reload_the_hold_and_what_was_typed_are_there(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.hold()
    widget.find("#name").press_sequentially("Kim")
    widget.find("[value=existing]").check()
    widget.find("#terms").check()
    page.reload()
    widget.shows("details")
    assert stand_in.seen("POST", "/holds/resume") == [{"hold": ["token-1"]}]
    expect(widget.find("#name")).to_have_value("Kim")
    expect(widget.find("[value=existing]")).to_be_checked()
    expect(widget.find("#terms")).not_to_be_checked()


@pytest.mark.req("H4")
def test_in_a_new_tab_the_hold_is_there_and_the_text_is_not(
    page: Page, site: Site, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.hold()
    widget.find("#name").fill("Kim")
    tab = page.context.new_page()
    tab.goto(site.url("plain"))
    Widget(tab).shows("details")
    expect(Widget(tab).find("#name")).to_have_value("")


@pytest.mark.req("H4")
def test_a_token_that_the_server_refuses_is_dropped(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.hold()
    stand_in.holds = 7
    page.reload()
    widget.shows("slot")
    assert _stored(page, "localStorage", "hold") is None


@pytest.mark.req("H4")
def test_booking_clears_the_token_and_what_was_typed(
    page: Page, site: Site, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.shows("slot")
    widget.hold()
    widget.find("#name").fill("Kim")
    typed = _stored(page, "sessionStorage", "typed")
    assert typed == {"first_name": "Kim", "email": "", "patient_is": "new"}
    widget.find("#email").fill("kim@patients.example")
    widget.find("#book").click()
    widget.shows("confirmed")
    assert _stored(page, "sessionStorage", "typed") is None
    assert _stored(page, "localStorage", "hold") is None


@pytest.mark.req("H6")
def test_going_back_drops_the_token(page: Page, site: Site, widget: Widget) -> None:
    page.goto(site.url("plain"))
    widget.hold()
    widget.find("#back").click()
    widget.shows("slot")
    assert _stored(page, "localStorage", "hold") is None


@pytest.mark.req("H7")
def test_a_visitor_keeps_one_name_and_says_which_hold_to_move(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.hold()
    page.evaluate("localStorage.setItem('away', localStorage['slotkeeper:harbour-physio:hold'])")
    widget.find("#back").click()
    widget.shows("slot")
    page.evaluate("localStorage['slotkeeper:harbour-physio:hold'] = localStorage.getItem('away')")
    widget.hold()
    first, second = (fields for fields in stand_in.seen("POST", "/holds") if "slot" in fields)
    assert "hold" not in first
    assert second["hold"] == ["token-1"]
    assert first["visitor"] == second["visitor"]
    assert len(first["visitor"][0]) == 22


def test_nothing_typed_is_sent_before_the_patient_submits(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.hold()
    before = len(stand_in.requests)
    widget.find("#name").press_sequentially("Kim")
    widget.find("#email").press_sequentially("kim@patients.example")
    page.wait_for_timeout(300)
    assert len(stand_in.requests) == before


@pytest.mark.req("H5")
def test_the_time_left_counts_down_by_the_servers_clock(
    page: Page, site: Site, widget: Widget
) -> None:
    page.clock.install()
    page.goto(site.url("plain"))
    widget.hold()
    expect(widget.find("[data-timer]")).to_have_text(FRESH)
    page.clock.run_for(61_000)
    expect(widget.find("[data-timer]")).to_have_text(re.compile("^6:[0-2]"))  # and it runs on


@pytest.mark.req("H5")
def test_at_two_minutes_the_patient_is_warned_and_can_keep_it_longer(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.clock.install()
    page.goto(site.url("plain"))
    widget.hold()
    hold_still(page)
    run_until(widget.find("[data-timer]"), 121)
    expect(widget.find("[data-hold-notice]")).to_be_hidden()
    run_until(widget.find("[data-timer]"), 120)
    expect(widget.find("[data-hold-notice]")).to_be_visible()
    page.clock.resume()
    expect(widget.find("[data-status]")).to_contain_text("Two minutes are left.")
    widget.find("#name").fill("Kim")
    widget.find("[data-hold-notice] button").click()
    expect(widget.find("[data-hold-notice]")).to_be_hidden()
    widget.says("Kept longer.")
    assert widget.focused() == "name"
    expect(widget.find("#name")).to_have_value("Kim")
    expect(widget.find("[data-timer]")).to_have_text(FRESH)
    assert stand_in.seen("POST", "/holds/extend") == [{"hold": ["token-1"]}]


@pytest.mark.req("H5")
def test_when_the_hold_ends_it_is_renewed_once_and_the_text_stays(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.clock.install()
    page.goto(site.url("plain"))
    widget.hold()
    widget.find("#name").fill("Kim")
    page.clock.run_for(451_000)
    expect(widget.find("[name=hold]").first).to_have_value("token-2")
    page.clock.run_for(100)
    widget.says("Kept again.")
    expect(widget.find("#name")).to_have_value("Kim")
    assert widget.focused() == "name"
    assert stand_in.seen("POST", "/holds/renew") == [{"hold": ["token-1"]}]


@pytest.mark.req("H5")
def test_a_tab_that_was_left_open_keeps_no_time_until_the_patient_comes_back(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.clock.install()
    page.goto(site.url("plain"))
    widget.hold()
    page.clock.run_for(451_000)
    expect(widget.find("[data-over]")).to_contain_text("Your time has run out.")
    widget.says("Your time has run out.")
    page.clock.run_for(3_600_000)
    assert stand_in.seen("POST", "/holds/renew") == []
    widget.find("#name").press_sequentially("K")
    expect(widget.find("[name=hold]").first).to_have_value("token-2")
    expect(widget.find("[data-over]")).to_contain_text("We keep this time for you")
    expect(widget.find("#name")).to_have_value("K")
    assert len(stand_in.seen("POST", "/holds/renew")) == 1


@pytest.mark.req("H5")
def test_behind_another_tab_a_hold_is_renewed_when_the_patient_looks_again(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.clock.install()
    page.goto(site.url("plain"))
    widget.hold()
    widget.find("#name").fill("Kim")
    _look(page, "hidden")
    page.clock.run_for(451_000)
    assert stand_in.seen("POST", "/holds/renew") == []
    _look(page, "visible")
    expect(widget.find("[name=hold]").first).to_have_value("token-2")
    expect(widget.find("#name")).to_have_value("Kim")
    page.clock.run_for(451_000)
    expect(widget.find("[data-over]")).to_contain_text("Your time has run out.")
    assert len(stand_in.seen("POST", "/holds/renew")) == 1


@pytest.mark.req("H5")
def test_when_the_time_is_gone_the_nearest_are_offered_and_the_text_comes_back(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.clock.install()
    page.goto(site.url("plain"))
    widget.hold()
    widget.find("#name").fill("Kim")
    stand_in.renewable = False
    page.clock.run_for(451_000)
    widget.shows("slot")
    page.clock.run_for(100)
    widget.says("Your time is over. These are the nearest.")
    assert widget.focused() == "heading"
    assert _stored(page, "localStorage", "hold") is None
    widget.hold()
    expect(widget.find("#name")).to_have_value("Kim")


@pytest.mark.req("B9")
def test_a_patient_in_the_clinics_zone_sees_one_time(
    page: Page, site: Site, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.shows("slot")
    expect(widget.find("[data-zone-line]")).to_be_hidden()
    expect(widget.find(".slot-local")).to_have_count(0)


def _look(page: Page, state: str) -> None:
    """As when the patient turns to another tab, or back to this one."""
    page.evaluate(
        """state => {
          Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )


def _stored(page: Page, area: str, name: str) -> dict[str, object] | None:
    text = page.evaluate(f"window.{area}.getItem('slotkeeper:harbour-physio:{name}')")
    return dict(json.loads(text)) if text else None
