"""Payments with Stripe: hosted Checkout, captured by hand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from slotkeeper.gateways.payments import (
    Event,
    Opened,
    Order,
    Payee,
    PaymentsRefused,
    Receipt,
    RefundSeen,
    Seen,
)
from slotkeeper.gateways.stripe import events
from slotkeeper.gateways.stripe.amounts import to_stripe
from slotkeeper.gateways.stripe.client import Clients, load
from slotkeeper.gateways.stripe.orders import checkout_params
from slotkeeper.gateways.stripe.refusals import answered
from slotkeeper.gateways.stripe.seen import read_receipt, read_refund, read_session

if TYPE_CHECKING:
    from stripe import RequestOptions

PAY_PAGES = ("https://checkout.stripe.com",)
_MOST = 100
"""Refunds of one payment, or disputes of it, on one page of a list."""


class StripeGateway:
    """A PaymentGateway; `api` is the address of another Stripe, such as the pretend one."""

    pay_pages: tuple[str, ...]

    def __init__(self, api: str = "") -> None:
        self.pay_pages = (_origin(api),) if api else PAY_PAGES
        self._clients = Clients(api.rstrip("/"))

    async def open_checkout(self, payee: Payee, order: Order) -> Opened:
        """Make a pay page. Raises PaymentsRefused also for what Stripe cannot count: "currency",
        "amount"; and "idempotency" for another order under the same reference and attempt.
        """
        params = checkout_params(order)
        client = await self._clients.of(payee)
        once = _once(f"{order.reference}-open-{order.attempt}")
        session = await answered(client.v1.checkout.sessions.create_async(params, once))
        return Opened(session_id=session.id, url=session.url or "")

    async def look(self, payee: Payee, session_id: str) -> Seen:
        """The payment as it is now; "missing" where this key's account has no such session."""
        client = await self._clients.of(payee)
        sessions = client.v1.checkout.sessions
        try:
            session = await answered(
                sessions.retrieve_async(session_id, {"expand": ["payment_intent"]})
            )
        except PaymentsRefused as refused:
            if refused.code != "resource_missing":
                raise
            return Seen(session_id=session_id, session="missing")
        return read_session(session)

    async def capture(self, payee: Payee, intent_id: str, key: str) -> None:
        """Take all. Raises PaymentsRefused("payment_intent_unexpected_state") for one that is
        captured or canceled already.
        """
        intents = (await self._clients.of(payee)).v1.payment_intents
        await answered(intents.capture_async(intent_id, {}, _once(key)))

    async def cancel(self, payee: Payee, intent_id: str, key: str) -> None:
        """Let it go. Raises as `capture`, also while the pay page is open."""
        intents = (await self._clients.of(payee)).v1.payment_intents
        await answered(intents.cancel_async(intent_id, {}, _once(key)))

    async def expire(self, payee: Payee, session_id: str, key: str) -> None:
        """End an open pay page. Raises PaymentsRefused for one that is complete or expired."""
        sessions = (await self._clients.of(payee)).v1.checkout.sessions
        await answered(sessions.expire_async(session_id, {}, _once(key)))

    async def refund(
        self, payee: Payee, intent_id: str, amount: int, currency: str, reference: str, key: str
    ) -> RefundSeen:
        """Give back `amount` minor units of `currency`. Raises PaymentsRefused such as
        "charge_already_refunded", "charge_disputed".
        """
        refunds = (await self._clients.of(payee)).v1.refunds
        refund = await answered(
            refunds.create_async(
                {
                    "payment_intent": intent_id,
                    "amount": to_stripe(amount, currency),
                    "metadata": {"refund": reference},
                },
                _once(key),
            )
        )
        return read_refund(refund, currency)

    async def receipt(self, payee: Payee, intent_id: str, currency: str) -> Receipt:
        """What was received, given back and disputed, by whomever."""
        v1 = (await self._clients.of(payee)).v1
        intent = await answered(v1.payment_intents.retrieve_async(intent_id))
        refunds = await answered(
            v1.refunds.list_async({"payment_intent": intent_id, "limit": _MOST})
        )
        disputes = await answered(
            v1.disputes.list_async({"payment_intent": intent_id, "limit": _MOST})
        )
        return read_receipt(intent, refunds.data, disputes.data, currency)

    async def check(self, payee: Payee) -> None:
        """Prove that the key opens the account."""
        sessions = (await self._clients.of(payee)).v1.checkout.sessions
        await answered(sessions.list_async({"limit": 1}))

    async def read_event(self, body: bytes, header: str, secrets: Sequence[str], now: int) -> Event:
        """What a webhook says; of kind "" where it is signed and yet no event of Stripe's."""
        await load()
        events.check_signature(body, header, secrets, now)
        return events.read_event(body)

    async def close(self) -> None:
        """Let go of connections; the gateway can be used again."""
        await self._clients.close()


def _once(key: str) -> "RequestOptions":
    return {"idempotency_key": key}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
