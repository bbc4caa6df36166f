"""Stripe fails, breaks off, is slow or gone at each call: all heals by itself, nothing happens
twice.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from slotkeeper.domain.errors import PaymentNotReached
from slotkeeper.domain.payment import Payment
from slotkeeper.services.payments.refunds import refund_booking
from slotkeeper.storage.refund import find_refunds
from tests.services.desk import NINE
from tests.services.payments.set_up import OpenAnother
from tests.services.payments.till import DEPOSIT, HASTY_SECONDS, Till, try_to_open

pytestmark = pytest.mark.req("P7")

SLOW_SECONDS = HASTY_SECONDS + 0.15
FAULTS: dict[str, dict[str, Any]] = {
    "fails": {"kind": "error"},
    "fails after the effect": {"kind": "error", "when": "after"},
    "breaks off": {"kind": "drop"},
    "breaks off after the effect": {"kind": "drop", "when": "after"},
    "is down": {"kind": "down"},
    "is slow after the effect": {"kind": "slow", "when": "after", "seconds": SLOW_SECONDS},
}


async def each_fault(another: OpenAnother) -> AsyncIterator[tuple[Till, str]]:
    """A clinic for each of them, and its name."""
    for fault in FAULTS:
        print(f"Stripe {fault}")  # shown where the test fails
        async with another() as till:
            yield till, fault


async def hinder(till: Till, fault: str, path: str, method: str = "POST", times: int = 1) -> Till:
    """The fault happens at the next call there; what is slow is too slow for the Till returned."""
    values = {**FAULTS[fault], "method": method, "times": times}
    await till.fault(values.pop("kind"), path, **values)
    return till.in_haste if "slow" in fault else till


async def heal(till: Till, fault: str) -> None:
    """By sweeps alone: at once, and when what was slow has come to its end."""
    await till.sweep_for(10)
    if "slow" in fault:
        await till.stripe_is_done()
    await till.sweep_for(30)


async def require_booked_once(till: Till, payment: Payment) -> None:
    assert await till.states(payment) == ("captured", "confirmed")
    money = await till.money()
    assert (money["charges"], money["captures"], money["net"]) == (1, 1, DEPOSIT)
    assert await till.told(payment) == [("patient", "booking_confirmed")]


async def require_let_go(till: Till, payment: Payment) -> None:
    present = await till.payment(payment)
    assert (present.state, present.is_settled) == ("slot_lost", True)
    money = await till.money()
    assert (money.get("authorised", 0), money.get("net", 0)) == (0, 0)


async def test_the_pay_page(another: OpenAnother) -> None:
    async for till, fault in each_fault(another):
        hindered = await hinder(till, fault, "/v1/checkout/sessions")
        payment = await till.choose()
        first = await try_to_open(hindered, payment)
        second = await till.open_page(payment)
        assert first in {"", second}
        await till.pay(payment)
        await till.come_back(payment)
        await require_booked_once(till, payment)


async def test_the_capture(another: OpenAnother) -> None:
    async for till, fault in each_fault(another):
        payment = await till.choose_and_pay()
        hindered = await hinder(till, fault, "*/capture")
        await hindered.come_back(payment)
        await heal(till, fault)
        await require_booked_once(till, payment)


async def test_the_cancellation_of_what_is_authorised(another: OpenAnother) -> None:
    async for till, fault in each_fault(another):
        payment = await till.choose_and_pay()
        await till.wait_until_over(payment)
        await till.desk.place(NINE, "rival")
        hindered = await hinder(till, fault, "*/cancel")
        await hindered.come_back(payment)
        await heal(till, fault)
        await require_let_go(till, payment)
        assert await till.told(payment) == [("patient", "payment_not_charged")]
        assert (await till.money())["captures"] == 0


async def test_the_end_of_a_pay_page(another: OpenAnother) -> None:
    async for till, fault in each_fault(another):
        payment = await till.choose()
        await till.open_page(payment)
        await till.wait_until_over(payment)
        await till.desk.place(NINE, "rival")
        hindered = await hinder(till, fault, "*/expire")
        await hindered.come_back(payment)
        await heal(till, fault)
        await require_let_go(till, payment)
        (session,) = (await till.at_stripe("/checkout/sessions"))["data"]
        assert session["status"] == "expired"
        assert await till.told(payment) == []


async def test_a_refund(another: OpenAnother) -> None:
    async for till, fault in each_fault(another):
        payment = await till.paid_booking()
        hindered = await hinder(till, fault, "/v1/refunds")
        await refund_booking(
            hindered.toolbox,
            payment.clinic_id,
            payment.booking_id,
            once="cancellation",
            asked_by="policy",
        )
        await heal(till, fault)
        (refund,) = await find_refunds(till.desk.database, payment.clinic_id, payment.id)
        assert (refund.state, refund.amount) == ("made", DEPOSIT)
        money = await till.money()
        assert (money["refunds"], money["refunded"], money["net"]) == (1, DEPOSIT, 0)
        assert (await till.payment(payment)).refunded == DEPOSIT
        assert (await till.told(payment))[1:] == [("patient", "payment_refunded")]


async def test_a_look(another: OpenAnother) -> None:
    async for till, fault in each_fault(another):
        payment = await till.choose_and_pay()
        hindered = await hinder(till, fault, "/v1/checkout/sessions/*", "GET", times=2)
        await hindered.come_back(payment)
        assert (await hindered.look(payment)).kind == "processing"
        await till.wait_until_over(payment)
        await till.sweep_for(30)
        await require_booked_once(till, payment)


async def test_a_capture_that_begins_late(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.fault("slow", "*/capture", seconds=SLOW_SECONDS)
    await till.in_haste.come_back(payment)
    await heal(till, "is slow")
    await require_booked_once(till, payment)


async def test_a_failure_that_stripe_repeats_is_asked_for_with_another_key(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.fault("error", "*/capture", times=2)
    await till.come_back(payment)
    await till.sweep_for(40)
    await require_booked_once(till, payment)
    captures = await till.asked("/capture")
    assert [each["status"] for each in captures] == [500, 500, 200]
    assert len({each["idempotency_key"] for each in captures}) == 3


async def test_a_pay_page_that_fails_twice_is_had_at_the_second_press(till: Till) -> None:
    payment = await till.choose()
    await till.fault("error", "/v1/checkout/sessions", times=2)
    with pytest.raises(PaymentNotReached):
        await till.open_page(payment)
    assert await till.states(payment) == ("open", "paying")
    await till.open_page(payment)
    await till.pay(payment)
    await till.come_back(payment)
    await require_booked_once(till, payment)


async def test_an_hour_without_stripe_before_the_payment_is_known(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.fault("down", times=None)
    await till.come_back(payment)
    for _ in range(60):
        await till.wait(60)
        await till.sweep()
    assert await till.states(payment) == ("open", "paying")
    assert await till.told(payment) == []
    await till.heal()
    await till.sweep_for(300)
    await require_booked_once(till, payment)


async def test_an_hour_without_stripe_and_the_time_went_to_somebody_else(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.fault("down", times=None)
    await till.wait_until_over(payment)
    await till.desk.place(NINE, "rival")
    await till.sweep_for(100)
    await till.heal()
    await till.sweep_for(100)
    await require_let_go(till, payment)
    assert await till.told(payment) == [("patient", "payment_not_charged")]


async def test_an_hour_without_captures_and_the_time_stays_the_patients(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.fault("down", "*/capture", times=None)
    await till.come_back(payment)
    for _ in range(60):
        await till.wait(60)
        await till.sweep()
    assert await till.states(payment) == ("authorised", "paying")
    assert NINE not in await till.desk.free()
    await till.heal()
    await till.sweep_for(300)
    await require_booked_once(till, payment)


async def test_a_refund_is_asked_for_until_stripe_is_back(till: Till) -> None:
    payment = await till.paid_booking()
    await till.fault("down", times=None)
    box = till.toolbox
    refund = await refund_booking(
        box, payment.clinic_id, payment.booking_id, once="cancellation", asked_by="policy"
    )
    assert refund.state == "asked"
    for _ in range(60):
        await till.wait(60)
        await till.sweep()
    await till.heal()
    await till.sweep_for(40)
    await till.wait(3600)
    await till.sweep()
    assert (await till.money())["refunds"] == 1
    (refund,) = await find_refunds(till.desk.database, payment.clinic_id, payment.id)
    assert refund.state == "made"
