"""The bank, or somebody in the clinic's dashboard, lets the money go before it was taken."""

import pytest

from slotkeeper.domain.payment import Payment
from slotkeeper.services.payments.show import NotAuthorised
from tests.services.desk import NINE
from tests.services.payments.till import Till

pytestmark = pytest.mark.req("P8")


async def authorised(till: Till) -> tuple[Payment, str]:
    """The time is the patient's, and the money is about to be taken."""
    payment = await till.choose()
    await till.open_page(payment)
    intent = await till.pay(payment)
    await till.fault("down", "*/capture", times=None)
    await till.come_back(payment)
    assert await till.states(payment) == ("authorised", "paying")
    return await till.payment(payment), intent


async def require_gone(till: Till, payment: Payment) -> None:
    present = await till.payment(payment)
    assert (present.state, present.lost_because) == ("slot_lost", "authorisation_gone")
    assert (await till.booking(payment))["state"] == "cancelled"
    assert present.is_settled
    assert NINE in await till.desk.free()
    assert await till.told(payment) == [("patient", "payment_not_charged")]
    money = await till.money()
    assert (money["received"], money["authorised"]) == (0, 0)
    with pytest.raises(NotAuthorised):
        await till.look(payment)


async def test_an_authorisation_that_the_bank_lets_go_frees_the_time(till: Till) -> None:
    payment, intent = await authorised(till)
    await till.control(f"/payment_intents/{intent}/lose")
    await till.heal()
    await till.sweep_for(20)
    await require_gone(till, payment)


async def test_the_webhook_about_it_does_the_same_while_stripe_cannot_capture(till: Till) -> None:
    payment, intent = await authorised(till)
    await till.control(f"/payment_intents/{intent}/lose")
    await till.webhooks("payment_intent.canceled", copies=3, parallel=True)
    await require_gone(till, payment)


async def test_one_that_is_cancelled_by_hand_frees_the_time(till: Till) -> None:
    payment, intent = await authorised(till)
    await till.control(f"/payment_intents/{intent}/cancel")
    await till.heal()
    await till.sweep_for(20)
    await require_gone(till, payment)


async def test_one_that_is_gone_before_anybody_looked_frees_the_time(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    intent = await till.pay(payment)
    await till.control(f"/payment_intents/{intent}/lose")
    await till.come_back(payment)
    await require_gone(till, payment)


async def test_one_that_is_gone_while_it_is_captured_frees_the_time(till: Till) -> None:
    """Between our look and our capture: Stripe refuses, and reading tells why."""
    payment, intent = await authorised(till)
    await till.heal()
    seen = await till.at_stripe(f"/checkout/sessions/{payment.session_id}?expand[]=payment_intent")
    path = f"/v1/checkout/sessions/{payment.session_id}"
    await till.fault("wrong", path, values={"payment_intent": seen["payment_intent"]})
    await till.control(f"/payment_intents/{intent}/lose")
    await till.come_back(payment)
    assert [each["status"] for each in await till.asked("/capture")] == [503, 400]
    await require_gone(till, payment)


async def test_a_time_that_fell_free_can_be_paid_for_by_another_patient(till: Till) -> None:
    payment, intent = await authorised(till)
    await till.control(f"/payment_intents/{intent}/lose")
    await till.heal()
    await till.sweep_for(20)
    other = await till.paid_booking(NINE, first_name="Bo", email="bo@patient.example")
    assert await till.states(other) == ("captured", "confirmed")
    assert await till.states(payment) == ("slot_lost", "cancelled")
