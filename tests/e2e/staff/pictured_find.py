"""The one search: while somebody types, all that was found, and nothing."""

from collections.abc import Callable

from playwright.sync_api import Page

HOME = "/staff/harbour-physio"
_PHONE = 768


def _typing(page: Page) -> None:
    _type(page, "s")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")


def _found(page: Page) -> None:
    _type(page, "sa")
    page.keyboard.press("Enter")
    page.locator("main section").first.wait_for()


def _nothing(page: Page) -> None:
    _type(page, "Quillfeather")
    page.locator(".everywhere-none").last.wait_for()


def _type(page: Page, text: str) -> None:
    size = page.viewport_size
    is_phone = bool(size and size["width"] < _PHONE)
    page.goto(f"{HOME}/{'find' if is_phone else 'today'}")
    page.get_by_role("combobox", name="Find anything").press_sequentially(text)


FIND_SCENES: dict[str, Callable[[Page], object]] = {
    "find": _typing,
    "found": _found,
    "found-nothing": _nothing,
}
