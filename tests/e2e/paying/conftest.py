"""A clinic that is paid through the fake Stripe, its website, and a browser that is watched."""

from collections.abc import Iterator
from datetime import datetime

import httpx
import pytest
from playwright.sync_api import Browser, Page

from demo.stripe import create_fake_stripe
from demo.stripe import serving as serving_stripe
from slotkeeper.bundle import Bundle
from tests.e2e.conftest import CLOCK, WATCH, Later, NewClinic
from tests.e2e.hosts.site import STRICT, Site, serving
from tests.e2e.paying.account import LANGUAGES, WEBHOOK_SECRET, open_account
from tests.e2e.paying.till import Payer, Till
from tests.e2e.paying.watch import Watch
from tests.server_process import ServerProcess, start_server


@pytest.fixture(scope="module")
def stripe() -> Iterator[str]:
    """The fake's address; its clock begins with the server's."""
    now = datetime.fromisoformat(CLOCK).timestamp()
    with serving_stripe(create_fake_stripe(now=now)) as url:
        yield url


@pytest.fixture(scope="module")
def server(stripe: str) -> Iterator[ServerProcess]:
    settings = {"SLOTKEEPER_STRIPE_API": stripe}
    with start_server(
        clinic_file=None, clock=CLOCK, abuse_checks=False, settings=settings
    ) as started:
        yield started


@pytest.fixture
def site(server: ServerProcess, new_clinic: NewClinic, bundle: Bundle) -> Iterator[Site]:
    """Host pages of a clinic whose file allows their origin."""
    values = {"server": server.url, "version": bundle.version, "integrity": bundle.integrity}
    with serving(Site(**values)) as started:
        allowed = f'{LANGUAGES}\nallowed_origins = ["{started.origin}"]'
        started.values["clinic"] = new_clinic({LANGUAGES: allowed})
        yield started


@pytest.fixture
def clinic(site: Site) -> str:
    return site.values["clinic"]


@pytest.fixture
def book_page(site: Site, till: Till) -> str:
    """Where patients of the clinic book: a page with a strict policy. The clinic is paid."""
    return site.url("plain", csp=STRICT)


@pytest.fixture
def till(stripe: str, server: ServerProcess, clinic: str) -> Iterator[Till]:
    """The clinic's account; nothing tells us what happens there."""
    till = Till(stripe, open_account(stripe, server.database, clinic, CLOCK))
    yield till
    till.heals()


@pytest.fixture
def webhooks(till: Till, server: ServerProcess, clinic: str) -> None:
    """The account tells us what happens there."""
    till.tells(f"{server.url}/hooks/stripe/{clinic}", WEBHOOK_SECRET)


@pytest.fixture
def later(later: Later, stripe: str) -> Iterator[Later]:
    """The fake's clock goes with the server's."""

    def both(minutes: int) -> None:
        later(minutes)
        now = datetime.fromisoformat(CLOCK).timestamp() + minutes * 60
        httpx.post(f"{stripe}/_control/clock", json={"now": now}, timeout=60).raise_for_status()

    yield both
    both(0)


@pytest.fixture
def watch(stripe: str) -> Watch:
    """What the clinic's pages did that they must not do."""
    return Watch(stripe)


@pytest.fixture
def page(chromium: Browser, watch: Watch) -> Iterator[Page]:
    context = chromium.new_context(timezone_id="Australia/Sydney", locale="en-AU")
    context.set_default_timeout(60_000)
    context.add_init_script(WATCH)
    watch.over(context)
    yield context.new_page()
    found = (watch.complaints, context.cookies())
    context.close()
    assert found == ([], [])


@pytest.fixture
def patient(page: Page) -> Payer:
    return Payer(page)
