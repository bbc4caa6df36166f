"""Where webhooks arrive: a server on a thread of its own; the test's event loop takes them."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import cast

from demo.stripe.wire import Answer, AsgiScope, Receive, Send, read_request, send_answer

Take = Callable[[bytes, str], Awaitable[int]]
"""Body and signature to the status that is answered."""


class Inbox:
    """One path a clinic, such as `/acct_1`."""

    def __init__(self) -> None:
        self.url = ""
        self._takers: dict[str, tuple[asyncio.AbstractEventLoop, Take]] = {}

    def open(self, path: str, take: Take) -> str:
        """Webhooks to that path are taken in the running loop; the address for Stripe."""
        self._takers[path] = (asyncio.get_running_loop(), take)
        return self.url + path

    def shut(self, path: str) -> None:
        """What still comes there is not found."""
        self._takers.pop(path, None)

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            for kind in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{kind}.complete"})
            return
        request = await read_request(scope, receive)
        if request.path not in self._takers:
            await send_answer(send, Answer(404))
            return
        loop, take = self._takers[request.path]
        signature = request.headers.get("stripe-signature", "")

        async def taken() -> int:
            return await take(request.body, signature)

        status = cast("Future[int]", asyncio.run_coroutine_threadsafe(taken(), loop))
        await send_answer(send, Answer(await asyncio.wrap_future(status)))
