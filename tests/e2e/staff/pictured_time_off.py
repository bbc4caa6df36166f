"""Pictures of time off: who is away, what is booked then, and the public holidays."""

from collections.abc import Callable

from playwright.sync_api import Page

TIME_OFF = "/staff/harbour-physio/time-off"


def _new(page: Page) -> None:
    page.goto(f"{TIME_OFF}/new")
    page.get_by_label("Who is away").select_option("nell-tidewater")
    page.get_by_label("First day").fill("2027-01-05")
    page.get_by_label("Last day").fill("2027-01-08")
    _settled(page)


def _holidays(page: Page) -> None:
    page.goto(f"{TIME_OFF}/holidays")
    page.get_by_text("Tuesday 26 January 2027").click()
    _settled(page)


def _cancel(page: Page) -> None:
    page.goto(TIME_OFF)
    for box in page.locator(".lying [type=checkbox]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Cancel those that are ticked").click()
    page.get_by_role("heading", level=1, name="Cancel").wait_for()


def _settled(page: Page) -> None:
    """Until what the last change does is there, and no other one is asked for."""
    page.evaluate("document.activeElement.blur()")
    page.wait_for_load_state("networkidle")
    page.locator("form.sheet:not(.htmx-request)").get_by_role("button", name="Save").wait_for()


TIME_OFF_SCENES: dict[str, Callable[[Page], object]] = {
    "time-off": lambda page: page.goto(TIME_OFF),
    "time-off-new": _new,
    "time-off-holidays": _holidays,
    "time-off-cancel": _cancel,
}
