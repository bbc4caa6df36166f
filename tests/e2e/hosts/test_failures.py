"""Whatever goes wrong, a link that works is on the screen."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.hosts.site import Site
from tests.e2e.hosts.stand_in import StandIn
from tests.e2e.hosts.widget import Widget

HTML_PAGE = "<!doctype html><title>Gateway</title><p>Welcome to the hotel's network</p>"


@pytest.mark.req("E6")
def test_check_07_where_the_page_broke_arrays_the_link_is_there_and_nothing_is_thrown(
    page: Page, site: Site, stand_in: StandIn
) -> None:
    page.goto(site.url("throwing-map"))
    page.wait_for_timeout(300)
    _link_works(page.locator("slotkeeper-booking > a"), stand_in)
    assert page.page_errors() == []


@pytest.mark.req("E6")
@pytest.mark.parametrize("page_name", ["plain", "hostile-css", "one-tag"])
@pytest.mark.parametrize("fault", [(500, "<section data-step=slot>"), (200, HTML_PAGE), None])
def test_when_the_server_does_not_answer_at_first_the_link_is_there(
    page: Page,
    site: Site,
    stand_in: StandIn,
    widget: Widget,
    fault: tuple[int, str] | None,
    page_name: str,
) -> None:
    stand_in.faults = [fault] * 5
    page.goto(site.url(page_name))
    page.wait_for_function("told.length")
    assert widget.told() == [["error", {}]]
    _link_works(page.locator("slotkeeper-booking > a"), stand_in)


@pytest.mark.req("R4")
@pytest.mark.parametrize("fault", [(500, "<section data-step=slot>"), (502, HTML_PAGE), None])
def test_check_20_a_fault_midway_keeps_the_text_and_offers_to_try_again(
    page: Page, site: Site, stand_in: StandIn, widget: Widget, fault: tuple[int, str] | None
) -> None:
    page.goto(site.url("plain"))
    widget.hold()
    widget.find("#name").fill("Kim")
    widget.find("#email").fill("kim@patients.example")
    stand_in.faults = [fault]
    widget.find("#book").click()
    alert = widget.find("[role=alert]")
    expect(alert).to_contain_text("Nothing you typed is lost.")
    _link_works(alert.locator("a"), stand_in)
    expect(widget.find("#name")).to_have_value("Kim")
    alert.locator("button").click()
    widget.shows("confirmed")
    expect(alert).to_be_empty()


@pytest.mark.req("R4")
def test_a_day_that_did_not_come_can_be_asked_for_again(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.shows("slot")
    stand_in.faults = [None]
    widget.find("#day-7").click()
    widget.find("[role=alert] button").click()
    expect(widget.find("#shown")).to_have_text("times of 7")


@pytest.mark.req("R4")
def test_check_20_offline_is_named_and_the_request_goes_out_when_the_network_is_back(
    page: Page, site: Site, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.shows("slot")
    page.context.set_offline(offline=True)
    widget.find("#day-7").click()
    expect(widget.find("[role=alert]")).to_contain_text("You are offline.")
    page.context.set_offline(offline=False)
    expect(widget.find("#shown")).to_have_text("times of 7")
    expect(widget.find("[role=alert]")).to_be_empty()


@pytest.mark.req("E6")
def test_refused_storage_does_not_stop_a_booking(page: Page, site: Site, widget: Widget) -> None:
    page.add_init_script("""for (const area of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, area, { get() { throw new DOMException(); } });
    }""")
    page.goto(site.url("plain"))
    widget.book()


def _link_works(link: Locator, stand_in: StandIn) -> None:
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", f"{stand_in.origin}/c/harbour-physio")
