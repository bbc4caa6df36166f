"""The fake Stripe as an ASGI app: API, pay pages, control, all on one address."""

import time
from collections.abc import Sequence

from .api import answer_api
from .checkout import expire_due_sessions
from .control import answer_control
from .pages import answer_page
from .payment_intents import expire_due_authorisations
from .post_office import PostOffice
from .wire import (
    Answer,
    AsgiApp,
    AsgiScope,
    Receive,
    Request,
    Send,
    read_request,
    send_answer,
)
from .world import Account, Key, World

RETRY_AFTER = (0.2, 1.0, 5.0, 20.0)
"""Seconds between the tries of a webhook; Stripe goes on for three days."""


def create_fake_stripe(
    accounts: Sequence[Account] = (),
    keys: Sequence[Key] = (),
    *,
    now: float | None = None,
    retry_after: Sequence[float] = RETRY_AFTER,
) -> AsgiApp:
    """A Stripe of its own, empty but for these accounts and keys; all else by `/_control/…`.

    `now` (seconds since 1970) is where its clock starts, the machine's time if left out.
    Webhooks need the app's lifespan to be run, as uvicorn does.
    """
    offset = 0.0 if now is None else now - time.time()
    world = World(list(retry_after), offset=offset)
    world.accounts |= {account.id: account for account in accounts}
    world.keys |= {key.key: key for key in keys}
    office = PostOffice(world)

    async def fake_stripe(scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _answer_lifespan(office, receive, send)
        elif scope["type"] == "http":
            try:
                request = await read_request(scope, receive)
            except ValueError:
                await send_answer(send, Answer(413))
                return
            await send_answer(send, await _answer(world, office, request))

    return fake_stripe


async def _answer(world: World, office: PostOffice, request: Request) -> Answer:
    expire_due_sessions(world)
    expire_due_authorisations(world)
    if request.path.startswith("/_control/"):
        return await answer_control(world, office, request)
    if request.path.startswith("/v1/"):
        return await answer_api(world, request)
    return answer_page(world, request)


async def _answer_lifespan(office: PostOffice, receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            await office.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
        await send({"type": "lifespan.startup.complete"})
