"""The real gateway, spoken to the pretend Stripe over HTTP; an account a test."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from demo.stripe import create_fake_stripe, serving
from slotkeeper.gateways.payments import Payee, PaymentGateway
from slotkeeper.gateways.stripe import StripeGateway
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
async def gateway(fake: str) -> AsyncIterator[PaymentGateway]:
    gateway: PaymentGateway = StripeGateway(fake)
    yield gateway
    await gateway.close()


@pytest.fixture
def payee(shop: Shop) -> Payee:
    return Payee(secret_key=shop.key)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    inbox = Inbox()
    with serving(inbox) as url:
        inbox.url = f"{url}/hooks"
        yield inbox
