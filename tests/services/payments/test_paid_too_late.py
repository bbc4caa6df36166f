"""Paid after the deadline: booked if the time is still free, else not charged."""

import asyncio

import pytest

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.payment import Payment
from slotkeeper.services.holds import release
from slotkeeper.services.payments.show import NotCharged, PaymentOver, Refunded
from slotkeeper.storage.database import Row
from tests.services.desk import NINE, NOW
from tests.services.payments.set_up import OpenAnother
from tests.services.payments.till import DEPOSIT, Till

pytestmark = pytest.mark.req("P4")

RIVAL = {"first_name": "Bo", "email": "bo@patient.example", "phone": "02 5550 9876"}


async def row_of(till: Till, booking_id: int) -> Row:
    (row,) = await till.desk.rows("SELECT * FROM booking WHERE id = $1", booking_id)
    return row


async def late(till: Till, more: int = 1) -> Payment:
    """Paid on the pay page in time or later, but nobody has told us by the deadline."""
    payment = await till.choose()
    await till.open_page(payment)
    await till.wait_until_over(payment, more)
    await till.pay(payment)
    return await till.payment(payment)


async def require_not_charged(till: Till, payment: Payment) -> None:
    present = await till.payment(payment)
    assert (present.state, present.lost_because) == ("slot_lost", "taken")
    assert (await till.booking(payment))["state"] == "cancelled"
    assert present.is_settled
    money = await till.money()
    assert (money["authorised"], money["net"]) == (0, 0)
    assert await till.told(payment) == [("patient", "payment_not_charged")]
    with pytest.raises(NotCharged):
        await till.look(payment)


async def test_late_and_the_time_is_free_it_is_booked(till: Till) -> None:
    payment = await late(till)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")
    assert (await till.money())["net"] == DEPOSIT


async def test_later_than_the_deadline_by_half_an_hour_it_is_booked_too(till: Till) -> None:
    payment = await late(till, 1800)
    await till.webhooks()
    assert await till.states(payment) == ("captured", "confirmed")


async def test_late_and_another_patient_holds_the_time_it_is_not_charged(till: Till) -> None:
    payment = await late(till)
    rival = await till.desk.place(NINE, "rival")
    before = await row_of(till, rival.hold.id)
    await till.come_back(payment)
    await require_not_charged(till, payment)
    assert await row_of(till, rival.hold.id) == before
    assert (await till.money())["captures"] == 0


async def test_late_and_another_patient_is_paying_it_is_not_charged(till: Till) -> None:
    payment = await late(till)
    rival = await till.choose(NINE, **RIVAL)
    before = await till.booking(rival)
    await till.webhooks()
    await require_not_charged(till, payment)
    assert await till.booking(rival) == before


async def test_late_and_another_patient_has_booked_it_is_not_charged(till: Till) -> None:
    payment = await late(till)
    rival = await till.paid_booking(NINE, **RIVAL)
    before = await till.booking(rival)
    await till.sweep_for(20)
    present = await till.payment(payment)
    assert (present.state, present.lost_because) == ("slot_lost", "taken")
    assert await till.booking(rival) == before
    money = await till.money()
    assert (money["captures"], money["net"], money["authorised"]) == (1, DEPOSIT, 0)


async def test_late_and_the_other_hold_has_ended_meanwhile_it_is_booked(till: Till) -> None:
    payment = await late(till)
    rival = await till.desk.place(NINE, "rival")
    await release(till.toolbox, till.desk.slug, rival.token)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")


async def test_two_who_pay_late_for_one_time_are_one_booking(till: Till) -> None:
    first = await late(till)
    second = await till.choose(NINE, **RIVAL)
    await till.open_page(second)
    await till.wait_until_over(second, 1)
    await till.pay(second)
    await asyncio.gather(till.come_back(first), till.come_back(second), till.webhooks())
    states = sorted([await till.states(first), await till.states(second)])
    assert states == [("captured", "confirmed"), ("slot_lost", "cancelled")]
    money = await till.money()
    assert (money["captures"], money["net"], money["authorised"]) == (1, DEPOSIT, 0)


