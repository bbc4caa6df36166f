"""The page and the widget leave each other alone (checks 3 to 8 of the embedding contract)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hosts.site import Site
from tests.e2e.patient import Patient
from tests.e2e.recorder import Recorder

pytestmark = pytest.mark.e2e

STATE = """() => ({
  htmx: window.htmx?.version, names: Object.keys(window).length, title: document.title,
  sheets: document.adoptedStyleSheets.length, state: JSON.stringify(history.state),
  entries: history.length, outside: document.documentElement.children.length,
  children: [...document.body.children].map((child) => child.tagName + child.id),
})"""
WATCH_ADDED = """() => {
  window.added = [];
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) added.push(node.nodeName);
  }).observe(document, { childList: true, subtree: true });
}"""
LOOKS = """host => ["h2", ".choice", ".choice b", ".facts"].map((selector) => {
  const style = getComputedStyle(host.shadowRoot.querySelector(selector));
  return [style.color, style.fontSize, style.display, style.fontFamily, style.letterSpacing];
})"""


@pytest.mark.req("E1")
def test_check_03_a_whole_booking_needs_no_preflight_no_header_and_no_cookie(
    page: Page, site: Site, recorder: Recorder, patient: Patient, clinic: str
) -> None:
    page.goto(site.url("plain"))
    patient.goes_all_the_way()
    assert recorder.seen("OPTIONS") == []
    headers = {name for seen in recorder.requests for name in seen.headers}
    assert {name for name in headers if name.startswith("hx-") or name == "cookie"} == set()
    assert not any("set-cookie" in answer.headers for _, answer in recorder.answers)
    paths = [it.path.removeprefix(f"/f/{clinic}") for it in recorder.requests]
    assert paths == ["/embed.js", "/start", "/start", "/start", "/start", "/holds", "/bookings"]


@pytest.mark.req("E2")
def test_check_04_a_fetch_wrapper_of_the_page_may_add_a_header(
    page: Page, site: Site, recorder: Recorder, patient: Patient
) -> None:
    page.goto(site.url("fetch-wrapper"))
    patient.goes_all_the_way()
    assert recorder.seen("OPTIONS")
    assert recorder.seen("POST", "/bookings$")[0].headers["x-page-trace"] == "1"


@pytest.mark.req("E2")
@pytest.mark.parametrize("neighbour", ["htmx-1", "htmx-2", "htmx-4"])
def test_check_05_a_page_with_its_own_htmx_keeps_it(
    page: Page, site: Site, patient: Patient, neighbour: str
) -> None:
    page.goto(site.url(neighbour))
    patient.sees("type")
    page.evaluate(WATCH_ADDED)
    before = page.evaluate(STATE)
    page.evaluate("seen.length = 0")
    patient.goes_all_the_way()
    assert page.evaluate(STATE) == before
    assert page.evaluate("added") == []
    assert page.evaluate("seen") == []
    with page.expect_response("**/host-fragment"):
        page.locator("#host").click()
    expect(page.locator("#host-answer")).to_have_text("answer 1")
    assert site.fragments_given == 1


@pytest.mark.req("E2")
def test_check_05_a_page_with_jquery_and_alpine_goes_on(
    page: Page, site: Site, patient: Patient
) -> None:
    page.goto(site.url("jquery-alpine"))
    patient.goes_all_the_way()
    page.locator("#host").click()
    expect(page.locator("#host-answer")).to_have_text("1")
    assert page.evaluate("jqueryClicks") == 1


@pytest.mark.req("E2")
@pytest.mark.parametrize(
    "page_name",
    [
        pytest.param("bad-htmx-config", id="check 6: an htmx-config that is no JSON"),
        pytest.param("prototypes", id="check 7: prototypes with additions and other meanings"),
        pytest.param("hostile-css", id="check 8: styles that would hide everything"),
    ],
)
def test_check_06_07_08_a_careless_page_does_not_stop_a_booking(
    page: Page, site: Site, patient: Patient, page_name: str
) -> None:
    page.goto(site.url(page_name))
    patient.goes_all_the_way()


@pytest.mark.req("E2")
def test_check_08_styles_of_the_page_do_not_reach_the_widget(
    page: Page, site: Site, patient: Patient
) -> None:
    page.goto(site.url("plain"))
    patient.sees("type")
    friendly = patient.host.evaluate(LOOKS)
    page.goto(site.url("hostile-css"))
    patient.sees("type")
    assert patient.host.evaluate(LOOKS) == friendly


@pytest.mark.req("E3")
def test_check_08_custom_properties_and_parts_change_the_look(
    page: Page, site: Site, patient: Patient
) -> None:
    page.goto(site.url("themed"))
    patient.goes_to_times()
    expect(patient.find(".heading")).to_have_css("text-decoration-line", "underline")
    expect(patient.find("button[name=slot]").first).to_have_css("border-radius", "1px")
    expect(patient.find(".day[aria-current]")).to_have_css("background-color", "rgb(120, 0, 120)")
    patient.takes()
    button = patient.button("Book appointment")
    expect(button).to_have_css("background-color", "rgb(120, 0, 120)")
    # White on violet, computed by contrast.
    expect(button).to_have_css("color", re.compile(r"color\(xyz-d65 0\.9\d* 1 1\.0\d*\)"))
