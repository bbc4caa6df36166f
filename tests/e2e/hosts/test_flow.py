"""The widget with the stand-in behind it: what the scripts do at each fragment."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hosts.site import Site
from tests.e2e.hosts.stand_in import StandIn
from tests.e2e.hosts.widget import Widget


@pytest.mark.req("E5")
def test_the_page_is_told_the_steps_and_nothing_personal(
    page: Page, site: Site, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.book()
    assert widget.told() == [
        ["ready", {}],
        ["step", {"step": "slot"}],
        ["held", {}],
        ["step", {"step": "details"}],
        ["step", {"step": "confirmed"}],
        ["booked", {}],
    ]


def test_the_first_fragment_takes_no_focus(page: Page, site: Site, widget: Widget) -> None:
    page.goto(site.url("plain"))
    widget.shows("slot")
    assert page.evaluate("document.activeElement === document.body")
    expect(widget.find("[data-status]")).to_have_text("")


def test_after_a_refused_field_it_has_the_focus_and_all_text_is_there(
    page: Page, site: Site, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.hold()
    widget.find("#name").fill("Kim")
    widget.find("#email").fill("no address")
    widget.find("#book").click()
    widget.says("There is a problem.")
    assert widget.focused() == "email"
    expect(widget.find("#email")).to_have_value("no address")
    expect(widget.find("#name")).to_have_value("Kim")
    widget.find("#name").focus()
    widget.find("#to-field").click()
    assert widget.focused() == "email"
    assert "#" not in page.url


def test_a_patient_who_went_on_elsewhere_in_the_page_keeps_the_focus_there(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.shows("slot")
    page.evaluate("document.body.append(Object.assign(document.createElement('input'), {id: 'x'}))")
    stand_in.delays["null"] = 2
    widget.find("button[name=slot]").click()
    page.locator("#x").focus()
    widget.shows("details")
    assert page.evaluate("document.activeElement.id") == "x"


def test_links_lead_to_the_server_not_into_the_page(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    expect(widget.find("#whole")).to_have_attribute("href", f"{stand_in.origin}/c/harbour-physio")
    widget.find("#day-6").click()
    expect(widget.find("#shown")).to_have_text("times of 6")
    expect(widget.find("#whole")).to_have_attribute("href", f"{stand_in.origin}/c/harbour-physio")


def test_check_14_three_quick_changes_of_day_end_on_the_last(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.shows("slot")
    stand_in.delays.update({'["6"]': 0.6, '["7"]': 0.3})
    for day in (6, 7, 8):
        widget.find(f"#day-{day}").click()
    expect(widget.find("#shown")).to_have_text("times of 8")
    page.wait_for_timeout(900)
    expect(widget.find("#shown")).to_have_text("times of 8")


def test_check_14_a_double_click_on_a_time_makes_one_hold(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.shows("slot")
    stand_in.delays["null"] = 0.3
    widget.find("button[name=slot]").dblclick()
    widget.shows("details")
    page.wait_for_timeout(500)
    assert len(stand_in.seen("POST", "/holds")) == 1


def test_a_request_dims_at_once_and_shows_the_line_when_it_takes_long(
    page: Page, site: Site, stand_in: StandIn, widget: Widget
) -> None:
    page.goto(site.url("plain"))
    widget.shows("slot")
    stand_in.delays['["6"]'] = 3
    root = widget.find(".root")
    root.evaluate(_NOTE_LOOKS)
    widget.find("#day-6").click()
    expect(widget.find("#shown")).to_have_text("times of 6")
    expect(root).to_have_class("root")
    expect(root).to_have_attribute("aria-busy", "false")
    (*dimmed, at), (*with_line, later), *_ = page.evaluate("window.looks")
    assert (dimmed, with_line) == (["root is-busy", "true"], ["root is-busy is-slow", "true"])
    assert later - at >= _LINE_AFTER_MS


_LINE_AFTER_MS = 150 - 5
"""As browsers round their clocks."""

_NOTE_LOOKS = """root => {
  window.looks = [];
  const note = () => window.looks.push([root.className, root.ariaBusy, performance.now()]);
  new MutationObserver(note).observe(root, { attributes: true, attributeFilter: ["class"] });
}"""
