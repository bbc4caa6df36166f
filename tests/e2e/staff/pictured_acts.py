"""Pictures of what staff do with bookings and time."""

from collections.abc import Callable

from playwright.sync_api import Page

HOME = "/staff/harbour-physio"


def _booking(page: Page, name: str = "Eli Sandpiper") -> None:
    page.goto(f"{HOME}/bookings?order=day&from=2027-01-05")
    page.get_by_role("link", name=name).first.click()


def _new(page: Page) -> None:
    page.goto(f"{HOME}/calendar/new?practitioner=nell-tidewater&start=1799107200")
    page.get_by_label("Find a patient").fill("Sand")
    page.get_by_text("Eli Sandpiper").wait_for()


def _new_patient(page: Page) -> None:
    page.goto(f"{HOME}/calendar/new?practitioner=nell-tidewater&start=1799107200")
    page.get_by_text("Somebody new").click()
    page.get_by_label("Type").select_option(index=1)
    page.get_by_role("button", name="Book", exact=True).click()
    page.get_by_role("alert").wait_for()


def _against(page: Page) -> None:
    page.goto(f"{HOME}/calendar/new?practitioner=kit-saltmarsh&start=1799101800")
    page.get_by_label("Find a patient").fill("Sand")
    page.get_by_text("Eli Sandpiper").click()
    page.get_by_label("Type").select_option(index=1)
    page.get_by_role("button", name="Book", exact=True).click()
    page.get_by_role("heading", name="This goes against your rules").wait_for()


def _move(page: Page) -> None:
    _booking(page)
    page.get_by_role("link", name="Move").click()


def _taken(page: Page) -> None:
    _move(page)
    page.get_by_label("Time", exact=True).fill("09:15")
    page.get_by_role("button", name="Move").click()
    page.get_by_role("heading", name="Somebody has this time").wait_for()


def _cancel(page: Page) -> None:
    _booking(page)
    page.get_by_role("link", name="Cancel").click()
    page.get_by_text("The patient asked for it").click()


def _link(page: Page) -> None:
    _booking(page)
    page.get_by_role("link", name="New link").click()
    page.get_by_role("button", name="Make a new link").wait_for()


def _block(page: Page) -> None:
    page.goto(f"{HOME}/blocks/new?practitioner=nell-tidewater&start=1799101800&until=1799109000")
    page.get_by_label("Reason").fill("Team meeting")
    page.get_by_role("button", name="Block this time").click()
    page.get_by_role("alert").wait_for()


ACT_SCENES: dict[str, Callable[[Page], object]] = {
    "booking": _booking,
    "new-booking": _new,
    "new-patient": _new_patient,
    "against": _against,
    "move": _move,
    "taken": _taken,
    "cancel": _cancel,
    "new-link": _link,
    "block": _block,
}
