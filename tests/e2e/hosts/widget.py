"""What a patient sees and does in the widget, for the tests."""

from typing import Any

from playwright.sync_api import Locator, Page, expect


class Widget:
    """The first (or n-th) widget in a page; Playwright looks into open shadow roots by itself."""

    def __init__(self, page: Page, number: int = 0) -> None:
        self.page = page
        self.host = page.locator("slotkeeper-booking").nth(number)

    def find(self, selector: str) -> Locator:
        return self.host.locator(selector)

    def shows(self, step: str) -> None:
        """Wait until that step is on the screen."""
        expect(self.find(f'section[data-step="{step}"]')).to_be_visible()

    def says(self, text: str) -> None:
        """Wait until the live region says that."""
        expect(self.find("[data-status]")).to_have_text(text)

    def focused(self) -> str:
        """Give the id of the element inside the widget that has the focus, "" where none has."""
        return str(self.host.evaluate("host => host.shadowRoot.activeElement?.id ?? ''"))

    def hold(self) -> None:
        """Choose the first time that is offered."""
        self.find("button[name=slot]").first.click()
        self.shows("details")

    def book(self, email: str = "kim@patients.example") -> None:
        """Go all the way from the list of times to the confirmation."""
        self.shows("slot")
        self.hold()
        self.find("[name=first_name]").fill("Kim")
        self.find("[name=email]").fill(email)
        self.find("#terms").check()
        self.find("#book").click()
        self.shows("confirmed")

    def told(self) -> list[list[Any]]:
        """Give the events that the host page was told, as [name, detail]."""
        return list(self.page.evaluate("window.told"))
