"""Who pays in time is booked, once, for the amount that was agreed on."""

import pytest

from slotkeeper.services.payments.patiently import settle_quietly
from slotkeeper.storage.booking import find_booking
from tests.services.payments.till import DECLINED, DEPOSIT, PRICE, Till

pytestmark = pytest.mark.req("P2")


async def test_a_booking_waits_for_its_payment_and_takes_the_time(till: Till) -> None:
    payment = await till.choose()
    assert await till.states(payment) == ("open", "paying")
    assert (payment.amount, payment.at_clinic) == (DEPOSIT, PRICE - DEPOSIT)
    assert (await till.booking(payment))["starts_at"] not in await till.desk.free()
    assert await till.told(payment) == []


async def test_it_is_confirmed_after_the_money_was_captured(till: Till) -> None:
    payment = await till.choose_and_pay()
    assert await till.states(payment) == ("open", "paying")
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")
    money = await till.money()
    assert (money["received"], money["authorised"], money["refunded"]) == (DEPOSIT, 0, 0)
    present = await till.payment(payment)
    assert (present.received, present.refunded, present.is_settled) == (DEPOSIT, 0, True)
    assert (await till.look(payment)).kind == "booked"


async def test_the_patient_is_told_once_that_it_is_booked(till: Till) -> None:
    payment = await till.paid_booking()
    await till.webhooks(copies=3)
    await till.come_back(payment)
    await till.sweep_for(30)
    assert await till.told(payment) == [("patient", "booking_confirmed")]


async def test_it_is_not_confirmed_while_the_capture_has_not_come(till: Till) -> None:
    await till.fault("down", "*/capture", times=None)
    payment = await till.choose_and_pay()
    await till.come_back(payment)
    assert await till.states(payment) == ("authorised", "paying")
    assert await till.told(payment) == []
    assert (await till.look(payment)).kind == "processing"


async def test_an_authorised_payment_keeps_the_time_after_the_deadline(till: Till) -> None:
    await till.fault("down", "*/capture", times=None)
    payment = await till.choose_and_pay()
    await till.come_back(payment)
    await till.wait_until_over(payment, 1)
    booking = await find_booking(till.desk.database, payment.clinic_id, payment.booking_id)
    assert booking is not None
    assert booking.expires_at is None
    assert booking.starts_at not in await till.desk.free()


async def test_a_page_that_nobody_paid_on_confirms_nothing(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    await till.come_back(payment)
    assert await till.states(payment) == ("open", "paying")
    assert (await till.look(payment)).kind == "pay"


async def test_a_declined_card_confirms_nothing_and_the_next_one_does(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    await till.pay(payment, DECLINED)
    await till.come_back(payment)
    assert await till.states(payment) == ("open", "paying")
    assert (await till.look(payment)).kind == "pay"
    await till.pay(payment)
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")
    assert (await till.money())["captures"] == 1


async def test_a_payment_in_processing_is_waited_for(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    intent = await till.pay(payment, settling=True)
    await till.come_back(payment)
    assert (await till.look(payment)).kind == "processing"
    await till.wait_until_over(payment)
    await till.sweep_for(30)
    assert await till.states(payment) == ("open", "paying")
    await till.control(f"/payment_intents/{intent}/finish", outcome="requires_capture")
    await till.sweep_for(10)
    assert await till.states(payment) == ("captured", "confirmed")


async def test_a_payment_in_processing_that_fails_is_over_with_the_page(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    intent = await till.pay(payment, settling=True)
    await till.control(f"/payment_intents/{intent}/finish", outcome="failed")
    await till.wait_until_over(payment, 3600)
    await till.sweep()
    state, booking = await till.states(payment)
    assert (state, booking) != ("captured", "confirmed")
    assert (await till.payment(payment)).is_settled
    assert (await till.money()).get("received", 0) == 0


async def test_what_was_captured_by_hand_in_time_is_booked(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    intent = await till.pay(payment)
    await till.control(f"/payment_intents/{intent}/capture")
    await till.come_back(payment)
    assert await till.states(payment) == ("captured", "confirmed")
    assert (await till.money())["net"] == DEPOSIT


async def test_a_settled_payment_asks_nothing_of_stripe(till: Till) -> None:
    payment = await till.paid_booking()
    before = len(await till.asked("", "GET"))
    await settle_quietly(till.toolbox, payment.clinic_id, payment.id)
    assert len(await till.asked("", "GET")) == before
