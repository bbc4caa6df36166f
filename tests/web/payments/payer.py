"""A patient who has to pay first: to the payment step, to the pay page, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from tests.web.page import Page
from tests.web.patient import ADA, Patient
from tests.web.payments.till import Till
from tests.web.world import Clock

CLINIC_PAGE = "https://harbour-physio.example/book?from=menu"
TYPING_SECONDS = 20
"""Whoever is much faster is taken for a machine."""


@dataclass
class Payer(Patient):
    """`pay_url` is the pay page that the last press of "Pay" led to."""

    clock: Clock = field(default_factory=Clock)
    pay_url: str = ""

    @property
    def token(self) -> str:
        """The payment that was shown last."""
        shown = (Page(each.text).step for each in reversed(self.answers))
        return next(each["data-payment-token"] for each in shown if "data-payment-token" in each)

    async def choose_time(self, kind: str = "insoles", number: int = 0, **chosen: str) -> Page:
        """To the contact details, and a while before anything is typed."""
        times = await self.go_to_times(type=kind, **chosen)
        return await self.hold(times.slots[number])

    async def go_to_payment(
        self, kind: str = "insoles", number: int = 0, typed: Mapping[str, str] = ADA, **chosen: str
    ) -> Page:
        """To the payment step, if one is due."""
        await self.choose_time(kind, number, **chosen)
        self.clock.advance(TYPING_SECONDS)
        return await self.book(typed)

    async def press_pay(self, **more: str) -> httpx.Response:
        """Send the form of the payment step, in the widget with the address of the clinic's page;
        nothing is followed.
        """
        page = {"page": CLINIC_PAGE} if self.is_fragment else {}
        fields = {**self.page.form("/payments").fields, **page, **more}
        answer = await self.http.post(f"{self.prefix}/payments", data=fields)
        self.answers.append(answer)
        self.pay_url = answer.headers.get("hx-redirect") or answer.headers.get("location", "")
        return answer

    async def ask_state(self, token: str) -> Page:
        """How a payment stands, as the widget or a reloaded page asks."""
        if self.is_fragment:
            return await self.post("/payments/state", {"payment": token})
        await self.get(f"/p/{token}")
        if self.answer.status_code == httpx.codes.SEE_OTHER:
            self.answers.append(await self.http.get(self.answer.headers["location"]))
        return self.page

    async def come_back(self, way_back: str) -> Page:
        """Follow the pay page's way back: in the widget to the clinic's page, which asks for the
        state with the token of its fragment; else to our own page.
        """
        answer = await self.http.get(way_back)
        assert answer.status_code == 303
        self.answers.append(answer)
        token = token_of(answer.headers["location"])
        if self.is_fragment:
            return await self.post("/links", {"link": token})
        return await self.ask_state(token)

    async def pay_all_the_way(
        self, till: Till, kind: str = "insoles", number: int = 0, **chosen: str
    ) -> Page:
        """From the first step to the confirmation."""
        await self.go_to_payment(kind, number, ADA, **chosen)
        await self.press_pay()
        till.pay(self.pay_url)
        return await self.come_back(till.way_back(self.pay_url))


def token_of(address: str) -> str:
    """The payment's token in the address that a patient was sent back to."""
    if "#slotkeeper=" in address:
        return address.partition("#slotkeeper=")[2].partition(".")[2]
    return address.partition("/p/")[2].partition("?")[0]
