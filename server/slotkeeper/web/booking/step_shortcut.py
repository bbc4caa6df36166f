"""Answers a step that is at hand before routing begins: what all visitors ask for first."""

from dataclasses import dataclass

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from slotkeeper.services.toolbox import Toolbox
from slotkeeper.web.booking.step_cache import Entry, packed
from slotkeeper.web.cors import ALLOWED
from slotkeeper.web.etags import is_known
from slotkeeper.web.headers import FRAGMENT

_MOST = 2_000
_START = "/start"
_FRAGMENTS = "/f/"
_LENGTH = b"content-length"
_NEGOTIATED = (b"accept-encoding", b"accept-language")

_Key = tuple[str, bytes, tuple[bytes, ...]]
_Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Ready:
    entry: Entry
    headers: _Headers
    body: bytes


class StepShortcut:
    """Remembers answers by all of a request that can change them.

    Serves one only while the database says that nobody wrote since (SQLite); with PostgreSQL, where
    other processes write too, every request goes on to the handler, which asks for the versions.
    """

    def __init__(self) -> None:
        self._ready: dict[_Key, _Ready] = {}
        self._toolbox: Toolbox | None = None

    def before(self, app: ASGIApp) -> ASGIApp:
        """The application with this in front of it."""

        async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
            ready = self._find(scope)
            if ready is None:
                await app(scope, receive, send)
                return
            status, headers, body = 200, ready.headers, ready.body
            if _has_it(scope, ready.entry):
                status, headers, body = 304, _without_length(headers), b""
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body, "more_body": False})

        return wrapped

    def remember(self, scope: Scope, toolbox: Toolbox, entry: Entry, encoding: str) -> None:
        """Keep the answer to that request for the next one like it."""
        if entry.generation is None:
            return
        self._toolbox = toolbox
        body = packed(entry, encoding)
        headers = [
            *(
                (name.lower().encode(), value.encode())
                for name, value in step_headers(entry, encoding).items()
            ),
            *((name.lower().encode(), value.encode()) for name, value in FRAGMENT.items()),
            *ALLOWED,
            (b"content-type", b"text/html; charset=utf-8"),
            (_LENGTH, str(len(body)).encode()),
        ]
        if len(self._ready) >= _MOST:
            self._ready.clear()
        self._ready[_key(scope)] = _Ready(entry, headers, body)

    def _find(self, scope: Scope) -> _Ready | None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "GET" or self._toolbox is None:
            return None
        path = scope["path"]
        if not (path.startswith(_FRAGMENTS) and path.endswith(_START)):
            return None
        ready = self._ready.get(_key(scope))
        if ready is None or not ready.entry.is_unchanged(self._toolbox):
            return None
        return ready


def step_headers(entry: Entry, encoding: str) -> dict[str, str]:
    """What is said of a step that may be kept as long as it is asked for again each time."""
    vary = "Accept-Encoding, Accept-Language"
    headers = {"Cache-Control": "no-cache", "Vary": vary, "ETag": entry.etag}
    return {**headers, "Content-Encoding": encoding} if encoding else headers


def _without_length(headers: _Headers) -> _Headers:
    return [each for each in headers if each[0] != _LENGTH]


def _has_it(scope: Scope, entry: Entry) -> bool:
    """Whether the browser that asks kept this very answer."""
    asked = (value for name, value in scope["headers"] if name == b"if-none-match")
    return any(is_known(value.decode("latin-1"), entry.etag) for value in asked)


def _key(scope: Scope) -> _Key:
    negotiated = tuple(value for name, value in scope["headers"] if name in _NEGOTIATED)
    return scope["path"], scope["query_string"], negotiated
