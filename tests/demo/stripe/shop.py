"""A clinic at the fake Stripe: the real client for what Slotkeeper does, control for the rest."""

import asyncio
from typing import Any, cast

import httpx
import stripe
from stripe.params.checkout import SessionCreateParams

PRICE = 9500

Json = dict[str, Any]


class Shop:
    """One account of its own, with a key and the official client."""

    def __init__(self, url: str, account: Json) -> None:
        self.url = url
        self.account: str = account["id"]
        self.key: str = account["key"]
        self.http = stripe.HTTPXClient()
        self.client = self.client_with(self.key)
        self.sessions = self.client.v1.checkout.sessions
        self.intents = self.client.v1.payment_intents

    def client_with(self, key: str) -> stripe.StripeClient:
        return stripe.StripeClient(
            key, base_addresses={"api": self.url}, http_client=self.http, max_network_retries=0
        )

    def control(self, path: str, method: str = "POST", /, **values: object) -> Json:
        """A command, sent as the documentation says; anything but success is an error."""
        answer = httpx.request(method, f"{self.url}/_control{path}", json=values, timeout=60)
        answer.raise_for_status()
        said: Json = answer.json()
        return said

    async def start(self, amount: int = PRICE, /, **changes: object) -> stripe.checkout.Session:
        """A session as Slotkeeper makes it."""
        return await self.sessions.create_async(order(amount, **changes))

    async def authorise(self, amount: int = PRICE, /, **changes: object) -> stripe.PaymentIntent:
        """A payment that waits for its capture."""
        session = await self.start(amount, **changes)
        paid = self.control(f"/sessions/{session.id}/pay")
        return await self.intents.retrieve_async(paid["payment_intent"])

    async def receive(self, amount: int = PRICE) -> stripe.PaymentIntent:
        """A payment that is captured."""
        return await self.intents.capture_async((await self.authorise(amount)).id)

    def money(self) -> dict[str, int]:
        """What the account has, in Australian cents."""
        counted: dict[str, int] = self.control("/money", "GET")["accounts"][self.account]["aud"]
        return counted

    def fault(self, kind: str, path: str = "*", /, **values: object) -> None:
        """Something goes wrong, for this shop only."""
        self.control("/faults", kind=kind, path=path, account=self.account, **values)

    async def is_asked(self) -> None:
        """Wait until what was to go wrong has happened to somebody, and is under way."""
        while await asyncio.to_thread(self.control, "/faults", "GET") != {"faults": []}:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)

    def asked(self) -> list[tuple[str, str, int]]:
        """Method, path and status of what this shop asked of the API."""
        requests = self.control("/requests", "GET")["requests"]
        return [
            (each["method"], each["path"], each["status"])
            for each in requests
            if each["account"] == self.account
        ]


def order(amount: int = PRICE, /, **changes: object) -> SessionCreateParams:
    """Parameters of a session, as Slotkeeper sends them."""
    sent = {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],
        "client_reference_id": "booking-1",
        "metadata": {"booking": "booking-1"},
        "line_items": [item(amount)],
        "payment_intent_data": {"capture_method": "manual", "metadata": {"booking": "booking-1"}},
        "success_url": "https://book.example/return/ok?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "https://book.example/return/back",
        "custom_text": {"submit": {"message": "We keep 14:30 for you until 14:22"}},
        **changes,
    }
    return cast("SessionCreateParams", sent)


def item(amount: int = PRICE, currency: str = "aud", quantity: int = 1) -> Json:
    price = {"currency": currency, "unit_amount": amount, "product_data": {"name": "Prepayment"}}
    return {"price_data": price, "quantity": quantity}
