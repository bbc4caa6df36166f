"""A clinic's account at the pretend Stripe: its keys, its pay pages, its webhooks, its bad days."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

import httpx

from slotkeeper.gateways.stripe.client import API_VERSION
from slotkeeper.services.payment_accounts import set_payments
from slotkeeper.services.payment_keys import PaymentKeys
from tests.web.world import World

Json = dict[str, Any]

SLUG = "harbour-physio"
HOOK = f"/hooks/stripe/{SLUG}"
WEBHOOK_SECRET = "whsec_" + "greenFinch" * 3
OTHER_SECRET = "whsec_" + "redKite" * 4
ANSWER_SECONDS = 60


@dataclass
class Till:
    """`url` is the pretend Stripe's, `account` the clinic's there, `key` opens it."""

    url: str
    account: str
    key: str
    world: World

    async def take_payments(self, slug: str = SLUG, secret: str = WEBHOOK_SECRET) -> None:
        """As the clinic's owner sets it up, whatever is still to be paid."""
        toolbox, keys = self.world.toolbox, PaymentKeys(secret_key=self.key, webhook_secret=secret)
        tools, now = (toolbox.database, toolbox.vault, toolbox.payments), self.world.clock()
        assert await set_payments(*tools, slug, keys, now, force=True)

    async def payment_state(self) -> str:
        """Of the one payment that our database has."""
        row = await self.world.toolbox.database.fetch_one("SELECT state FROM payment")
        assert row is not None
        return str(row["state"])

    def control(self, path: str, method: str = "POST", /, **values: object) -> Json:
        """A command to the pretend world; anything but success is an error."""
        address = f"{self.url}/_control{path}"
        answer = httpx.request(method, address, json=values, timeout=ANSWER_SECONDS)
        answer.raise_for_status()
        said: Json = answer.json()
        return said

    def fault(self, kind: str, path: str = "*", /, **values: object) -> None:
        """Something goes wrong, at this account only."""
        self.control("/faults", kind=kind, path=path, account=self.account, **values)

    def mend(self) -> None:
        """All is well again."""
        self.control("/faults", "DELETE")

    def pay(self, pay_url: str, **how: object) -> Json:
        """What the patient does on the pay page."""
        return self.control(f"/sessions/{session_of(pay_url)}/pay", **how)

    def ask(self, path: str, /, **query: str) -> Json:
        """What the API has, raw."""
        said: Json = httpx.get(
            f"{self.url}/v1{path}",
            params=query,
            headers={"Authorization": f"Bearer {self.key}", "Stripe-Version": API_VERSION},
            timeout=ANSWER_SECONDS,
        ).json()
        return said

    def way_back(self, pay_url: str) -> str:
        """Where the pay page sends who has paid."""
        address: str = self.ask(f"/checkout/sessions/{session_of(pay_url)}")["success_url"]
        return address

    def asked(self) -> list[str]:
        """What the API was asked by or for this account."""
        requests = self.control("/requests", "GET")["requests"]
        return [
            f"{each['method']} {each['path']}"
            for each in requests
            if each["account"] == self.account
        ]

    def money(self) -> Json:
        """What the account has, in Australian cents."""
        accounts = self.control("/money", "GET")["accounts"]
        money: Json = accounts[self.account]["aud"] if self.account in accounts else {}
        return money

    def newest_event(self, kind: str) -> Json:
        """As a webhook would bring it."""
        event: Json = next(each for each in self.ask("/events")["data"] if each["type"] == kind)
        return event

    async def tell(
        self, event: Json | bytes, secret: str = WEBHOOK_SECRET, age: int = 0, path: str = HOOK
    ) -> httpx.Response:
        """Send a webhook as Stripe does; `age` in seconds is how old its signature is."""
        body = event if isinstance(event, bytes) else json.dumps(event, indent=2).encode()
        headers = {"stripe-signature": signature(body, secret, self.world.clock() - age)}
        browser = await self.world.browser("198.51.100.77")
        return await browser.post(path, content=body, headers=headers)


def signature(body: bytes, secret: str, at: int) -> str:
    """Stripe, "Verify webhook signatures manually"."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


def session_of(pay_url: str) -> str:
    """The session that an address of a pay page names."""
    return pay_url.partition("#")[0].rsplit("/", 1)[1]
