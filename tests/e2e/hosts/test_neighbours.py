"""The page and the widget leave each other alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hosts.site import Site
from tests.e2e.hosts.stand_in import StandIn
from tests.e2e.hosts.widget import Widget

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


@pytest.mark.req("E2")
@pytest.mark.parametrize("neighbour", ["htmx-1", "htmx-2", "htmx-4"])
def test_a_page_with_its_own_htmx_keeps_it(
    page: Page, site: Site, widget: Widget, neighbour: str
) -> None:
    page.goto(site.url(neighbour))
    widget.shows("slot")
    page.evaluate(WATCH_ADDED)
    before = page.evaluate(STATE)
    page.evaluate("seen.length = 0")
    widget.book()
    assert page.evaluate(STATE) == before
    assert page.evaluate("added") == []
    assert page.evaluate("seen") == []
    page.locator("#host").click()
    expect(page.locator("#host-answer")).to_have_text("answer 1")
    page.wait_for_timeout(200)
    assert site.fragments_given == 1


@pytest.mark.req("E2")
def test_a_page_with_jquery_and_alpine_goes_on(page: Page, site: Site, widget: Widget) -> None:
    page.goto(site.url("jquery-alpine"))
    widget.book()
    page.locator("#host").click()
    expect(page.locator("#host-answer")).to_have_text("1")
    assert page.evaluate("jqueryClicks") == 1


@pytest.mark.req("E2")
def test_an_invalid_htmx_config_of_the_page_is_not_read(
    page: Page, site: Site, widget: Widget
) -> None:
    page.goto(site.url("bad-htmx-config"))
    widget.book()


@pytest.mark.req("E2")
def test_a_fetch_wrapper_of_the_page_may_add_a_header(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("fetch-wrapper"))
    widget.book()
    assert stand_in.seen("OPTIONS")


@pytest.mark.req("E2")
def test_additions_to_the_prototypes_do_no_harm(page: Page, site: Site, widget: Widget) -> None:
    page.goto(site.url("prototypes"))
    widget.book()


@pytest.mark.req("E2")
@pytest.mark.parametrize(
    "planted",
    [
        "<title>Planted</title>",
        "<script>window.planted = true; document.title = 'Planted'</script>",
        "<head><title>Planted</title></head>",
        '<p hx-on:click="window.planted = true" hx-on="load -> window.planted = true">x</p>',
        '<p hx-swap-oob="innerHTML:body">Planted</p>',
        '<form hx-post="js:window.planted = true" hx-trigger="load"></form>',
        '<hx-partial hx-target="body"><p>Planted</p></hx-partial>',
    ],
)
def test_what_is_planted_in_a_fragment_neither_runs_nor_leaves_its_place(
    page: Page, site: Site, stand_in: StandIn, widget: Widget, planted: str
) -> None:
    stand_in.planted = planted
    page.goto(site.url("plain"))
    widget.shows("slot")
    for paragraph in widget.find("p[hx-on\\:click]").all():
        paragraph.click()
    page.wait_for_timeout(100)
    assert page.evaluate("window.planted") is None
    assert page.title() == "Harbour Physio"
    expect(page.locator("#after")).to_be_visible()


@pytest.mark.req("E2")
def test_hostile_styles_of_the_page_do_not_reach_the_widget(
    page: Page, site: Site, widget: Widget
) -> None:
    looks = """() => {
      const inside = document.querySelector("slotkeeper-booking").shadowRoot;
      return ["h2", "button[name=slot]", "#shown"].map((selector) => {
        const style = getComputedStyle(inside.querySelector(selector));
        return [style.color, style.fontSize, style.display, style.fontFamily, style.letterSpacing];
      });
    }"""
    page.goto(site.url("plain"))
    widget.shows("slot")
    friendly = page.evaluate(looks)
    page.goto(site.url("hostile-css"))
    widget.book()
    page.goto(site.url("hostile-css"))
    widget.shows("slot")
    assert page.evaluate(looks) == friendly


@pytest.mark.req("E3")
def test_parts_can_be_styled_from_the_page(page: Page, site: Site, widget: Widget) -> None:
    page.goto(site.url("themed"))
    widget.shows("slot")
    assert widget.find("#heading").evaluate("it => getComputedStyle(it).textDecorationLine") == (
        "underline"
    )


@pytest.mark.req("E4")
def test_two_widgets_of_two_clinics_and_the_script_twice(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("twice"))
    widget.shows("slot")
    Widget(page, 1).shows("slot")
    assert sorted(seen.path for seen in stand_in.requests) == [
        "/f/city-dental/start",
        "/f/harbour-physio/start",
    ]
    widget.book()
    Widget(page, 1).shows("slot")


@pytest.mark.req("E4")
def test_one_tag_becomes_the_widget_where_it_stands(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("one-tag"))
    widget.book()
    assert stand_in.seen("GET", "/start") == [{"type": ["initial"]}]
    assert page.locator("#here > slotkeeper-booking").count() == 1


@pytest.mark.req("E2")
def test_a_widget_that_is_moved_goes_on_where_it_was(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.hold()
    widget.find("#name").fill("Kim")
    page.evaluate("""() => {
      const widget = document.querySelector("slotkeeper-booking");
      widget.remove();
      document.querySelector("#after").after(widget);
    }""")
    expect(widget.find("#name")).to_have_value("Kim")
    widget.find("#email").fill("kim@patients.example")
    widget.find("#book").click()
    widget.shows("confirmed")
    assert len(stand_in.seen("GET", "/start")) == 1


@pytest.mark.req("E9")
def test_nothing_is_asked_for_before_the_widget_is_near(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("below-the-fold"))
    page.wait_for_function("!!customElements.get('slotkeeper-booking')")
    page.evaluate("scrollTo(0, 3000 - innerHeight - 400)")
    page.wait_for_timeout(300)
    assert stand_in.requests == []
    page.evaluate("scrollTo(0, 3000 - innerHeight - 100)")
    expect(widget.find("section")).to_be_attached()
