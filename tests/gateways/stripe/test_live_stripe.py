"""The same against Stripe itself, where a test key is at hand: all that needs no patient."""

import os
import secrets
from collections.abc import AsyncIterator

import pytest

from slotkeeper.gateways.payments import Payee, PaymentsRefused
from slotkeeper.gateways.stripe import StripeGateway
from tests.gateways.stripe.orders import AMOUNT, an_order

SETTING = "SLOTKEEPER_TEST_STRIPE_KEY"
KEY = os.environ.get(SETTING, "")
PAYEE = Payee(secret_key=KEY)

pytestmark = [
    pytest.mark.live_stripe,
    pytest.mark.skipif(not KEY, reason=f"Stripe itself is asked only with a test key in {SETTING}"),
]


@pytest.fixture
async def gateway() -> AsyncIterator[StripeGateway]:
    assert KEY.startswith(("sk_test_", "rk_test_")), f"{SETTING} has to be a key of the test mode"
    gateway = StripeGateway()
    yield gateway
    await gateway.close()


@pytest.fixture
def reference() -> str:
    return f"p_{secrets.token_hex(8)}"


async def test_the_key_may_do_all_that_payments_need(gateway: StripeGateway) -> None:
    await gateway.check(PAYEE)


async def test_an_unknown_key_opens_nothing(gateway: StripeGateway) -> None:
    with pytest.raises(PaymentsRefused, match="authentication"):
        await gateway.check(Payee(secret_key="sk_test_unknown"))


async def test_a_pay_page_is_opened_once_and_seen(gateway: StripeGateway, reference: str) -> None:
    order = an_order(reference=reference)
    opened = await gateway.open_checkout(PAYEE, order)
    assert await gateway.open_checkout(PAYEE, order) == opened
    assert opened.url.startswith(gateway.pay_pages)
    seen = await gateway.look(PAYEE, opened.session_id)
    assert (seen.session, seen.intent, seen.live) == ("open", "none", False)
    assert (seen.reference, seen.amount, seen.currency) == (reference, AMOUNT, "AUD")


async def test_another_order_under_the_same_attempt_is_refused(
    gateway: StripeGateway, reference: str
) -> None:
    order = an_order(reference=reference)
    await gateway.open_checkout(PAYEE, order)
    with pytest.raises(PaymentsRefused, match="idempotency"):
        await gateway.open_checkout(PAYEE, an_order(reference=reference, amount=5000))


async def test_a_pay_page_is_ended_once(gateway: StripeGateway, reference: str) -> None:
    opened = await gateway.open_checkout(PAYEE, an_order(reference=reference))
    for _ in range(2):
        await gateway.expire(PAYEE, opened.session_id, f"{reference}-expire")
    assert (await gateway.look(PAYEE, opened.session_id)).session == "expired"
    with pytest.raises(PaymentsRefused):
        await gateway.expire(PAYEE, opened.session_id, f"{reference}-expire-again")


async def test_a_session_of_nobody_is_missing(gateway: StripeGateway) -> None:
    assert (await gateway.look(PAYEE, "cs_test_none")).session == "missing"


@pytest.mark.parametrize(("amount", "code"), [(1, "too_small"), (100_000_000, "too_large")])
async def test_an_amount_that_is_too_small_or_too_large_is_refused(
    gateway: StripeGateway, reference: str, amount: int, code: str
) -> None:
    with pytest.raises(PaymentsRefused, match=f"amount_{code}"):
        await gateway.open_checkout(PAYEE, an_order(reference=reference, amount=amount))


@pytest.mark.parametrize(
    ("amount", "currency"),
    [(500, "JPY"), (5000, "ISK"), (200000, "UGX"), (2_000_000, "MGA"), (1500, "KWD")],
)
async def test_an_amount_is_counted_as_stripe_counts_it(
    gateway: StripeGateway, reference: str, amount: int, currency: str
) -> None:
    order = an_order(reference=reference, amount=amount, currency=currency)
    opened = await gateway.open_checkout(PAYEE, order)
    seen = await gateway.look(PAYEE, opened.session_id)
    assert (seen.amount, seen.currency) == (amount, currency)
