"""Webhooks: signed, sent, sent again; held back, doubled, turned round or late on request."""

import asyncio
import hmac
import random
import time
from collections.abc import Awaitable, Sequence
from hashlib import sha256

import httpx
import msgspec
from msgspec import Struct, field

from .shapes import Body, shape
from .world import Endpoint, Record, World

HELD, SENDING, DELIVERED, FAILED = "held", "sending", "delivered", "failed"
_HANDS = 32


class Delivery(Struct):
    """One event on its way to one endpoint; `answers` are statuses, or the connection's error."""

    event: str
    type: str
    endpoint: str
    state: str = SENDING
    answers: list[int | str] = field(default_factory=list)


class Manner(Struct, forbid_unknown_fields=True):
    """How held or old deliveries are sent by hand.

    `age` puts the signature that many seconds back; `secret` signs with another secret.
    """

    events: list[str] | None = None
    order: str = "given"
    copies: int = 1
    parallel: bool = False
    age: int = 0
    secret: str | None = None


class PostOffice:
    """Sends the world's events to its endpoints, in the background."""

    def __init__(self, world: World) -> None:
        self.deliveries: list[Delivery] = []
        self._world = world
        self._underway: set[asyncio.Task[None]] = set()
        # More at once would wait for each other within the client, and count that as no answer.
        self._hands = asyncio.Semaphore(_HANDS)
        # The machine's proxy settings are no concern of servers on 127.0.0.1.
        self._client = httpx.AsyncClient(trust_env=False)
        world.on_event = self._post

    async def send(self, manner: Manner) -> list[Delivery]:
        """Send what is held, or these events whatever became of them; once, without retries."""
        chosen = [
            delivery
            for delivery in self.deliveries
            if (
                delivery.state == HELD if manner.events is None else delivery.event in manner.events
            )
        ]
        if manner.order == "reversed":
            chosen.reverse()
        if manner.order == "shuffled":
            random.shuffle(chosen)
        sendings = [self._send(each, manner) for each in chosen for _ in range(manner.copies)]
        await _all(sendings, parallel=manner.parallel)
        return chosen

    async def rest(self, seconds: float) -> bool:
        """Wait until nothing is underway; False when that takes longer."""
        if self._underway:
            await asyncio.wait(self._underway, timeout=seconds)
        return not self._underway

    async def close(self) -> None:
        """Stop what is underway."""
        for task in self._underway:
            task.cancel()
        await asyncio.gather(*self._underway, return_exceptions=True)
        await self._client.aclose()

    def _post(self, event: Record) -> None:
        for endpoint in self._world.endpoints.values():
            if self._listens(endpoint, event):
                event.body["pending_webhooks"] += 1
                state = HELD if endpoint.hold else SENDING
                kind = event.body["type"]
                delivery = Delivery(event.body["id"], kind, endpoint.id, state)
                self.deliveries.append(delivery)
                if not endpoint.hold:
                    task = asyncio.create_task(self._deliver(delivery, endpoint))
                    self._underway.add(task)
                    task.add_done_callback(self._underway.discard)

    def _listens(self, endpoint: Endpoint, event: Record) -> bool:
        account = self._world.accounts[event.account]
        owner = account.platform if endpoint.connect else account.id
        wanted = "*" in endpoint.events or event.body["type"] in endpoint.events
        return wanted and (endpoint.account, endpoint.livemode) == (owner, event.livemode)

    async def _deliver(self, delivery: Delivery, endpoint: Endpoint) -> None:
        await asyncio.sleep(endpoint.delay)
        sendings = [self._send(delivery, Manner()) for _ in range(endpoint.copies)]
        await _all(sendings, parallel=endpoint.parallel)
        for seconds in endpoint.retry_after:
            if delivery.state == DELIVERED:
                return
            delivery.state = SENDING
            await asyncio.sleep(seconds)
            await self._send(delivery, Manner())

    async def _send(self, delivery: Delivery, manner: Manner) -> None:
        endpoint = self._world.endpoints.get(delivery.endpoint)
        if endpoint is None:
            delivery.state = FAILED
            return
        payload = msgspec.json.encode(self._event(delivery.event, connect=endpoint.connect))
        secrets = [manner.secret] if manner.secret else endpoint.secrets
        signed_at = self._world.now() - manner.age
        headers = {
            "content-type": "application/json; charset=utf-8",
            "stripe-signature": sign(payload, secrets, signed_at),
            "user-agent": "Stripe/1.0 (pretend)",
        }
        try:
            async with self._hands:
                answer = await self._client.post(
                    endpoint.url, content=payload, headers=headers, timeout=endpoint.timeout
                )
            delivery.answers.append(answer.status_code)
            good = answer.is_success
        except (httpx.HTTPError, AttributeError) as error:  # anyio's, of a server gone meanwhile
            delivery.answers.append(type(error).__name__)
            good = False
        if delivery.state != DELIVERED:
            delivery.state = DELIVERED if good else FAILED

    def _event(self, event_id: str, *, connect: bool) -> Body:
        record = self._world.records[event_id]
        return shape(record.body) | ({"account": record.account} if connect else {})


def sign(payload: bytes, secrets: Sequence[str], signed_at: int | None = None) -> str:
    """The header `Stripe-Signature`: one `v1` for each secret, and a `v0` that says nothing.

    `signed_at` in seconds since 1970, now if left out.
    """
    stamp = int(time.time()) if signed_at is None else signed_at
    signed = f"{stamp}.".encode() + payload
    marks = [hmac.new(secret.encode(), signed, sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={stamp}", *(f"v1={mark}" for mark in marks), f"v0={'0' * 64}"])


async def _all(sendings: Sequence[Awaitable[None]], *, parallel: bool) -> None:
    if parallel:
        await asyncio.gather(*sendings)
        return
    for sending in sendings:
        await sending
