"""Pictures of repeating appointments."""

from collections.abc import Callable

from playwright.sync_api import Page

HOME = "/staff/harbour-physio"
_ELEVEN = 1_799_107_200
_HALF_PAST_NINE = 1_799_101_800
"""Cleo Driftwood is with Nell Tidewater then."""


def _asked(page: Page, who: str = "Eli Sandpiper", start: int = _ELEVEN) -> None:
    page.goto(f"{HOME}/calendar/new?practitioner=nell-tidewater&start={start}")
    page.get_by_label("Find a patient").fill(who)
    page.get_by_text(who).click()
    page.get_by_label("Type").select_option(index=2)
    page.locator("[name=repeats]").check()
    page.locator("[name=every_weeks]").fill("1")
    page.locator("[name=ends][value=times]").check()
    page.locator("[name=times]").fill("8")


def _dates(page: Page) -> None:
    _asked(page, "Juno Kelp", _HALF_PAST_NINE)
    page.get_by_role("button", name="Look at the dates").click()
    page.get_by_role("heading", name="8 dates").wait_for()


def _series(page: Page) -> None:
    """Made in the first picture, looked at in the others."""
    page.goto(f"{HOME}/series/1")
    if page.get_by_role("heading", name="To come").count():
        return
    _asked(page)
    page.get_by_role("button", name="Look at the dates").click()
    page.get_by_role("button", name="Book these appointments").click()
    page.wait_for_url("**/series/1?**")
    page.goto(f"{HOME}/series/1")


def _change(page: Page) -> None:
    _series(page)
    page.get_by_role("link", name="Change from").nth(1).click()
    page.get_by_role("heading", name="Change a repeating").wait_for()


def _end(page: Page) -> None:
    _series(page)
    page.get_by_role("link", name="End from").nth(1).click()
    page.get_by_role("heading", name="End a repeating").wait_for()


SERIES_SCENES: dict[str, Callable[[Page], object]] = {
    "repeat": _asked,
    "repeat-dates": _dates,
    "series": _series,
    "series-change": _change,
    "series-end": _end,
}
