"""The demo clinic's website in Chromium: a page worth putting a widget in."""

import shutil
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from demo.website import PAGES, create_website

pytestmark = pytest.mark.e2e
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATHS = [*PAGES, "/nowhere"]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        # Nobody listens on port 9: the Book page shows its fallback.
        app = create_website("http://127.0.0.1:9")
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield found
        found.close()


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    made = browser.new_page(color_scheme=request.param)
    yield made
    made.close()


@pytest.mark.parametrize("path", PATHS)
def test_no_page_has_a_fault_that_axe_finds(page: Page, site: str, path: str) -> None:
    page.goto(site + path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", PATHS)
def test_no_page_is_wider_than_a_phone(page: Page, site: str, path: str) -> None:
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("path", PATHS)
def test_no_page_breaks_its_own_policy(page: Page, site: str, path: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(site + path)
    assert [text for text in said if "Content Security Policy" in text] == []


@pytest.mark.req("E6")
def test_without_the_booking_server_the_book_page_shows_the_link(page: Page, site: str) -> None:
    page.goto(f"{site}/book")
    link = page.get_by_role("main").get_by_role("link", name="Book an appointment")
    assert link.is_visible()
    assert link.get_attribute("href") == "http://127.0.0.1:9/c/harbour-physio"
