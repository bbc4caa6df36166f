"""Webhooks, returns and sweeps, any number of them at once, make one booking and one charge."""

import asyncio

import pytest

from slotkeeper.domain.payment import Payment
from tests.services.desk import NINE
from tests.services.payments.till import DEPOSIT, Till

pytestmark = pytest.mark.req("P3")


async def hurry(till: Till, payment: Payment) -> None:
    """Twelve copies of each webhook, twelve returns, twelve sweeps."""
    await asyncio.gather(
        till.webhooks(copies=12, parallel=True, order="shuffled"),
        *(till.come_back(payment) for _ in range(12)),
        *(till.sweep() for _ in range(12)),
    )


async def require_one(till: Till, payment: Payment) -> None:
    assert await till.states(payment) == ("captured", "confirmed")
    money = await till.money()
    assert (money["captures"], money["charges"], money["net"]) == (1, 1, DEPOSIT)
    assert await till.told(payment) == [("patient", "booking_confirmed")]
    assert await till.taken() == [NINE]


async def test_all_that_comes_at_once_makes_one_booking(till: Till) -> None:
    payment = await till.choose_and_pay()
    await hurry(till, payment)
    await require_one(till, payment)


async def test_the_same_just_after_the_deadline(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.wait_until_over(payment, 1)
    await hurry(till, payment)
    await require_one(till, payment)


async def test_the_same_while_stripe_takes_its_time_to_capture(till: Till) -> None:
    await till.fault("slow", "*/capture", seconds=0.3)
    payment = await till.choose_and_pay()
    await till.wait_until_over(payment, 1)
    await hurry(till, payment)
    await till.sweep_for(20)
    await require_one(till, payment)


async def test_the_same_while_stripe_fails_to_capture(till: Till) -> None:
    await till.fault("error", "*/capture", when="after")
    payment = await till.choose_and_pay()
    await hurry(till, payment)
    await till.sweep_for(20)
    await require_one(till, payment)


async def test_webhooks_in_reverse_order_make_the_same_booking(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.webhooks(order="reversed")
    await require_one(till, payment)
    await till.webhooks()
    await require_one(till, payment)


async def test_a_webhook_that_was_acted_on_asks_nothing_of_stripe_again(till: Till) -> None:
    await till.paid_booking()
    await till.webhooks()
    before = len(await till.asked("", "GET"))
    await till.webhooks(copies=3)
    assert len(await till.asked("", "GET")) == before


async def test_ten_patients_who_pay_at_once_get_a_booking_each(till: Till) -> None:
    await till.desk.set_up(horizon_days=60)
    starts = [NINE + number * 1800 for number in range(10)]
    payments = [await till.choose_and_pay(start) for start in starts]
    await asyncio.gather(
        till.webhooks(parallel=True),
        *(till.come_back(payment) for payment in payments),
    )
    await till.wait_until_over(payments[-1], 1)
    await till.sweep_for(10)
    assert await till.taken() == starts
    money = await till.money()
    assert (money["captures"], money["net"]) == (10, 10 * DEPOSIT)
