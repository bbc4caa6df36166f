"""A patient's way through the steps of the demo clinic, in the widget or on the hosted page."""

from playwright.sync_api import Locator, Page, expect

DETAILS = {
    "first_name": "Robin",
    "last_name": "Lightwater",
    "email": "robin.lightwater@patients.example",
    "phone": "02 5550 7712",
}
FRAME = {"widget": "slotkeeper-booking", "page": "main"}


class Patient:
    """Looks at one page; `where` is "widget" or "page" (the hosted one)."""

    def __init__(self, page: Page, where: str = "widget") -> None:
        self.page = page
        self.host = page.locator(FRAME[where]).first

    def find(self, selector: str, has_text: str | None = None) -> Locator:
        return self.host.locator(selector, has_text=has_text)

    def button(self, name: str) -> Locator:
        return self.host.get_by_role("button", name=name)

    def sees(self, step: str) -> None:
        """Wait until that step is on the screen."""
        expect(self.find(f'section[data-step="{step}"]')).to_be_visible()

    def hears(self, text: str) -> None:
        """Wait until the live region says that."""
        expect(self.page.locator("[data-status]").first).to_have_text(text)

    def choose(self, name: str, value: str) -> None:
        """Press the answer of the type, location or practitioner step."""
        self.find(f'button[name="{name}"][value="{value}"]').click()

    def goes_to_times(self, kind: str = "initial", place: str = "manly", who: str = "any") -> None:
        """From the first step to the list of times."""
        self.sees("type")
        self.choose("type", kind)
        self.sees("location")
        self.choose("location", place)
        self.sees("practitioner")
        self.choose("practitioner", who)
        self.sees("slot")

    def takes(self, number: int = 0) -> str:
        """Choose the n-th time of the day that is shown; gives its value."""
        button = self.find("button[name=slot]").nth(number)
        value = button.get_attribute("value") or ""
        button.click()
        self.sees("details")
        return value

    def fills_in(self, **different: str) -> None:
        """Type the contact details and accept the terms."""
        for name, value in {**DETAILS, **different}.items():
            self.find(f"#{name}").fill(value)
        self.find("#terms").check()

    def types(self, name: str, text: str) -> None:
        """As a person does, key by key."""
        self.find(f"#{name}").press_sequentially(text, delay=60)

    def typed(self) -> dict[str, str]:
        """What stands in the fields now."""
        return {name: self.find(f"#{name}").input_value() for name in DETAILS}

    def books(self) -> str:
        """Press the main button; gives the reference."""
        self.button("Book appointment").click()
        self.sees("confirmed")
        return self.find("[data-reference]").get_attribute("data-reference") or ""

    def goes_all_the_way(self) -> None:
        """From the first question to the confirmation."""
        self.goes_to_times()
        self.takes()
        self.fills_in()
        self.books()

    def focused(self) -> str:
        """The id of the element that has the focus, "" where none has."""
        script = "host => (host.shadowRoot ?? document).activeElement?.id ?? ''"
        return str(self.host.evaluate(script))
