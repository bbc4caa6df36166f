"""Money is whole minor units, from the clinic's price to what Stripe charges and back."""

import pytest

from slotkeeper.domain.prepayment import Prepayment
from slotkeeper.services.payments.refunds import refund_booking
from tests.services.payments.set_up import OpenAnother, ask_for
from tests.services.payments.till import Till

pytestmark = pytest.mark.req("P1")

WAYS = {
    "no decimals: 5,000 yen in full": ("JPY", 5000, Prepayment(kind="full"), 5000, 5000),
    "no decimals: a third of 5,000 yen": (
        "JPY",
        5000,
        Prepayment(kind="deposit_percent", amount=33),
        1650,
        1650,
    ),
    "three decimals: 9.500 dinars in full": ("KWD", 9500, Prepayment(kind="full"), 9500, 9500),
    "three decimals: a third of 9.500 dinars": (
        "KWD",
        9500,
        Prepayment(kind="deposit_percent", amount=33),
        3140,
        3140,
    ),
    "two here, none at Stripe: 5,000.00 ariary": (
        "MGA",
        500_000,
        Prepayment(kind="full"),
        500_000,
        5000,
    ),
    "none here, two at Stripe: 5,000 kronur": ("ISK", 5000, Prepayment(kind="full"), 5000, 500_000),
    "two decimals: 12.5% of 95 euros": (
        "EUR",
        9500,
        Prepayment(kind="deposit_percent", amount=13),
        1235,
        1235,
    ),
}


async def test_each_currency_goes_the_whole_way(another: OpenAnother) -> None:
    for name, (currency, price, prepay, ours, stripes) in WAYS.items():
        print(name)  # shown where the test fails
        async with another(currency=currency, price=price, prepay=prepay) as till:
            await require_whole_way(till, currency, ours, stripes, price)


async def require_whole_way(till: Till, currency: str, ours: int, stripes: int, price: int) -> None:
    payment = await till.choose()
    assert (payment.amount, payment.at_clinic, payment.currency) == (ours, price - ours, currency)
    await till.open_page(payment)
    (session,) = (await till.at_stripe("/checkout/sessions"))["data"]
    assert (session["amount_total"], session["currency"]) == (stripes, currency.lower())
    await till.pay(payment)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")
    assert (await till.payment(payment)).received == ours
    assert (await till.money(currency.lower()))["received"] == stripes
    refund = await refund_booking(
        till.toolbox, payment.clinic_id, payment.booking_id, once="cancellation", asked_by="policy"
    )
    assert (refund.amount, refund.state) == (ours, "made")
    assert (await till.payment(payment)).refunded == ours
    assert (await till.money(currency.lower()))["net"] == 0


@pytest.mark.req("P2")
async def test_the_amount_is_frozen_when_it_is_asked_for(till: Till) -> None:
    payment = await till.choose()
    await ask_for(till.desk, Prepayment(kind="full"), 20_000)
    await till.open_page(payment)
    (session,) = (await till.at_stripe("/checkout/sessions"))["data"]
    assert session["amount_total"] == payment.amount == 3000
    await till.pay(payment)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")
    present = await till.payment(payment)
    assert (present.received, present.at_clinic) == (3000, 6500)


@pytest.mark.req("P2")
async def test_it_is_paid_although_the_clinic_asks_for_none_any_more(till: Till) -> None:
    payment = await till.choose_and_pay()
    await ask_for(till.desk, Prepayment(kind="none"), 9500)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")
    assert (await till.look(payment)).kind == "booked"


async def test_a_price_that_is_raised_before_the_booking_is_the_one_asked_for(till: Till) -> None:
    held = await till.desk.place()
    await ask_for(till.desk, Prepayment(kind="full"), 20_000)
    await till.desk.confirm(held)
    (row,) = await till.rows("payment")
    assert (row["amount"], row["at_clinic"]) == (20_000, 0)


async def test_without_a_prepayment_the_booking_is_confirmed_at_once(another: OpenAnother) -> None:
    async with another(prepay=Prepayment(kind="none")) as till:
        booking = await till.desk.book()
        assert (booking.state, booking.expires_at) == ("confirmed", None)
        assert await till.rows("payment") == []
        told = await till.rows("delivery")
        assert [(row["recipient"], row["message"]) for row in told] == [
            ("patient", "booking_confirmed"),
            ("clinic", "booking_confirmed"),
        ]
