"""Where a patient pays, and what a test sees there: the pay page, and the clinic's account."""

from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.e2e.patient import Patient
from tests.server_process import ServerProcess
from tests.waiting import wait_for

GOOD, DECLINED, ASKS = "4242424242424242", "4000000000000002", "4000002500003155"
"""Cards: charged, declined, and charged after 3-D Secure."""


class Till:
    """One clinic's account at the fake Stripe."""

    def __init__(self, url: str, account: str) -> None:
        self.url = url
        self.account = account

    def money(self) -> dict[str, int]:
        """What the account has, in Australian cents; `captures` and `refunds` are numbers."""
        accounts = self._control("GET", "/money")["accounts"]
        counted: dict[str, int] = accounts.get(self.account, {}).get("aud", {})
        return counted

    def is_paid_once(self, cents: int = 3000) -> None:
        """One charge of so much, captured, and nothing else at the patient's bank."""
        self.has(charges=1, captures=1, refunds=0, received=cents, authorised=0)

    def has(self, **figures: int) -> None:
        """Wait until the account has that."""
        found = dict[str, int]()

        def is_so() -> bool:
            money = self.money()
            found.update({name: money.get(name, 0) for name in figures})
            return found == figures

        wait_for(is_so, (found, "is not", figures))

    def tells(self, address: str, secret: str) -> None:
        """Send webhooks there."""
        endpoint = {"account": self.account, "url": address, "secrets": [secret]}
        self._control("POST", "/endpoints", **endpoint)

    def fails(self, kind: str, path: str = "/v1/*", **values: object) -> None:
        """Something goes wrong until it `heals`."""
        fault = {"kind": kind, "path": path, "account": self.account, "times": None, **values}
        self._control("POST", "/faults", **fault)

    def heals(self) -> None:
        """All is well again."""
        self._control("DELETE", "/faults")

    def loses_authorisation(self) -> None:
        """The bank lets go what was asked for last, before it is captured."""
        asked = (each["path"] for each in self._control("GET", "/requests")["requests"])
        *_, intent = (path.split("/")[3] for path in asked if "/payment_intents/" in path)
        self._control("POST", f"/payment_intents/{intent}/lose")

    def _control(self, method: str, path: str, /, **values: object) -> dict[str, Any]:
        answer = httpx.request(method, f"{self.url}/_control{path}", json=values, timeout=60)
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        return said


class PayPage:
    """The fake's pay page in a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def types(self, number: str = GOOD) -> None:
        """Fill in the form, key by key where scripts help."""
        self.page.wait_for_url("**/c/pay/**")
        self.page.get_by_label("E-mail").fill("robin.lightwater@patients.example")
        self.page.get_by_label("Card number").fill(number)
        self.page.get_by_label("Expiry date").fill("12 / 34")
        self.page.get_by_label("Security code").fill("123")
        self.page.get_by_label("Name on the card").fill("Robin Lightwater")

    def presses_pay(self) -> None:
        """The button of the pay page."""
        self.page.locator("button.pay").click()

    def pays(self, number: str = GOOD) -> None:
        """Type a card and press the button."""
        self.types(number)
        self.presses_pay()

    def says(self, text: str) -> None:
        """Wait until the pay page tells that."""
        expect(self.page.get_by_role("alert")).to_contain_text(text)

    def approves(self) -> None:
        """Pass 3-D Secure."""
        self.page.get_by_role("button", name="Yes, approve").click()

    def refuses(self) -> None:
        """Fail 3-D Secure."""
        self.page.get_by_role("button", name="No, refuse").click()

    def origin(self) -> str:
        """The fake's."""
        return "/".join(self.page.url.split("/")[:3])

    def goes_back(self) -> None:
        """By the page's own link."""
        self.page.get_by_role("link", name="Back to").click()


class Payer(Patient):
    """A patient who books insoles: A$30.00 now, A$230.00 at the clinic."""

    def comes_to_pay(self, address: str) -> str:
        """From the first step to the payment step; gives the time that was chosen."""
        self.page.goto(address)
        return self.goes_on_to_pay()

    def goes_on_to_pay(self) -> str:
        """The same, where the first step is on the screen."""
        self.goes_to_times(kind="insoles", who="nell-tidewater")
        time = self.takes()
        self.fills_in()
        self.button("Go on to payment").click()
        self.is_asked_to_pay()
        return time

    def fills_in(self, **different: str) -> None:
        """Type the contact details, with the answer that this type asks for."""
        super().fills_in(**different)
        self.find("[name=patient_is][value=new]").check()

    def is_asked_to_pay(self) -> None:
        """Wait until the payment step is on the screen, not the wait after it."""
        expect(self.find('section[data-payment="open"]')).to_be_visible()

    def waits(self) -> None:
        """Wait until it is said that the payment is under way."""
        expect(self.find('section[data-payment="waiting"]')).to_be_visible()

    def leaves_to_pay(self) -> PayPage:
        """Press the button of the payment step."""
        self.button("Pay A$30.00").click()
        self.page.wait_for_url("**/c/pay/**")
        return PayPage(self.page)

    def is_booked(self) -> None:
        """Wait for the confirmation, with what was paid."""
        self.sees("confirmed")
        expect(self.find(".paid")).to_have_text("Paid: A$30.00")
        expect(self.find(".later")).to_contain_text("A$230.00")

    def has_not_paid_yet(self) -> None:
        """The payment step again, the time still kept and running."""
        self.is_asked_to_pay()
        expect(self.find(".notice")).to_contain_text("You have not paid yet")
        timer = self.find("[data-timer]")
        before = timer.inner_text()
        expect(timer).not_to_have_text(before)


def somebody_takes(server: ServerProcess, clinic: str, time: str) -> None:
    """Another patient holds that time."""
    wanted = {"type": "insoles", "practitioner": "nell-tidewater", "location": "manly"}
    fields = {**wanted, "slot": time, "visitor": "somebody-else"}
    httpx.post(f"{server.url}/f/{clinic}/holds", data=fields, timeout=60).raise_for_status()
