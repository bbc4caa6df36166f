"""The real gateway, spoken to the pretend Stripe over HTTP; an account a test."""

from collections.abc import AsyncIterator

import pytest

from slotkeeper.gateways.payments import Payee, PaymentGateway
from slotkeeper.gateways.stripe import StripeGateway
from tests.demo.stripe.fixtures import fake, inbox, shop
from tests.demo.stripe.shop import Shop

__all__ = ["fake", "inbox", "shop"]


@pytest.fixture
async def gateway(fake: str) -> AsyncIterator[PaymentGateway]:
    gateway: PaymentGateway = StripeGateway(fake)
    yield gateway
    await gateway.close()


@pytest.fixture
def payee(shop: Shop) -> Payee:
    return Payee(secret_key=shop.key)
