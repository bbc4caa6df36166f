"""The page and the widget leave each other alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hosts.site import Site
from tests.e2e.hosts.stand_in import StandIn
from tests.e2e.hosts.widget import Widget


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
def test_check_12_what_is_planted_in_a_fragment_neither_runs_nor_leaves_its_place(
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


@pytest.mark.req("E4")
def test_check_19_two_widgets_of_two_clinics_and_the_script_twice(
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
def test_check_19_a_widget_that_is_moved_goes_on_where_it_was(
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
def test_check_13_nothing_is_asked_for_before_the_widget_is_near(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("below-the-fold"))
    page.wait_for_function("!!customElements.get('slotkeeper-booking')")
    page.evaluate("scrollTo(0, 3000 - innerHeight - 400)")
    page.wait_for_timeout(300)
    assert stand_in.requests == []
    page.evaluate("scrollTo(0, 3000 - innerHeight - 100)")
    expect(widget.find("section")).to_be_attached()
