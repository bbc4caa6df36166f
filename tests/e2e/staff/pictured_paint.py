"""Times that are marked in the calendar, for its pictures."""

from collections.abc import Callable

from playwright.sync_api import Page

_CALENDAR = "/staff/harbour-physio/calendar"
_KIT = "practitioner=kit-saltmarsh"
_ROW = 6  # pixels for five minutes


def _protected(page: Page) -> None:
    """Thursday of next week, down to where the evening is protected."""
    page.goto(f"{_CALENDAR}?day=2027-01-14&{_KIT}")
    _down_to_the_evening(page)


def _stroke(page: Page) -> None:
    """A stretch that was dragged, and the form for it."""
    page.goto(f"{_CALENDAR}?day=2027-01-14&{_KIT}&paint=on")
    _down_to_the_evening(page)
    layer = page.locator(".cal-layer.protected").bounding_box()
    assert layer
    x, y = layer["x"] + 40, layer["y"] - 18 * _ROW + 3
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 12 * _ROW - 6, steps=4)
    page.mouse.up()
    page.locator("[data-panel] form").wait_for()


def _by_finger(page: Page) -> None:
    """On a phone the form has a page of its own."""
    if (page.viewport_size or {"width": 0})["width"] >= 768:
        _stroke(page)
    else:
        page.goto(f"{_CALENDAR}/paint?{_KIT}&start=1800426600&until=1800433800")


def _row(page: Page) -> None:
    page.goto("/staff/harbour-physio/settings/practitioners/kit-saltmarsh#q-protected")
    page.get_by_role("button", name="Add offered times").click()
    page.locator("#q-offered fieldset fieldset").wait_for()


def _down_to_the_evening(page: Page) -> None:
    page.wait_for_load_state("load")
    page.locator("[data-scroll]").evaluate("(place) => place.scrollTo(0, place.scrollHeight)")


PAINT_SCENES: dict[str, Callable[[Page], object]] = {
    "calendar-protected": _protected,
    "calendar-mark": _by_finger,
    "settings-protected": _row,
}
"""By name, what leads to each view."""
