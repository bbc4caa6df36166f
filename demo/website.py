"""The pretend clinic's own website: a second origin, so that the widget in it is truly a guest."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct

TYPE_OF_SUFFIX = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
HERE = Path(__file__).parent / "website"
PAGES = {
    "/": "home",
    "/practitioners": "practitioners",
    "/prices": "prices",
    "/book": "book",
    "/contact": "contact",
}

_OWN = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; frame-ancestors 'none'; form-action "
)
_SHUT = f"{_OWN}'none'"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]


class Page(Struct, frozen=True):
    """One answer, ready to be sent: status, extra headers, body."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes = b""


def create_website(book_url: str, clinic: str = "harbour-physio") -> AsgiApp:
    """The website as an ASGI app.

    `book_url` is the public address of the booking server, such as `http://127.0.0.1:8000`, also
    with a path; `clinic` the slug that the Book page asks for. All pages are rendered once, here.
    Raises ValueError when `book_url` is no http(s) address.
    """
    book_url = book_url.rstrip("/")
    origin = _origin_of(book_url)
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals |= {"book_url": book_url, "clinic": clinic}
    pages = _render_pages(environment, origin) | _read_files()
    missing = _render(environment, "not_found", _SHUT, HTTPStatus.NOT_FOUND)

    async def website(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _answer_lifespan(receive, send)
        elif scope["type"] == "http":
            await _send(scope, send, _find(scope, pages, missing))

    return website


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(f"the booking server must start with http:// or https://, not {address!r}")
    return f"{parts.scheme}://{parts.netloc}"


def _render_pages(environment: Environment, origin: str) -> dict[str, Page]:
    """Only the Book page lets the booking server in."""
    guest = f"{_OWN}{origin}; script-src {origin}; connect-src {origin}"
    return {
        path: _render(environment, name, guest if name == "book" else _SHUT, HTTPStatus.OK)
        for path, name in PAGES.items()
    }


def _render(environment: Environment, name: str, policy: str, status: HTTPStatus) -> Page:
    body = environment.get_template(f"pages/{name}.html").render(page=name).encode()
    headers = {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": policy,
        "cache-control": "no-cache",  # keep it, but ask each time
        "etag": _etag(body),
    }
    if status is HTTPStatus.NOT_FOUND:
        headers |= {"cache-control": "no-store", "etag": ""}
    return Page(status, headers, body)


def _read_files() -> dict[str, Page]:
    folder = HERE / "static"
    files = (path for path in folder.rglob("*") if path.is_file())
    return {f"/{path.relative_to(folder).as_posix()}": _file(path) for path in files}


def _file(path: Path) -> Page:
    body = path.read_bytes()
    headers = {
        "content-type": TYPE_OF_SUFFIX[path.suffix],
        "cache-control": "public, max-age=300",
        "etag": _etag(body),
    }
    return Page(HTTPStatus.OK, headers, body)


def _etag(body: bytes) -> str:
    return f'"{sha256(body).hexdigest()[:20]}"'


def _find(scope: Scope, pages: Mapping[str, Page], missing: Page) -> Page:
    if scope["method"] not in {"GET", "HEAD"}:
        return Page(HTTPStatus.METHOD_NOT_ALLOWED, {"allow": "GET, HEAD"})
    path, bare = scope["path"], scope["path"].rstrip("/")
    if path not in pages and bare in pages:
        return Page(HTTPStatus.PERMANENT_REDIRECT, {"location": bare})
    found = pages.get(path, missing)
    known = dict(scope["headers"]).get(b"if-none-match", b"").decode("latin-1")
    if known and known == found.headers["etag"]:
        return Page(HTTPStatus.NOT_MODIFIED, found.headers)
    return found


async def _send(scope: Scope, send: Send, page: Page) -> None:
    headers = {
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
        **{name: value for name, value in page.headers.items() if value},
    }
    if page.status is not HTTPStatus.NOT_MODIFIED:
        headers["content-length"] = str(len(page.body))
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": page.status.value, "headers": encoded})
    body = b"" if scope["method"] == "HEAD" else page.body
    await send({"type": "http.response.body", "body": body})


async def _answer_lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
