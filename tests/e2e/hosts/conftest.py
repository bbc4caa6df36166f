"""Two origins and a browser: the clinic's website, the stand-in, Chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from slotkeeper.bundle import Bundle, compose_embed
from tests.e2e.hosts.site import Site, serving
from tests.e2e.hosts.stand_in import StandIn, standing_in
from tests.e2e.hosts.widget import Widget

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Written down from the first moment on: what the policy blocked, which events the page saw.
WATCH = (Path(__file__).parent / "watch.js").read_text("utf-8")


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    return compose_embed()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS, timeout=60_000
        )
        yield browser
        browser.close()


@pytest.fixture
def stand_in(bundle: Bundle) -> Iterator[StandIn]:
    with standing_in(StandIn(bundle)) as serving_now:
        yield serving_now


@pytest.fixture
def site(stand_in: StandIn, bundle: Bundle) -> Iterator[Site]:
    values = {"server": stand_in.origin, "version": bundle.version, "integrity": bundle.integrity}
    with serving(Site(**values)) as serving_now:
        yield serving_now


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(timezone_id="Australia/Sydney", locale="en-AU")
    context.set_default_timeout(5000)
    page = context.new_page()
    page.add_init_script(WATCH)
    yield page
    context.close()


@pytest.fixture
def widget(page: Page) -> Widget:
    return Widget(page)
