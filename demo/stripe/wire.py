"""HTTP as this server sees it: one request read whole, one answer sent whole."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import msgspec
from msgspec import Struct

LARGEST_BODY = 1_000_000

AsgiScope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
AsgiApp = Callable[[AsgiScope, Receive, Send], Awaitable[None]]


class Request(Struct, frozen=True):
    """One request; names of headers are in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def origin(self) -> str:
        """Where the client reached this server, such as `http://127.0.0.1:12111`."""
        return f"http://{self.headers.get('host', '127.0.0.1')}"


class Answer(Struct, frozen=True):
    """One answer. `broken` closes the connection before the body is sent."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = {}
    broken: bool = False


def answer_json(status: int, value: object, headers: Mapping[str, str] | None = None) -> Answer:
    """Stripe's own answers are indented by two."""
    body = msgspec.json.format(msgspec.json.encode(value), indent=2)
    return Answer(status, body, {"content-type": "application/json", **(headers or {})})


async def read_request(scope: AsgiScope, receive: Receive) -> Request:
    """Raises ValueError when the body is larger than 1 MB."""
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST_BODY:
            raise ValueError("the body is too large")
    return Request(
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        headers={
            name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]
        },
        body=body,
    )


async def send_answer(send: Send, answer: Answer) -> None:
    """A broken answer is left unfinished: uvicorn then closes the connection."""
    headers = {
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        **answer.headers,
        "content-length": str(len(answer.body)),
    }
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": encoded})
    if not answer.broken:
        await send({"type": "http.response.body", "body": answer.body})