async def test_a_page_is_ended_when_the_time_went_to_somebody_else(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    await till.wait_until_over(payment)
    await till.desk.place(NINE, "rival")
    await till.sweep_for(10)
    session = (await till.payment(payment)).session_id
    assert (await till.at_stripe(f"/checkout/sessions/{session}"))["status"] == "expired"
    assert await till.states(payment) == ("slot_lost", "cancelled")
    assert await till.told(payment) == []
    with pytest.raises(PaymentOver):
        await till.look(payment)


async def test_a_page_stays_open_while_the_time_is_free(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    await till.wait_until_over(payment)
    await till.sweep_for(60)
    session = (await till.payment(payment)).session_id
    assert (await till.at_stripe(f"/checkout/sessions/{session}"))["status"] == "open"
    assert await till.states(payment) == ("open", "paying")
    assert NINE in await till.desk.free()


async def received_late(till: Till) -> Payment:
    """Not only authorised: somebody in the clinic has captured it by hand."""
    payment = await till.choose()
    await till.open_page(payment)
    intent = await till.pay(payment)
    await till.control(f"/payment_intents/{intent}/capture")
    await till.wait_until_over(payment)
    await till.desk.place(NINE, "rival")
    return await till.payment(payment)


async def test_late_and_received_it_is_given_back_once_and_in_full(till: Till) -> None:
    payment = await received_late(till)
    await till.webhooks("payment_intent.succeeded", copies=4, parallel=True)
    await till.sweep_for(20)
    money = await till.money()
    assert (money["received"], money["refunded"], money["refunds"]) == (DEPOSIT, DEPOSIT, 1)
    present = await till.payment(payment)
    assert (present.state, present.received, present.refunded) == ("slot_lost", DEPOSIT, DEPOSIT)
    assert present.is_settled
    assert await till.told(payment) == [("patient", "payment_refunded")]
    with pytest.raises(Refunded):
        await till.look(payment)


async def test_the_same_while_stripe_takes_its_time_to_refund(till: Till) -> None:
    payment = await received_late(till)
    await till.fault("slow", "/v1/refunds", method="POST", seconds=0.3)
    calls = [till.come_back(payment) for _ in range(4)]
    await asyncio.gather(till.webhooks(copies=4, parallel=True), *calls)
    await till.sweep_for(30)
    money = await till.money()
    assert (money["refunded"], money["refunds"]) == (DEPOSIT, 1)
    assert await till.told(payment) == [("patient", "payment_refunded")]


async def test_what_the_clinic_has_given_back_by_hand_is_not_given_back_again(till: Till) -> None:
    payment = await received_late(till)
    (intent,) = (await till.at_stripe("/payment_intents"))["data"]
    await till.control(f"/payment_intents/{intent['id']}/refund", amount=1000)
    await till.sweep_for(20)
    money = await till.money()
    assert (money["refunded"], money["refunds"]) == (DEPOSIT, 2)
    assert (await till.payment(payment)).refunded == DEPOSIT


STALLS = {
    "fails": {"kind": "error", "when": "before"},
    "fails afterwards": {"kind": "error", "when": "after"},
    "cannot be reached": {"kind": "down", "when": "before"},
    "breaks off": {"kind": "drop", "when": "after"},
}


async def test_a_lost_time_is_never_regained(another: OpenAnother) -> None:
    """Written before anything is let go, and not left although the other patient goes again."""
    for name, stall in STALLS.items():
        print(f"Stripe {name}")  # shown where the test fails
        async with another() as till:
            payment = await late(till)
            rival = await till.desk.place(NINE, "rival")
            await till.fault(stall["kind"], "*/cancel", times=3, when=stall["when"])
            await till.come_back(payment)
            present = await till.payment(payment)
            assert (present.state, present.is_settled) == ("slot_lost", False)
            assert (await till.booking(payment))["state"] == "cancelled"
            await release(till.toolbox, till.desk.slug, rival.token)
            await till.webhooks(parallel=True)
            await till.sweep_for(60)
            await require_not_charged(till, payment)
            assert NINE in await till.desk.free()


async def test_a_refund_that_stalls_does_not_bring_the_time_back_either(till: Till) -> None:
    payment = await received_late(till)
    await till.fault("down", "/v1/refunds", method="POST", times=3)
    await till.come_back(payment)
    assert await till.states(payment) == ("slot_lost", "cancelled")
    await till.wait(450)
    assert NINE in await till.desk.free()
    await till.sweep_for(60)
    assert await till.states(payment) == ("slot_lost", "cancelled")
    money = await till.money()
    assert (money["net"], money["refunds"]) == (0, 1)


async def test_an_appointment_that_has_begun_is_not_regained(till: Till) -> None:
    await till.desk.set_up(cut_off=CutOff(0, "m"))
    payment = await till.choose(NOW + 3600)
    await till.open_page(payment)
    await till.wait_until_over(payment, 1200)
    await till.pay(payment)
    await till.wait(NOW + 3600 - till.desk.clock())
    await till.sweep_for(10)
    present = await till.payment(payment)
    assert (present.state, present.lost_because) == ("slot_lost", "past")
    money = await till.money()
    assert (money["authorised"], money["received"]) == (0, 0)
    assert await till.told(payment) == [("patient", "payment_not_charged")]
