"""A clinic's website: host pages on an origin of their own, each a template in `pages/`."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jinja2

HERE = Path(__file__).parent
STRICT = "default-src 'none'; script-src B; connect-src B"
TRUSTED = f"{STRICT}; require-trusted-types-for 'script'; trusted-types slotkeeper"
"""Policies of host pages; `B` stands for the origin of the booking server."""

PUBLISHED_HTMX_4 = HERE.parents[2] / "widget/static/vendor/htmx.esm.min.js"


class Site:
    """Serves `pages/{name}.html`; `values` are what the templates need (server, version, …)."""

    def __init__(self, **values: str) -> None:
        self.values = values
        self.fragments_given = 0
        self.origin = ""
        self._pages = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "pages"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )

    def url(self, page: str, csp: str = "") -> str:
        """Give the address of a page, with a Content-Security-Policy where one is named.

        `B` in the policy stands for the origin of the booking server.
        """
        policy = csp.replace(" B", " " + self.values["server"])
        return f"{self.origin}/{page}" + (f"?{urlencode({'csp': policy})}" if csp else "")

    def answer(self, target: str) -> tuple[str, dict[str, str], str]:
        """Give content type, further headers and body for a request target."""
        url = urlsplit(target)
        if url.path.startswith("/vendor/"):
            return "text/javascript", {}, _library(url.path.removeprefix("/vendor/"))
        if url.path == "/host-fragment":
            self.fragments_given += 1
            return "text/html", {}, f"answer {self.fragments_given}"
        page = self._pages.get_template(url.path.strip("/") + ".html")
        policy = parse_qs(url.query).get("csp")
        headers = {"Content-Security-Policy": policy[0]} if policy else {}
        return "text/html", headers, page.render(self.values)


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve the site on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                kind, headers, text = site.answer(self.path)
            except (jinja2.TemplateNotFound, FileNotFoundError):
                self.send_error(404)
                return
            self.send_response(200)
            for name, value in {"Content-Type": f"{kind}; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args: object) -> None:
            """Say nothing: the tests look at what the page does."""

    with listening(Handler) as origin:
        site.origin = origin
        yield site


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run an HTTP server in a thread; yields its origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _library(name: str) -> str:
    if name == "htmx-4.0.1.min.js":
        return PUBLISHED_HTMX_4.read_text("utf-8").replace("export default htmx;", "")
    return (HERE / "vendor" / name).read_text("utf-8")
