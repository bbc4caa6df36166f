"""The pages on which messages to patients are worded."""

from collections.abc import Callable

from playwright.sync_api import Page

_MESSAGES = "/staff/harbour-physio/messages"
_OPENING = "Kia ora {first_name}, lovely that you are coming. {practitioner} expects you {day}."
_CLOSING = """The door is round the corner, beside the boats: https://harbour.example/way

Please bring a towel."""


def _message(page: Page) -> None:
    page.goto(f"{_MESSAGES}/mail/booking_confirmed/en")
    page.get_by_label("Below the heading").fill(_OPENING)
    page.get_by_label("At the end").fill(_CLOSING)
    frame = page.frame_locator("iframe:not([hidden])")
    frame.get_by_text("Please bring a towel.").wait_for()


def _text(page: Page) -> None:
    page.goto(f"{_MESSAGES}/sms/booking_confirmed/en")
    page.get_by_label("Text", exact=True).fill("See you {day}, {time}. {clinic} {link}")
    page.frame_locator("iframe:not([hidden])").get_by_text("See you Tuesday").wait_for()


MESSAGE_SCENES: dict[str, Callable[[Page], object]] = {
    "messages": lambda page: page.goto(_MESSAGES),
    "message": _message,
    "message-text": _text,
}
