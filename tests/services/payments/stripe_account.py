"""A clinic's account at the pretend Stripe, driven over HTTP: what goes wrong, what there is, and
when webhooks are sent.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx

from slotkeeper.gateways.stripe.client import API_VERSION

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class StripeAccount:
    """One account with its key, and the endpoint to which its webhooks go."""

    fake: str
    http: httpx.AsyncClient
    account: str = ""
    key: str = ""
    endpoint: Json = field(default_factory=dict)

    async def control(self, path: str, method: str = "POST", /, **values: object) -> Json:
        """A command to the pretend Stripe."""
        answer = await self.http.request(method, f"{self.fake}/_control{path}", json=values)
        assert answer.is_success, answer.text
        said: Json = answer.json()
        return said

    async def fault(self, kind: str, path: str = "*", /, **values: object) -> None:
        """Something goes wrong, for this clinic only."""
        await self.control("/faults", kind=kind, path=path, account=self.account, **values)

    async def heal(self) -> None:
        """All is well at Stripe again."""
        await self.control("/faults", "DELETE")

    async def money(self, currency: str = "aud") -> dict[str, int]:
        """What the clinic has at Stripe."""
        accounts = (await self.control("/money", "GET"))["accounts"]
        counted: dict[str, int] = accounts.get(self.account, {}).get(currency, {})
        return counted

    async def asked(self, ending: str, method: str = "POST") -> list[Json]:
        """What was asked of Stripe's API at paths that end so."""
        requests = (await self.control("/requests", "GET"))["requests"]
        return [
            each
            for each in requests
            if each["account"] == self.account
            and each["method"] == method
            and each["path"].endswith(ending)
        ]

    async def stripe_is_done(self) -> None:
        """Until it has come to the end of whatever it was slow at."""
        while not all(each["status"] for each in await self.asked("")):  # noqa: ASYNC110 - Stripe's
            await asyncio.sleep(0.02)

    async def at_stripe(self, path: str) -> Json:
        """An object as Stripe has it, read with the clinic's key."""
        answer = await self.http.get(f"{self.fake}/v1{path}", headers=self._headers())
        assert answer.is_success, answer.text
        said: Json = answer.json()
        return said

    async def make_at_stripe(self, path: str, values: dict[str, str]) -> Json:
        """Something of the clinic's that is none of ours."""
        url = f"{self.fake}/v1{path}"
        answer = await self.http.post(url, headers=self._headers(), data=values)
        assert answer.is_success, answer.text
        said: Json = answer.json()
        return said

    async def lie(self, session_id: str, intent: Json | None = None, **session: object) -> None:
        """Stripe says so of the session and its intent, until it is healed."""
        path = f"/checkout/sessions/{session_id}"
        values: Json = dict(session)
        if intent is not None:
            seen = await self.at_stripe(f"{path}?expand[]=payment_intent")
            values["payment_intent"] = seen["payment_intent"] | intent
        await self.fault("wrong", f"/v1{path}", times=None, values=values)

    # Webhooks wait at Stripe until they are sent

    async def events(self, *kinds: str) -> list[str]:
        """Ids of the events that Stripe has for us, the oldest first; of all kinds if none is."""
        deliveries = (await self.control("/deliveries", "GET"))["deliveries"]
        return [
            each["event"]
            for each in deliveries
            if each["endpoint"] == self.endpoint["id"] and (not kinds or each["type"] in kinds)
        ]

    async def webhooks(self, *kinds: str, **manner: object) -> list[Json]:
        """Stripe sends its events, those already sent too; what became of each delivery."""
        events = await self.events(*kinds)
        assert events, f"no events of {kinds}"
        sent = await self.control("/deliveries/send", events=events, **manner)
        return list(sent["deliveries"])

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.key}", "stripe-version": API_VERSION}
