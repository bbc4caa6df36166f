"""Cross-origin answers for the widget: anybody may read, nothing is remembered (guides: no cookies,
no preflight).
"""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED = [
    (b"access-control-allow-origin", b"*"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]
_OPEN = ("/f/", "/embed", "/api/v1/")


def cors(app: ASGIApp) -> ASGIApp:
    """Open the widget's and the systems' addresses to every origin.

    The widget itself never causes a preflight; a host page that adds headers to every request does,
    so it is answered.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not scope["path"].startswith(_OPEN):
            await app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await send(
                {"type": "http.response.start", "status": 204, "headers": ALLOWED + _PREFLIGHT}
            )
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            await app(scope, receive, _allowing(send))

    return wrapped


def _allowing(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *ALLOWED]
        await send(message)

    return wrapped
