"""The desk check: good for today, several to choose from, not known, and a time now."""

from collections.abc import Callable

from playwright.sync_api import Page

DESK = "/staff/harbour-physio/desk-check"


def _check(page: Page, text: str) -> None:
    page.goto(DESK)
    page.get_by_label("Reference, name").fill(text)
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".desk-answer, .desk-choose").first.wait_for()


def _squeeze(page: Page) -> None:
    _check(page, "Juno")
    page.get_by_role("link", name="Find a time now").click()
    page.locator(".desk-offers h2").wait_for()


DESK_SCENES: dict[str, Callable[[Page], object]] = {
    "desk-check": lambda page: _check(page, "Juno"),
    "desk-choose": lambda page: _check(page, "d"),
    "desk-unknown": lambda page: _check(page, "K7M-2QXA"),
    "desk-squeeze": _squeeze,
    "desk-without": lambda page: page.goto(f"{DESK}/without-booking"),
}
