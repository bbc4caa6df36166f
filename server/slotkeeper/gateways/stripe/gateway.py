"""Payments with Stripe: hosted Checkout, captured by hand."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from urllib.parse import urlsplit

from slotkeeper.gateways.payments import (
    Event,
    Opened,
    Order,
    Payee,
    PaymentsDown,
    PaymentsRefused,
    Receipt,
    RefundSeen,
    Seen,
)
from slotkeeper.gateways.stripe import events
from slotkeeper.gateways.stripe.amounts import to_stripe
from slotkeeper.gateways.stripe.client import TIMEOUT, Clients
from slotkeeper.gateways.stripe.orders import checkout_params
from slotkeeper.gateways.stripe.refusals import KEY_IS_REFUSED, answered
from slotkeeper.gateways.stripe.seen import read_receipt, read_refund, read_session

if TYPE_CHECKING:
    from stripe import ListObject, RequestOptions, StripeObject

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item", bound="StripeObject")

PAY_PAGES = ("https://checkout.stripe.com",)
_MOST = 100
"""Refunds of a payment, or disputes of it, on one page of a list."""


class StripeGateway:
    """A PaymentGateway; `api` is the address of another Stripe, such as the pretend one, and
    `timeout` how many seconds a call may take.
    """

    pay_pages: tuple[str, ...]

    def __init__(self, api: str = "", timeout: float = TIMEOUT) -> None:
        self.pay_pages = (_origin(api),) if api else PAY_PAGES
        self._clients = Clients(api.rstrip("/"), timeout)
        self._timeout = timeout

    async def open_checkout(self, payee: Payee, order: Order) -> Opened:
        """Make a pay page. Raises PaymentsRefused also for what Stripe cannot count: "currency",
        "amount"; and "idempotency" for another order under the same reference and attempt.
        """
        params = checkout_params(order)
        client = await self._clients.of(payee)
        once = _once(f"{order.reference}-open-{order.attempt}")
        session = await self._answered(client.v1.checkout.sessions.create_async(params, once))
        return _understood(lambda: Opened(session_id=session.id, url=session.url or ""))

    async def look(self, payee: Payee, session_id: str) -> Seen:
        """The payment as it is now; "missing" where this key's account has no such session."""
        client = await self._clients.of(payee)
        sessions = client.v1.checkout.sessions
        try:
            session = await self._answered(
                sessions.retrieve_async(session_id, {"expand": ["payment_intent"]})
            )
        except PaymentsRefused as refused:
            if refused.code != "resource_missing":
                raise
            return Seen(session_id=session_id, session="missing")
        return _understood(read_session, session)

    async def capture(self, payee: Payee, intent_id: str, key: str) -> None:
        """Take all. Raises PaymentsRefused("payment_intent_unexpected_state") for one that is
        captured or canceled already.
        """
        intents = (await self._clients.of(payee)).v1.payment_intents
        await self._answered(intents.capture_async(intent_id, {}, _once(key)))

    async def cancel(self, payee: Payee, intent_id: str, key: str) -> None:
        """Let it go. Raises as `capture`, also while the pay page is open."""
        intents = (await self._clients.of(payee)).v1.payment_intents
        await self._answered(intents.cancel_async(intent_id, {}, _once(key)))

    async def expire(self, payee: Payee, session_id: str, key: str) -> None:
        """End an open pay page. Raises PaymentsRefused for one that is complete or expired."""
        sessions = (await self._clients.of(payee)).v1.checkout.sessions
        await self._answered(sessions.expire_async(session_id, {}, _once(key)))

    async def refund(
        self, payee: Payee, intent_id: str, amount: int, currency: str, reference: str, key: str
    ) -> RefundSeen:
        """Give back `amount` minor units of `currency`. Raises PaymentsRefused such as
        "charge_already_refunded", "charge_disputed".
        """
        refunds = (await self._clients.of(payee)).v1.refunds
        refund = await self._answered(
            refunds.create_async(
                {
                    "payment_intent": intent_id,
                    "amount": to_stripe(amount, currency),
                    "metadata": {"refund": reference},
                },
                _once(key),
            )
        )
        return _understood(read_refund, refund, currency)

    async def receipt(self, payee: Payee, intent_id: str, currency: str) -> Receipt:
        """What was received, given back and disputed, by whomever."""
        v1 = (await self._clients.of(payee)).v1
        intent = await self._answered(v1.payment_intents.retrieve_async(intent_id))
        refunds = await self._answered(
            _every(v1.refunds.list_async({"payment_intent": intent_id, "limit": _MOST}))
        )
        disputes = await self._answered(
            _every(v1.disputes.list_async({"payment_intent": intent_id, "limit": _MOST}))
        )
        return _understood(read_receipt, intent, refunds, disputes, currency)

    async def check(self, payee: Payee) -> None:
        """Prove that the key may do all that payments need, also a restricted one.

        Nothing is there to be changed: being told so is the proof. Raises PaymentsRefused
        "authentication" or "permission" otherwise.
        """
        v1 = (await self._clients.of(payee)).v1
        for asked in (
            lambda: v1.checkout.sessions.expire_async("cs_none"),
            lambda: v1.payment_intents.cancel_async("pi_none"),
            lambda: v1.refunds.create_async({"payment_intent": "pi_none"}),
            lambda: v1.disputes.list_async({"limit": 1}),
        ):
            try:
                await self._answered(asked())
            except PaymentsRefused as refused:
                if refused.code in KEY_IS_REFUSED:
                    raise

    async def read_event(self, body: bytes, header: str, secrets: Sequence[str], now: int) -> Event:
        """What a webhook says; of kind "" where it is signed and yet no event of Stripe's."""
        await self._clients.load()
        events.check_signature(body, header, secrets, now)
        return events.read_event(body)

    async def close(self) -> None:
        """Let go of connections; the gateway can be used again."""
        await self._clients.close()

    async def _answered(self, asked: Awaitable[T]) -> T:
        return await answered(asked, self._timeout)


async def _every(asked: "Awaitable[ListObject[Item]]") -> "list[Item]":
    """All of a list, page by page."""
    page = await asked
    return [each async for each in page.auto_paging_iter()]


def _understood(read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What was read. Raises PaymentsDown for an answer that is not what Stripe answers."""
    with suppress(AttributeError, TypeError):
        return read(*args, **kwargs)
    raise PaymentsDown


def _once(key: str) -> "RequestOptions":
    return {"idempotency_key": key}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
