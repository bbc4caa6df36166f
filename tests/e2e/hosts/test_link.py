"""What a link of the clinic's page opens, under that page's policy and beside its other scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hosts.site import STRICT, TRUSTED, Site
from tests.e2e.hosts.stand_in import StandIn
from tests.e2e.hosts.widget import Widget

pytestmark = pytest.mark.req("E4")

LINK = "#slotkeeper=harbour-physio.a-token"


@pytest.mark.parametrize(
    ("host", "csp"),
    [
        ("plain", STRICT),
        ("integrity", STRICT),
        ("plain", TRUSTED),
        ("htmx-2", ""),
        ("htmx-4", ""),
        ("jquery-alpine", ""),
        ("prototypes", ""),
        ("fetch-wrapper", ""),
        ("below-the-fold", ""),
    ],
)
def test_a_link_opens_at_once_and_again_after_a_reload(
    page: Page, site: Site, stand_in: StandIn, widget: Widget, host: str, csp: str
) -> None:
    address = site.url(host, csp=csp)
    page.goto(address + LINK)
    widget.shows("confirmed")
    expect(page).to_have_url(address)
    expect(widget.find("#heading")).to_be_focused()
    expect(widget.find("#heading")).to_be_in_viewport()
    assert page.evaluate("window.violations ?? []") == []
    page.reload()
    page.locator("slotkeeper-booking").first.scroll_into_view_if_needed()
    widget.shows("confirmed")
    assert stand_in.seen("POST") == [{"link": ["a-token"]}] * 2
    told = [name for name, _ in widget.told()]
    assert "slotkeeper:booked" not in told


def test_the_token_is_in_no_request_but_the_one_that_asks_for_it(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    asked: list[str] = []
    page.on("request", lambda it: asked.append(f"{it.url} {it.headers}"))
    page.goto(site.url("plain") + LINK)
    widget.shows("confirmed")
    assert asked
    assert not any("a-token" in each for each in asked)
    assert [each.path for each in stand_in.requests] == ["/f/harbour-physio/links"]
    assert page.evaluate("[location.hash, document.referrer, history.state]") == ["", "", None]


def test_a_link_of_another_clinic_is_left_to_that_clinics_widget(
    page: Page, site: Site, stand_in: StandIn
) -> None:
    page.goto(site.url("twice") + "#slotkeeper=city-dental.a-token")
    Widget(page, 0).shows("slot")
    Widget(page, 1).shows("confirmed")
    assert [each.path for each in stand_in.requests if each.method == "POST"] == [
        "/f/city-dental/links"
    ]


@pytest.mark.req("E6")
def test_a_server_that_does_not_answer_leaves_the_link_of_the_page_and_a_reload_asks_again(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    stand_in.faults = [None]
    page.goto(site.url("plain") + LINK)
    expect(page.get_by_role("link", name="Book an appointment")).to_be_visible()
    expect(page).to_have_url(site.url("plain"))
    page.reload()
    widget.shows("confirmed")


def test_what_was_looked_at_last_is_what_a_reload_shows(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("plain") + LINK)
    widget.shows("confirmed")
    with page.expect_response("**/links"):
        page.evaluate("location.hash = 'slotkeeper=harbour-physio.another'")
    page.wait_for_function("location.hash === ''")
    page.reload()
    widget.shows("confirmed")
    sent = [each["link"] for each in stand_in.seen("POST", "/links")]
    assert sent == [["a-token"], ["another"], ["another"]]


def test_after_two_hours_a_tab_that_was_left_open_shows_nothing_of_it(
    page: Page, site: Site, widget: Widget
) -> None:
    page.clock.install()
    page.goto(site.url("plain") + LINK)
    widget.shows("confirmed")
    page.clock.fast_forward("02:00:01")
    page.reload()
    widget.shows("slot")
