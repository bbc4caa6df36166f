"""A clinic that is paid through the fake Stripe, its website, its desk, and a patient's browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.paying.conftest import (
    book_page,
    clinic,
    later,
    page,
    patient,
    server,
    site,
    stripe,
    till,
    watch,
)
from tests.e2e.trust.desk import Desk, employ
from tests.server_process import ServerProcess

__all__ = [
    "book_page",
    "clinic",
    "later",
    "page",
    "patient",
    "server",
    "site",
    "stripe",
    "till",
    "watch",
]


@pytest.fixture
def desk(chromium: Browser, server: ServerProcess, clinic: str) -> Iterator[Desk]:
    """Mara of the reception, signed in at the portal."""
    employ(server, clinic)
    context = chromium.new_context(
        base_url=server.url, timezone_id="Australia/Sydney", locale="en-AU"
    )
    context.set_default_timeout(60_000)
    desk = Desk(context.new_page(), server, clinic)
    desk.signs_in()
    yield desk
    context.close()


@pytest.fixture
def elsewhere(chromium: Browser, server: ServerProcess) -> Iterator[Page]:
    """Another browser of the patient's: where mail is read."""
    context = chromium.new_context(base_url=server.url, locale="en-AU")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()
