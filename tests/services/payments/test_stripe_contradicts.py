"""What Stripe says is held against what was agreed on: amount, currency, reference, mode."""

from typing import Any

import pytest

from slotkeeper.domain.payment import Payment
from slotkeeper.services.payments.settle import PATIENCE_SECONDS
from tests.services.payments.set_up import OpenAnother
from tests.services.payments.till import DEPOSIT, Till

pytestmark = pytest.mark.req("P2")

LIES: dict[str, Any] = {
    "another amount": {"amount_total": 1},
    "less is authorised": {"intent": {"amount_capturable": DEPOSIT - 1}},
    "another currency": {"intent": {"currency": "usd"}},
    "another reference": {"client_reference_id": "0123456789abcdef01234567"},
    "no reference": {"client_reference_id": None},
    "another mode": {"livemode": True},
}


async def test_a_payment_that_is_contradicted_is_never_confirmed_until_the_lie_ends(
    another: OpenAnother,
) -> None:
    for name, lie in LIES.items():
        print(name)  # shown where the test fails
        async with another() as till:
            payment = await till.choose_and_pay()
            await till.lie(payment.session_id, **lie)
            await require_not_believed(till, payment)
            await till.heal()
            await till.sweep_for(20)
            assert await till.states(payment) == ("captured", "confirmed")
            assert (await till.money())["net"] == DEPOSIT


async def require_not_believed(till: Till, payment: Payment) -> None:
    await till.come_back(payment)
    await till.webhooks(parallel=True)
    await till.wait_until_over(payment)
    await till.sweep_for(40)
    assert await till.states(payment) == ("open", "paying")
    assert (await till.money())["captures"] == 0
    assert await till.told(payment) == []


async def test_a_webhook_about_it_is_asked_for_again(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.lie(payment.session_id, amount_total=1)
    (sent,) = await till.webhooks("checkout.session.completed")
    assert sent["answers"] == [503]
    await till.heal()
    (sent,) = await till.webhooks("checkout.session.completed")
    assert sent["answers"] == [503, 204]
    assert await till.states(payment) == ("captured", "confirmed")


async def test_after_an_hour_it_is_let_go(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.lie(payment.session_id, client_reference_id="somebody else's")
    await till.come_back(payment)
    await till.wait_until_over(payment, PATIENCE_SECONDS)
    await till.sweep()
    present = await till.payment(payment)
    assert (present.state, present.lost_because) == ("slot_lost", "mismatch")
    assert (await till.booking(payment))["state"] == "cancelled"
    assert present.is_settled
    money = await till.money()
    assert (money["authorised"], money["received"]) == (0, 0)
    assert await till.told(payment) == [("patient", "payment_not_charged")]
    await till.heal()
    await till.sweep_for(20)
    assert await till.states(payment) == ("slot_lost", "cancelled")


async def test_another_sum_that_was_received_is_never_confirmed_and_given_back(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    intent = await till.pay(payment)
    await till.control(f"/payment_intents/{intent}/capture", amount=DEPOSIT - 1)
    await till.come_back(payment)
    assert await till.states(payment) == ("open", "paying")
    await till.wait_until_over(payment, PATIENCE_SECONDS)
    await till.sweep()
    assert await till.states(payment) == ("slot_lost", "cancelled")
    money = await till.money()
    assert (money["received"], money["net"]) == (DEPOSIT - 1, 0)
    assert await till.told(payment) == [("patient", "payment_refunded")]


async def test_a_sum_that_is_only_said_to_be_received_is_never_confirmed(till: Till) -> None:
    payment = await till.choose_and_pay()
    await till.lie(payment.session_id, {"status": "succeeded", "amount_received": DEPOSIT - 1})
    await till.come_back(payment)
    assert await till.states(payment) == ("open", "paying")
    await till.heal()
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")


async def test_a_capture_that_is_contradicted_is_not_believed(till: Till) -> None:
    """The lie begins between the authorisation and the capture."""
    await till.fault("down", "*/capture")
    payment = await till.choose_and_pay()
    await till.come_back(payment)
    assert await till.states(payment) == ("authorised", "paying")
    await till.lie(payment.session_id, client_reference_id="somebody else's")
    await till.sweep_for(30)
    assert await till.states(payment) == ("authorised", "paying")
    assert await till.told(payment) == []
    await till.heal()
    await till.sweep_for(20)
    assert await till.states(payment) == ("captured", "confirmed")
    assert (await till.money())["captures"] == 1
