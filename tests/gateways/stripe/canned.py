"""A server that answers everything alike: for what the pretend Stripe never says."""

from demo.stripe.wire import Answer, AsgiScope, Receive, Send, read_request, send_answer


class Canned:
    """Answers with that status and body."""

    def __init__(self, status: int, body: str) -> None:
        self._answer = Answer(status, body.encode(), {"content-type": "application/json"})

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            for kind in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{kind}.complete"})
            return
        await read_request(scope, receive)
        await send_answer(send, self._answer)
