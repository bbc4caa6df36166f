"""Everything that patients, the clinic, Stripe and the network may do about payments, by chance."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random

from slotkeeper.domain.errors import Fact
from slotkeeper.domain.payment import Payment
from slotkeeper.services.payments.give_up import give_up
from slotkeeper.services.payments.refunds import refund_booking
from tests.services.desk import NINE
from tests.services.payments.till import DECLINED, GOOD, Till

STARTS = [NINE, NINE + 1800, NINE + 3600]
PATIENTS = ["Ada", "Bo", "Cy"]
CALLS = [
    "/v1/checkout/sessions",
    "/v1/checkout/sessions/*",
    "*/capture",
    "*/cancel",
    "*/expire",
    "/v1/refunds",
    "*",
]
LIES: list[dict[str, object]] = [
    {"amount_total": 1},
    {"client_reference_id": "somebody else's"},
    {"livemode": True},
]


class Chance:
    """The same seed does the same things; their order within a moment is left to the machine."""

    def __init__(self, till: Till, seed: int) -> None:
        self.till = till
        self.random = Random(seed)
        self.payments: list[Payment] = []
        self.done: list[str] = []

    async def moment(self) -> None:
        """One to four things at once."""
        acts = self.random.choices(*zip(*self._acts(), strict=True), k=self.random.randint(1, 4))
        self.done.append(", ".join(act.__name__ for act in acts))
        await asyncio.gather(*(self._quietly(act) for act in acts))

    def _acts(self) -> list[tuple[Callable[[], Awaitable[object]], int]]:
        """With how often they happen."""
        return [
            (self.choose, 4),
            (self.open_page, 5),
            (self.pay, 5),
            (self.choose_and_pay, 5),
            (self.come_back, 3),
            (self.webhooks, 3),
            (self.sweep, 3),
            (self.wait, 4),
            (self.give_up, 1),
            (self.place, 1),
            (self.refund, 1),
            (self.dashboard, 1),
            (self.fault, 3),
            (self.lie, 1),
        ]

    async def _quietly(self, act: Callable[[], Awaitable[object]]) -> None:
        with suppress(Fact):  # whatever a patient is told
            await act()

    def _any_payment(self) -> Payment | None:
        return self.random.choice(self.payments[-4:]) if self.payments else None

    async def choose(self) -> Payment:
        start, name = self.random.choice(STARTS), self.random.choice(PATIENTS)
        typed = {"first_name": name, "email": f"{name.lower()}@patient.example"}
        payment = await self.till.choose(start, **typed)
        self.payments.append(payment)
        return payment

    async def choose_and_pay(self) -> None:
        payment = await self.choose()
        await self.open_page(payment)
        await self.pay(payment)

    async def open_page(self, payment: Payment | None = None) -> None:
        payment = payment or self._any_payment()
        if payment and (await self.till.payment(payment)).state == "open":
            await self.till.open_page(payment)

    async def pay(self, payment: Payment | None = None) -> None:
        payment = payment or self._any_payment()
        card = self.random.choice([GOOD, GOOD, DECLINED])
        session = (await self.till.payment(payment)).session_id if payment else ""
        if session:
            await self._command(f"/sessions/{session}/pay", card=card)

    async def come_back(self) -> None:
        if payment := self._any_payment():
            await self.till.come_back(payment)

    async def webhooks(self) -> None:
        events = await self.till.events()
        if events:
            some = self.random.sample(events, min(len(events), 6))
            await self.till.control(
                "/deliveries/send", events=some, copies=2, parallel=True, order="shuffled"
            )

    async def sweep(self) -> None:
        await self.till.sweep()

    async def wait(self) -> None:
        await self.till.wait(self.random.choice([5, 10, 60, 200, 450, 1900]))

    async def give_up(self) -> None:
        if payment := self._any_payment():
            await give_up(self.till.toolbox, payment)

    async def place(self) -> None:
        await self.till.desk.place(self.random.choice(STARTS), "rival")

    async def refund(self) -> None:
        if payment := self._any_payment():
            await refund_booking(
                self.till.toolbox,
                payment.clinic_id,
                payment.booking_id,
                once=self.random.choice(["cancellation", "by hand"]),
                asked_by="chance",
                amount=self.random.choice([None, 700, 2000]),
            )

    async def dashboard(self) -> None:
        """Somebody in the clinic, or a bank."""
        payment = self._any_payment()
        intent = (await self.till.payment(payment)).intent_id if payment else ""
        act = self.random.choice(["capture", "cancel", "lose", "refund"])
        if intent:
            await self._command(f"/payment_intents/{intent}/{act}")

    async def fault(self) -> None:
        await self.till.fault(
            self.random.choice(["error", "drop", "down"]),
            self.random.choice(CALLS),
            when=self.random.choice(["before", "after"]),
            times=self.random.randint(1, 3),
        )

    async def lie(self) -> None:
        path = "/v1/checkout/sessions/cs_*"
        values = self.random.choice(LIES)
        await self.till.fault("wrong", path, method="GET", values=values, times=2)

    async def _command(self, path: str, **values: object) -> None:
        """As `control`, for what Stripe may refuse."""
        url = f"{self.till.fake}/_control{path}"
        answer = await self.till.http.post(url, json=values)
        assert answer.status_code < 500, answer.text
