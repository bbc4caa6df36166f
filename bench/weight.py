"""What a patient's browser must fetch, and how long it takes on a slow line."""

import asyncio
import gzip
import http.server
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Request, sync_playwright

from bench import servers
from bench.clinic import clinic_file
from bench.report import say
from slotkeeper.bundle import compose_embed

_MOST_EMBED = 20_480
_MOST_FRAGMENT = 4_096
_MOST_REQUESTS = 3
_BYTES_A_SECOND = 1_600_000 / 8
_LATENCY_MS = 150
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def measure(folder: Path) -> None:
    """Sizes, requests, and the time until a time of day can be seen at 1.6 Mbit/s and 150 ms."""
    database = str(folder / "weight.db")
    asyncio.run(servers.prepare(database, [clinic_file("bench", 1, "08:00", "18:00")]))
    embed = len(gzip.compress(compose_embed().body, 9))
    say("  embed.js, gzip", f"{embed:,} B", f"<= {_MOST_EMBED:,} B", met=embed <= _MOST_EMBED)
    with servers.slotkeeper(database) as server, _website(server.url) as site:
        _in_browser(site)


def _in_browser(site: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        page = browser.new_page(viewport={"width": 800, "height": 900})
        sizes: list[tuple[str, int]] = []
        page.on("requestfinished", lambda request: sizes.append(_size(request)))
        seconds = _until_a_time_is_seen(page, site)
        page.wait_for_timeout(300)
        _say([(url, size) for url, size in sizes if not url.startswith(site)], seconds)
        browser.close()


def _size(request: Request) -> tuple[str, int]:
    return request.url, request.sizes()["responseBodySize"]


def _say(ours: list[tuple[str, int]], seconds: float) -> None:
    first = next(size for url, size in ours if "/f/" in url)
    small, few = first <= _MOST_FRAGMENT, len(ours) <= _MOST_REQUESTS
    say("  first fragment, as sent", f"{first:,} B", f"<= {_MOST_FRAGMENT:,} B", met=small)
    say("  requests until a slot can be chosen", f"{len(ours)}", f"<= {_MOST_REQUESTS}", met=few)
    say("  bytes of those", f"{sum(size for _, size in ours):,} B", "(pretix 71–82 kB)")
    say("  slot visible, 1.6 Mbit/s and 150 ms", f"{seconds:.2f} s", "(pretix 0.93 s)")


def _until_a_time_is_seen(page: Page, site: str) -> float:
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    conditions = {
        "offline": False,
        "latency": _LATENCY_MS,
        "downloadThroughput": _BYTES_A_SECOND,
        "uploadThroughput": _BYTES_A_SECOND,
    }
    session.send("Network.emulateNetworkConditions", conditions)
    began = time.perf_counter()
    page.goto(site, wait_until="commit")
    page.locator("slotkeeper-booking button[name=slot]").first.wait_for(state="visible")
    return time.perf_counter() - began


@contextmanager
def _website(book_url: str) -> Iterator[str]:
    """A clinic's page on an origin of its own that holds the snippet and nothing else."""
    page = (
        '<!doctype html><meta charset="utf-8"><title>Clinic</title><link rel="icon" href="data:,">'
        '<slotkeeper-booking clinic="bench" style="display:block;min-height:600px">'
        f'<a href="{book_url}/c/bench">Book</a></slotkeeper-booking>'
        f'<script async src="{book_url}/embed.js"></script>'
    ).encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
