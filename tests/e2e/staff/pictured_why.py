"""Why a time is not offered, and what a patient would see."""

from collections.abc import Callable

from playwright.sync_api import Page

HOME = "/staff/harbour-physio"
_ASKED = "type=initial&day=2027-01-05&patient_is=new"


def _stretch(page: Page) -> None:
    page.goto(f"{HOME}/why?{_ASKED}")
    page.get_by_role("group", name="Nell Tidewater").get_by_role("link").nth(2).focus()


WHY_SCENES: dict[str, Callable[[Page], object]] = {
    "why": lambda page: page.goto(f"{HOME}/why?{_ASKED}&time=14:05"),
    "why-day": _stretch,
    "preview": lambda page: page.goto(f"{HOME}/preview?{_ASKED}&practitioner=nell-tidewater"),
}
