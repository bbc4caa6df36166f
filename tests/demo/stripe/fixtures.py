"""Fixtures: one pretend Stripe for a module, spoken to over HTTP; an account a test.

Import what you use into the conftest.py of your folder:

- `fake`: the pretend Stripe's address
- `shop`: a clinic's account there, with the official client
- `inbox`: where webhooks arrive
"""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from demo.stripe import create_fake_stripe, serving
from tests.demo.stripe.inbox import Inbox
from tests.demo.stripe.shop import Shop


@pytest.fixture(scope="module")
def fake() -> Iterator[str]:
    with serving(create_fake_stripe(retry_after=(0.02, 0.05, 0.1))) as url:
        yield url


@pytest.fixture
async def shop(fake: str) -> AsyncIterator[Shop]:
    async with httpx.AsyncClient() as asking:
        account = await asking.post(f"{fake}/_control/accounts", json={"name": "Harbour Physio"})
    shop = Shop(fake, account.json())
    yield shop
    await shop.http.close_async()  # type: ignore[no-untyped-call]


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    inbox = Inbox()
    with serving(inbox) as url:
        inbox.url = f"{url}/hooks"
        yield inbox
