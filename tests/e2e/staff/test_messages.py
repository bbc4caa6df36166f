"""An owner words a message: sees it while typing, sends a test, saves it, takes it back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.mailing import Mailbox, catcher, mailbox, server
from tests.e2e.staff.owner import owner_of
from tests.server_process import ServerProcess

__all__ = ["catcher", "mailbox", "server"]
pytestmark = [pytest.mark.e2e, pytest.mark.req("N7")]

_FIRST = "Hello {first_name}, we look forward to seeing you."


@pytest.fixture
def owner(server: ServerProcess, clinic: str, chromium: Browser) -> Iterator[Page]:
    with owner_of(server, clinic, chromium, "status of 422") as page:
        yield page


@pytest.fixture
def booked(owner: Page, clinic: str) -> Page:
    """The page of the confirmation."""
    owner.goto(f"/staff/{clinic}/messages")
    owner.get_by_role("link", name="Appointment booked").first.click()
    owner.wait_for_url("**/mail/booking_confirmed/en")
    return owner


def shown(page: Page) -> FrameLocator:
    """The message beside the form."""
    return page.frame_locator("iframe:not([hidden])")


def test_what_is_typed_shows_at_once_and_a_placeholder_goes_where_the_cursor_is(
    booked: Page,
) -> None:
    below = booked.get_by_label("Below the heading")
    expect(below).to_have_value(_FIRST)
    expect(shown(booked).get_by_text("Hello Ada, we look forward")).to_be_visible()
    below.fill("Kia ora , see you soon.\n\nBring a towel.")
    below.press("Control+Home")
    for _ in "Kia ora ":
        below.press("ArrowRight")
    booked.get_by_role("button", name="First name of the reader").click()
    expect(below).to_have_value("Kia ora {first_name}, see you soon.\n\nBring a towel.")
    expect(shown(booked).get_by_text("Kia ora Ada, see you soon.")).to_be_visible()
    booked.get_by_label("Dark").check(force=True)
    expect(shown(booked).locator("h1")).to_have_css("color", "rgb(233, 237, 238)")
    booked.go_back()
    booked.wait_for_url("**/messages")


def test_a_test_then_saved_then_undone_then_the_standard_words(
    booked: Page, mailbox: Mailbox
) -> None:
    booked.get_by_label("At the end").fill("The door is round the corner: https://way.example/in")
    booked.get_by_role("button", name="Send me a test").click()
    expect(booked.get_by_role("status")).to_contain_text("A test with these words was sent to")
    letter = mailbox.letter(about="Test: Your appointment at")
    assert "https://way.example/in" in letter.body("plain")
    booked.get_by_role("button", name="Save words").click()
    expect(booked.get_by_role("status")).to_have_text("Saved. The next message says it so.")
    booked.get_by_role("button", name="Undo the last change").click()
    expect(booked.get_by_label("At the end")).to_have_value("")
    booked.get_by_role("button", name="Undo the last change").click()
    booked.get_by_role("button", name="Back to the standard words").click()
    expect(booked.get_by_text("In the standard words.")).to_be_visible()


@pytest.mark.req("E5")
def test_the_pages_can_be_used_by_everybody_and_on_a_telephone(booked: Page) -> None:
    booked.set_viewport_size({"width": 320, "height": 720})
    for path in (booked.url.rpartition("/mail/")[0], booked.url, _text(booked.url)):
        booked.goto(path)
        width = booked.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, f"{path}: {width}"
        has_no_fault(booked)


def _text(url: str) -> str:
    return url.replace("/mail/", "/sms/")
