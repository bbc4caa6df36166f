"""Where webhooks arrive: a server that keeps what it is sent and answers as it is told."""

import asyncio
import contextlib
import json

import stripe

from demo.stripe.wire import Answer, AsgiScope, Receive, Request, Send, read_request, send_answer


class Inbox:
    """`statuses` are answered one after the other, then 200; `pause` seconds go by before each.

    With `party` set, each waits for an answer until that many are inside, at most ten seconds.
    """

    def __init__(self) -> None:
        self.url = ""
        self.received: list[Request] = []
        self.statuses: list[int] = []
        self.pause = 0.0
        self.party = 0
        self.at_once = 0
        self._busy = 0
        self._full = asyncio.Event()

    def events(self, secret: str) -> list[stripe.Event]:
        """What came, read and checked by the official client."""
        return [
            stripe.Webhook.construct_event(
                request.body, request.headers["stripe-signature"], secret, api_key="sk_test_none"
            )
            for request in self.received
        ]

    def types(self) -> list[str]:
        """Types in the order of arrival."""
        return [json.loads(request.body)["type"] for request in self.received]

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await _lifespan(receive, send)
            return
        self.received.append(await read_request(scope, receive))
        status = self.statuses.pop(0) if self.statuses else 200
        self._busy += 1
        self.at_once = max(self.at_once, self._busy)
        await asyncio.sleep(self.pause)
        await self._company()
        self._busy -= 1
        await send_answer(send, Answer(status))

    async def _company(self) -> None:
        if self._busy >= self.party:
            self._full.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._full.wait(), 10)


async def _lifespan(receive: Receive, send: Send) -> None:
    for kind in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{kind}.complete"})
