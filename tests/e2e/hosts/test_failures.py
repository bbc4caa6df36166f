"""Whatever goes wrong, a link that works is on the screen."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from slotkeeper.bundle import Bundle
from tests.e2e.hosts.site import STRICT, TRUSTED, Site
from tests.e2e.hosts.stand_in import StandIn
from tests.e2e.hosts.widget import Widget

HTML_PAGE = "<!doctype html><title>Gateway</title><p>Welcome to the hotel's network</p>"


@pytest.mark.req("E2")
@pytest.mark.parametrize("page_name", ["plain", "integrity"])
@pytest.mark.parametrize("policy", [STRICT, TRUSTED])
def test_under_a_strict_policy_the_widget_works_and_breaks_no_rule(
    page: Page, site: Site, widget: Widget, page_name: str, policy: str
) -> None:
    page.goto(site.url(page_name, csp=policy))
    widget.book()
    assert page.evaluate("violations") == []
    assert widget.find(".root").evaluate("it => it.getRootNode().adoptedStyleSheets.length") == 2


@pytest.mark.req("E2")
def test_a_policy_may_name_the_scripts_hash_alone(
    page: Page, site: Site, widget: Widget, bundle: Bundle
) -> None:
    policy = f"default-src 'none'; script-src '{bundle.integrity}'; connect-src B"
    page.goto(site.url("integrity", csp=policy))
    widget.book()
    assert page.evaluate("violations") == []


@pytest.mark.req("E6")
@pytest.mark.parametrize(
    "policy",
    [
        "default-src 'none'; script-src B",
        "default-src 'none'; connect-src B",
        f"{STRICT}; trusted-types 'none'",
        f"{STRICT}; trusted-types 'none'; require-trusted-types-for 'script'",
    ],
    ids=["no connect-src", "no script-src", "no trusted types", "no trusted types, enforced"],
)
def test_where_the_policy_forbids_the_widget_its_link_is_there(
    page: Page, site: Site, stand_in: StandIn, policy: str
) -> None:
    page.goto(site.url("plain", csp=policy))
    page.wait_for_timeout(300)
    _link_works(page.locator("slotkeeper-booking > a"), stand_in)


@pytest.mark.req("E6")
def test_without_javascript_the_link_is_there(
    chromium: Browser, site: Site, stand_in: StandIn
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url("plain"))
    _link_works(page.locator("slotkeeper-booking > a"), stand_in)
    context.close()


@pytest.mark.req("E6")
def test_where_the_page_broke_arrays_the_link_is_there_and_nothing_is_thrown(
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
def test_a_fault_midway_keeps_the_text_and_offers_to_try_again(
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
def test_offline_is_named_and_the_request_goes_out_when_the_network_is_back(
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
