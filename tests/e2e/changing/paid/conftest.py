"""A clinic that is paid through the fake Stripe and writes letters, and a patient who has paid."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from demo.mail import Catcher
from tests.e2e.changing.paid.mover import Mover
from tests.e2e.conftest import CLOCK
from tests.e2e.mailing import catcher, mail_settings
from tests.e2e.paying.conftest import book_page, clinic, later, page, site, stripe, till, watch
from tests.server_process import ServerProcess, start_server

__all__ = ["book_page", "catcher", "clinic", "later", "page", "site", "stripe", "till", "watch"]


@pytest.fixture(scope="module")
def server(stripe: str, catcher: Catcher) -> Iterator[ServerProcess]:
    settings = {"SLOTKEEPER_STRIPE_API": stripe, **mail_settings(catcher)}
    with start_server(
        clinic_file=None, clock=CLOCK, abuse_checks=False, settings=settings
    ) as started:
        yield started


@pytest.fixture
def patient(page: Page) -> Mover:
    return Mover(page)
