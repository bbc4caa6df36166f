"""Minor units of ISO 4217 as Stripe counts them, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.stripe.money import ZERO_DECIMAL
from slotkeeper.domain.money import DECIMALS, LARGEST
from slotkeeper.domain.prepayment import payment_step
from slotkeeper.gateways.payments import Payee, PaymentGateway, PaymentsRefused
from slotkeeper.gateways.stripe.amounts import from_stripe, to_stripe
from tests.demo.stripe.shop import Shop
from tests.gateways.stripe.orders import an_order, pay

pytestmark = pytest.mark.req("P1")


def is_taken(currency: str) -> bool:
    try:
        to_stripe(0, currency)
    except PaymentsRefused:
        return False
    return True


TAKEN = sorted(currency for currency in DECIMALS if is_taken(currency))


@pytest.mark.parametrize(
    ("minor", "currency", "stripe"),
    [
        (3000, "AUD", 3000),
        (500, "JPY", 500),
        (9500, "KWD", 9500),
        (150000, "MGA", 1500),  # ISO counts fifths of an ariary in hundredths
        (500, "ISK", 50000),  # Stripe counts hundredths that must be 00
        (20000, "UGX", 2000000),
        (0, "EUR", 0),
    ],
)
def test_an_amount_is_counted_as_stripe_does(minor: int, currency: str, stripe: int) -> None:
    assert to_stripe(minor, currency) == stripe
    assert from_stripe(stripe, currency) == minor


@given(currency=st.sampled_from(TAKEN), steps=st.integers(0, LARGEST // 100))
def test_every_payment_there_can_be_goes_to_stripe_and_comes_back(
    currency: str, steps: int
) -> None:
    minor = steps * payment_step(currency)
    assert from_stripe(to_stripe(minor, currency), currency) == minor


@pytest.mark.parametrize(("minor", "currency"), [(9505, "KWD"), (150050, "MGA"), (1, "TND")])
def test_an_amount_that_stripe_cannot_count_is_refused(minor: int, currency: str) -> None:
    with pytest.raises(PaymentsRefused, match="amount"):
        to_stripe(minor, currency)


def test_a_fraction_that_we_cannot_count_is_refused() -> None:
    with pytest.raises(PaymentsRefused, match="amount"):
        from_stripe(12345, "ISK")


@pytest.mark.parametrize("currency", ["UYI", "UYW", "CLF", "KPW", "XXX", "aud", ""])
def test_a_currency_that_stripe_does_not_take_is_refused(currency: str) -> None:
    for convert in (to_stripe, from_stripe):
        with pytest.raises(PaymentsRefused, match="currency"):
            convert(1000, currency)


def test_stripes_whole_currencies_are_those_of_the_pretend_one() -> None:
    whole = {each.lower() for each in TAKEN if to_stripe(100, each) * 10 ** DECIMALS[each] == 100}
    assert whole | {"mga"} == ZERO_DECIMAL


@pytest.mark.parametrize(("minor", "currency"), [(4000, "JPY"), (5000, "ISK"), (150000, "MGA")])
async def test_what_is_paid_is_what_was_asked_in_every_kind_of_currency(
    gateway: PaymentGateway, shop: Shop, payee: Payee, minor: int, currency: str
) -> None:
    seen = await pay(gateway, shop, payee, amount=minor, currency=currency)
    assert (seen.amount, seen.authorised, seen.currency) == (minor, minor, currency)
    await gateway.capture(payee, seen.intent_id, "capture")
    made = await gateway.refund(payee, seen.intent_id, minor, currency, "r_1", "refund")
    assert made.amount == minor
    receipt = await gateway.receipt(payee, seen.intent_id, currency)
    assert (receipt.received, receipt.refunded) == (minor, minor)


async def test_an_order_that_cannot_be_counted_is_not_sent(
    gateway: PaymentGateway, shop: Shop, payee: Payee
) -> None:
    with pytest.raises(PaymentsRefused, match="amount"):
        await gateway.open_checkout(payee, an_order(amount=9505, currency="KWD"))
    assert shop.asked() == []
