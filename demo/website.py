"""The pretend clinic's own website: a second origin, so that the widget in it is truly a guest."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct

type_of_suffix = {
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

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]


class Page(Struct, frozen=True):
    """One answer, ready to be sent: status, extra headers, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def create_website(book_url: str, clinic: str = "harbour-physio") -> AsgiApp:
    """The website as an ASGI app.

    `book_url` is the public address of the booking server, `http://127.0.0.1:8000` or with a path; `clinic` the slug
    that its Book page asks for. All pages are rendered once, here.
    Raises ValueError when `book_url` is no http(s) address.
    """
    book_url = book_url.rstrip("/")
    origin = _origin_of(book_url)
    pages = _render_pages(book_url, clinic, origin) | _read_files(origin)
    missing = _page(404, _environment(book_url, clinic), "not_found", _policy(origin))

    async def website(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _answer_lifespan(receive, send)
        elif scope["type"] == "http":
            await _send(scope, send, _find(scope, pages, missing))

    return website


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        message = f"the booking server's address must start with http:// or https://, not {address!r}"
        raise ValueError(message)
    return f"{parts.scheme}://{parts.netloc}"


def _render_pages(book_url: str, clinic: str, origin: str) -> dict[str, Page]:
    environment = _environment(book_url, clinic)
    return {
        path: _page(200, environment, name, _policy(origin, widget=name == "book"))
        for path, name in PAGES.items()
    }


def _environment(book_url: str, clinic: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals |= {"book_url": book_url, "clinic": clinic}
    return environment


def _policy(origin: str, *, widget: bool = False) -> str:
    """The strictest policy that a page can live with: only the Book page lets the booking server in."""
    own = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
    if not widget:
        return f"{own}; form-action 'none'"
    return f"{own}; script-src {origin}; connect-src {origin}; form-action {origin}"


def _page(status: int, environment: Environment, name: str, policy: str) -> Page:
    body = environment.get_template(f"pages/{name}.html").render(page=name).encode()
    headers = {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-cache" if status == 200 else "no-store",
        "content-security-policy": policy,
        "etag": _etag(body),
    }
    return Page(status, headers, body)


def _read_files(origin: str) -> dict[str, Page]:
    files = (path for path in (HERE / "static").rglob("*") if path.is_file())
    return {f"/{path.relative_to(HERE / 'static').as_posix()}": _file(path, origin) for path in files}


def _file(path: Path, origin: str) -> Page:
    body = path.read_bytes()
    headers = {
        "content-type": type_of_suffix[path.suffix],
        "cache-control": "public, max-age=300",
        "content-security-policy": _policy(origin),
        "etag": _etag(body),
    }
    return Page(200, headers, body)


def _etag(body: bytes) -> str:
    return f'"{sha256(body).hexdigest()[:20]}"'


def _find(scope: Scope, pages: Mapping[str, Page], missing: Page) -> Page:
    if scope["method"] not in {"GET", "HEAD"}:
        return Page(405, {"allow": "GET, HEAD", "content-type": "text/plain"}, b"Only GET and HEAD.\n")
    path = scope["path"]
    if path != "/" and path.rstrip("/") in pages:
        bare = path.rstrip("/")
        return pages[bare] if path == bare else Page(308, {"location": bare})
    found = pages.get(path, missing)
    asked = dict(scope["headers"]).get(b"if-none-match", b"").decode("latin-1")
    return found if asked != found.headers["etag"] else Page(304, found.headers)


async def _send(scope: Scope, send: Send, page: Page) -> None:
    headers = {
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
        **page.headers,
    }
    if page.status != 304:
        headers["content-length"] = str(len(page.body))
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": page.status, "headers": encoded})
    body = b"" if scope["method"] == "HEAD" else page.body
    await send({"type": "http.response.body", "body": body})


async def _answer_lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
