"""The desk of a clinic that is paid when booking: the real gateway against the pretend Stripe, both
clocks in hand, webhooks that come when a test says so.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from slotkeeper.domain.errors import PaymentNotReached
from slotkeeper.domain.payment import Payment
from slotkeeper.gateways.payments import SignatureWrong
from slotkeeper.gateways.stripe import StripeGateway
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.payments.checkout import open_pay_page
from slotkeeper.services.payments.patiently import UNSETTLED, settle_within
from slotkeeper.services.payments.settle import Standing
from slotkeeper.services.payments.show import Shown, show_payment
from slotkeeper.services.payments.sweep import EVERY_SECONDS, sweep
from slotkeeper.services.payments.webhook import take_webhook
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Row
from slotkeeper.storage.payment import find_payment, find_payment_of
from tests.services.desk import NINE, Desk
from tests.services.payments.stripe_account import Json, StripeAccount

PRICE, DEPOSIT = 9500, 3000
GOOD, DECLINED = "4242424242424242", "4000000000000002"
STRIPE_SECONDS = 30.0
"""How long a call to Stripe may take here: longer than any that is slow, on a busy machine too."""
HASTY_SECONDS = 0.2
"""The same for who shall not wait for one that is slow."""


@dataclass(frozen=True, kw_only=True)
class Till(StripeAccount):
    """One clinic, its account at the pretend Stripe, and its patients; one call a click."""

    desk: Desk
    hasty: StripeGateway

    @property
    def toolbox(self) -> Toolbox:
        return self.desk.toolbox

    @property
    def in_haste(self) -> "Till":
        """The same, which waits for Stripe only shortly."""
        toolbox = replace(self.toolbox, payments=self.hasty)
        return replace(self, desk=replace(self.desk, toolbox=toolbox))

    # The patient

    async def choose(self, start: int = NINE, kind: str = "standard", **typed: str) -> Payment:
        """Choose a time and send the contact details; what is to be paid for it."""
        booking = await self.desk.book(start, kind=kind, **typed)
        payment = await find_payment_of(self.desk.database, booking.clinic_id, booking.id)
        assert payment is not None, f"nothing is to be paid: {booking.state}"
        return payment

    async def open_page(self, payment: Payment, message: str = "We keep 09:00 for you") -> str:
        """Press the button that leads to the pay page; its address."""
        present = await self.payment(payment)
        return await open_pay_page(self.toolbox, present, message=message, page="")

    async def pay(self, payment: Payment, card: str = GOOD, **how: object) -> str:
        """Pay on the page that was opened; the payment's name at Stripe."""
        session = (await self.payment(payment)).session_id
        paid = await self.control(f"/sessions/{session}/pay", card=card, **how)
        return str(paid["payment_intent"])

    async def choose_and_pay(self, start: int = NINE, **typed: str) -> Payment:
        """All that the patient does; nobody has told us yet."""
        payment = await self.choose(start, **typed)
        await self.open_page(payment)
        await self.pay(payment)
        return await self.payment(payment)

    async def paid_booking(self, start: int = NINE, **typed: str) -> Payment:
        """Booked and paid."""
        payment = await self.choose_and_pay(start, **typed)
        await self.come_back(payment)
        payment = await self.payment(payment)
        assert payment.state == "captured"
        return payment

    async def come_back(self, payment: Payment) -> Standing | None:
        """From the pay page, as /return/ does."""
        return await settle_within(self.toolbox, payment)

    async def look(self, payment: Payment) -> Shown:
        """What the patient is shown."""
        clinic = await get_clinic(self.desk.database, self.desk.slug)
        present = await self.payment(payment)
        return await show_payment(self.toolbox, clinic, present)

    # Time, and what happens by itself

    async def wait(self, seconds: int) -> None:
        """On both clocks."""
        self.desk.clock.wait(seconds)
        await self.control("/clock", now=self.desk.clock())

    async def wait_until_over(self, payment: Payment, more: int = 0) -> None:
        """The deadline, and so many seconds."""
        await self.wait(payment.deadline - self.desk.clock() + more)

    async def sweep(self) -> int:
        return await sweep(self.toolbox)

    async def sweep_for(self, seconds: int) -> None:
        """As the server does it: every ten seconds."""
        for _ in range(-(-seconds // EVERY_SECONDS)):
            await self.wait(EVERY_SECONDS)
            await self.sweep()

    # What there is

    async def payment(self, payment: Payment) -> Payment:
        """As it is now."""
        found = await find_payment(self.desk.database, payment.clinic_id, payment.id)
        assert found is not None
        return found

    async def booking(self, payment: Payment) -> Row:
        """The booking that is paid for."""
        (row,) = await self.desk.rows("SELECT * FROM booking WHERE id = $1", payment.booking_id)
        return row

    async def rows(self, table: str) -> Sequence[Row]:
        """All of this clinic's."""
        return await self.desk.rows(
            f"SELECT * FROM {table} WHERE clinic_id = (SELECT id FROM clinic WHERE slug = $1)",  # noqa: S608
            self.desk.slug,
        )

    async def taken(self) -> list[int]:
        """The starts of this clinic that are booked, in order."""
        booked = [
            row["starts_at"] for row in await self.rows("booking") if row["state"] == "confirmed"
        ]
        return sorted(booked)

    async def states(self, payment: Payment) -> tuple[str, str]:
        """Of payment and booking."""
        return (await self.payment(payment)).state, (await self.booking(payment))["state"]

    async def told(self, payment: Payment) -> list[tuple[str, str]]:
        """To whom, and what, in the order in which it was queued. That somebody is booked the
        clinic is told too, which is left out here.
        """
        rows = await self.desk.rows(
            """SELECT recipient, message FROM delivery WHERE booking_id = $1
                 AND NOT (recipient = 'clinic' AND message = 'booking_confirmed') ORDER BY id""",
            payment.booking_id,
        )
        return [(row["recipient"], row["message"]) for row in rows]

    async def take(self, body: bytes, signature: str) -> int:
        """As the route does; the status that it answers."""
        try:
            await take_webhook(self.toolbox, self.desk.slug, body, signature)
        except SignatureWrong:
            return 400
        except UNSETTLED:
            return 503
        return 204


async def try_to_open(till: Till, payment: Payment) -> str:
    """The address of the pay page, "" where Stripe cannot be reached."""
    with suppress(PaymentNotReached):
        return await till.open_page(payment)
    return ""


async def page_without_answer(till: Till, payment: Payment, seconds: float = 10) -> Json:
    """Stripe has made the pay page, and its answer never reaches us; the page as Stripe has it,
    which is at work on it for so long.
    """
    await till.fault("slow", "/v1/checkout/sessions", method="POST", when="after", seconds=seconds)
    opening = asyncio.create_task(till.open_page(payment))
    while not (made := (await till.at_stripe("/checkout/sessions"))["data"]):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    opening.cancel()
    with suppress(asyncio.CancelledError):
        await opening
    assert (await till.payment(payment)).session_id == ""
    session: Json = made[0]
    return session


async def at_once(*calls: Any) -> Sequence[Any]:  # noqa: ANN401 - whatever they answer
    """All of them in parallel; what each answered or raised."""
    return await asyncio.gather(*calls, return_exceptions=True)
