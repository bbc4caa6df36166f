"""Not paid, or given back: the time is free again, and nobody is charged for it."""

import asyncio

import pytest

from slotkeeper.domain.payment import Payment
from slotkeeper.services.payments.checkout import open_pay_page
from slotkeeper.services.payments.give_up import give_up
from slotkeeper.services.payments.let_go import let_go
from slotkeeper.services.payments.payee import get_payee
from slotkeeper.services.payments.show import PaymentOver, Refunded
from slotkeeper.storage.booking import let_booking_go
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import move_payment
from tests.services.desk import NINE
from tests.services.payments.stripe_account import Json
from tests.services.payments.till import DECLINED, DEPOSIT, Till, page_without_answer

pytestmark = pytest.mark.req("P11")

BO = {"first_name": "Bo", "email": "bo@patient.example", "phone": "02 5550 9876"}


async def require_nothing_left(till: Till, payment: Payment) -> None:
    present = await till.payment(payment)
    assert present.is_settled
    assert (await till.booking(payment))["state"] == "cancelled"
    money = await till.money()
    assert (money.get("authorised", 0), money.get("net", 0)) == (0, 0)


async def test_a_time_that_is_not_paid_for_is_free_right_after_the_deadline(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    await till.wait_until_over(payment, -1)
    assert NINE not in await till.desk.free()
    await till.wait(1)
    assert NINE in await till.desk.free()
    rival = await till.desk.place(NINE, "rival")
    assert rival.hold.starts_at == NINE
    with pytest.raises(PaymentOver):
        await till.look(payment)


async def test_before_the_deadline_the_patient_can_still_pay(till: Till) -> None:
    payment = await till.choose()
    first = await till.open_page(payment)
    await till.wait_until_over(payment, -5)
    shown = await till.look(payment)
    assert (shown.kind, shown.payment.deadline) == ("pay", payment.deadline)
    assert await till.open_page(payment) == first
    await till.pay(payment)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")


async def test_a_page_that_ends_unpaid_ends_the_payment(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    await till.pay(payment, DECLINED)
    await till.wait_until_over(payment)
    await till.sweep_for(30)
    assert await till.states(payment) == ("open", "paying")
    await till.wait(1900)
    await till.sweep()
    assert await till.states(payment) == ("abandoned", "cancelled")
    await require_nothing_left(till, payment)
    assert await till.told(payment) == []
    with pytest.raises(PaymentOver):
        await till.look(payment)


async def test_a_payment_without_a_page_ends_with_the_deadline(till: Till) -> None:
    payment = await till.choose()
    await till.wait_until_over(payment)
    await till.sweep_for(20)
    assert await till.states(payment) == ("abandoned", "cancelled")
    await require_nothing_left(till, payment)


async def test_who_was_declined_and_came_too_late_is_told_nothing_of_a_payment(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    await till.pay(payment, DECLINED)
    await till.wait_until_over(payment)
    await till.desk.place(NINE, "rival")
    await till.sweep_for(20)
    assert await till.states(payment) == ("slot_lost", "cancelled")
    await require_nothing_left(till, payment)
    assert await till.told(payment) == []
    with pytest.raises(PaymentOver):
        await till.look(payment)


async def test_giving_the_time_back_frees_it_at_once_and_ends_the_page(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    assert await give_up(till.toolbox, payment)
    assert NINE in await till.desk.free()
    (session,) = (await till.at_stripe("/checkout/sessions"))["data"]
    assert session["status"] == "expired"
    await require_nothing_left(till, payment)
    assert (await till.payment(payment)).lost_because == "given_up"
    assert await till.told(payment) == []
    with pytest.raises(PaymentOver):
        await till.look(payment)


async def test_giving_it_back_twice_is_no_mistake(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    assert await give_up(till.toolbox, payment)
    await give_up(till.toolbox, payment)
    other = await till.paid_booking(NINE, **BO)
    await give_up(till.toolbox, payment)
    assert await till.states(other) == ("captured", "confirmed")


async def test_a_paid_booking_is_not_given_back_so(till: Till) -> None:
    payment = await till.paid_booking()
    assert not await give_up(till.toolbox, payment)
    assert await till.states(payment) == ("captured", "confirmed")
    assert (await till.money())["net"] == DEPOSIT


async def test_what_was_paid_in_another_tab_before_is_not_charged(till: Till) -> None:
    payment = await till.choose_and_pay()
    assert await give_up(till.toolbox, payment)
    await till.sweep_for(20)
    await require_nothing_left(till, payment)
    assert (await till.money())["captures"] == 0
    assert await till.told(payment) == [("patient", "payment_not_charged")]
    with pytest.raises(PaymentOver):
        await till.look(payment)


async def test_what_is_paid_in_another_tab_afterwards_is_not_charged(till: Till) -> None:
    """The page could not be ended: Stripe was down."""
    payment = await till.choose()
    await till.open_page(payment)
    await till.fault("down", "*/expire", times=2)
    assert await give_up(till.toolbox, payment)
    await till.pay(payment)
    await till.webhooks(parallel=True)
    await till.sweep_for(30)
    await require_nothing_left(till, payment)
    assert (await till.money())["captures"] == 0
    assert await till.told(payment) == [("patient", "payment_not_charged")]
    assert NINE in await till.desk.free()


async def test_what_was_received_in_another_tab_is_given_back(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    intent = await till.pay(payment)
    await till.control(f"/payment_intents/{intent}/capture")
    assert await give_up(till.toolbox, payment)
    await till.sweep_for(20)
    await require_nothing_left(till, payment)
    assert (await till.money())["refunds"] == 1
    assert await till.told(payment) == [("patient", "payment_refunded")]
    with pytest.raises(Refunded):
        await till.look(payment)


async def open_as_another_tab(till: Till, payment: Payment) -> Json:
    """A tab whose press is still under way, and knows nothing of what has happened since."""
    await open_pay_page(till.toolbox, payment, message="We keep 09:00 for you", page="")
    (session,) = (await till.at_stripe("/checkout/sessions"))["data"]
    return dict(session)


async def test_a_page_that_opens_after_the_time_was_given_back_charges_nobody(till: Till) -> None:
    payment = await till.choose()
    assert await give_up(till.toolbox, payment)
    session = await open_as_another_tab(till, payment)
    await till.control(f"/sessions/{session['id']}/pay")
    await till.sweep_for(30)
    await require_nothing_left(till, payment)
    assert (await till.money())["captures"] == 0
    assert await till.told(payment) == [("patient", "payment_not_charged")]


async def test_a_page_that_opens_while_the_time_is_given_back_is_ended(till: Till) -> None:
    """Between the look at a payment without a page and the note that nothing is left to be done."""
    payment = await till.choose()

    async def lose(tx: Transaction) -> None:
        await move_payment(tx, payment, "slot_lost", because="given_up", look_at=payment.started_at)
        await let_booking_go(tx, payment.clinic_id, payment.booking_id)

    await till.desk.database.write(lose)
    lost = await till.payment(payment)
    session = await open_as_another_tab(till, payment)
    payee = await get_payee(till.toolbox, lost)
    assert not (await let_go(till.toolbox, payee, lost)).is_settled
    await till.sweep_for(10)
    ended = await till.at_stripe(f"/checkout/sessions/{session['id']}")
    assert ended["status"] == "expired"
    await require_nothing_left(till, payment)


async def test_a_page_that_opens_after_the_time_was_over_is_ended(till: Till) -> None:
    payment = await till.choose()
    await till.wait_until_over(payment)
    await till.sweep_for(20)
    assert await till.states(payment) == ("abandoned", "cancelled")
    session = await open_as_another_tab(till, payment)
    await till.sweep_for(20)
    ended = await till.at_stripe(f"/checkout/sessions/{session['id']}")
    assert ended["status"] == "expired"
    await require_nothing_left(till, payment)


async def test_a_page_that_only_a_webhook_knows_charges_nobody_either(till: Till) -> None:
    payment = await till.choose()
    session = await page_without_answer(till, payment)
    assert await give_up(till.toolbox, payment)
    await till.control(f"/sessions/{session['id']}/pay")
    await till.webhooks()
    await require_nothing_left(till, payment)
    assert (await till.money())["captures"] == 0


async def test_paying_and_giving_back_at_once_ends_in_one_of_both(till: Till) -> None:
    payment = await till.choose_and_pay()
    await asyncio.gather(
        till.come_back(payment),
        give_up(till.toolbox, payment),
        till.webhooks(parallel=True),
        give_up(till.toolbox, payment),
    )
    await till.sweep_for(30)
    money = await till.money()
    booked = await till.states(payment) == ("captured", "confirmed")
    assert (money["net"], money["authorised"]) == (DEPOSIT if booked else 0, 0)
    assert (await till.payment(payment)).is_settled
    told = "booking_confirmed" if booked else "payment_not_charged"
    assert await till.told(payment) == [("patient", told)]
