"""Giving money back: full, in part, once, and never more than there is."""

import asyncio

import pytest

from slotkeeper.domain.payment import Payment, Refund
from slotkeeper.services.payment_accounts import remove_payments
from slotkeeper.services.payments.ask_refund import NothingToRefund, RefundTooLarge
from slotkeeper.services.payments.refunds import refund_booking
from slotkeeper.storage.refund import find_refunds
from tests.services.desk import NINE
from tests.services.payments.set_up import OpenAnother, use_key
from tests.services.payments.till import DEPOSIT, Till, at_once

pytestmark = pytest.mark.req("P5")


async def refund(
    till: Till, payment: Payment, amount: int | None = None, once: str = "cancellation"
) -> Refund:
    return await refund_booking(
        till.toolbox,
        payment.clinic_id,
        payment.booking_id,
        once=once,
        asked_by="ruth@clinic.example",
        amount=amount,
    )


async def given_back(till: Till, payment: Payment) -> tuple[int, int, int]:
    """By the record, by Stripe, and in how many refunds."""
    money = await till.money()
    return (await till.payment(payment)).refunded, money["refunded"], money["refunds"]


async def test_all_of_it_is_given_back(till: Till) -> None:
    payment = await till.paid_booking()
    made = await refund(till, payment)
    assert (made.state, made.amount, made.asked_by) == ("made", DEPOSIT, "ruth@clinic.example")
    assert await given_back(till, payment) == (DEPOSIT, DEPOSIT, 1)
    assert not (await till.payment(payment)).is_charged
    assert await till.told(payment) == [
        ("patient", "booking_confirmed"),
        ("patient", "payment_refunded"),
    ]


async def test_a_refund_leaves_the_booking_as_it_is(till: Till) -> None:
    payment = await till.paid_booking()
    before = await till.booking(payment)
    await refund(till, payment)
    assert await till.booking(payment) == before
    assert await till.states(payment) == ("captured", "confirmed")


async def test_parts_are_given_back_until_nothing_is_left(till: Till) -> None:
    payment = await till.paid_booking()
    await refund(till, payment, 1000, once="first")
    await refund(till, payment, 500, once="second")
    assert (await refund(till, payment, once="rest")).amount == DEPOSIT - 1500
    assert await given_back(till, payment) == (DEPOSIT, DEPOSIT, 3)
    with pytest.raises(NothingToRefund):
        await refund(till, payment, once="more")


async def test_the_same_refund_is_made_once_however_often_it_is_asked_for(till: Till) -> None:
    payment = await till.paid_booking()
    first = await refund(till, payment, 1000)
    for amount in (1000, None, DEPOSIT):
        again = await refund(till, payment, amount)
        assert (again.id, again.amount, again.state) == (first.id, 1000, "made")
    await refund(till, payment, once="rest")
    assert (await refund(till, payment)).id == first.id
    assert await given_back(till, payment) == (DEPOSIT, DEPOSIT, 2)


async def test_the_same_refund_is_made_once_when_asked_for_at_the_same_time(till: Till) -> None:
    payment = await till.paid_booking()
    await till.fault("slow", "/v1/refunds", method="POST", seconds=0.2)
    answers = await asyncio.gather(*(refund(till, payment, 1000) for _ in range(6)))
    assert len({each.id for each in answers}) == 1
    await till.sweep_for(30)
    assert await given_back(till, payment) == (1000, 1000, 1)
    assert (await till.told(payment))[1:] == [("patient", "payment_refunded")]


async def test_refunds_at_the_same_time_never_give_back_more_than_there_is(till: Till) -> None:
    payment = await till.paid_booking()
    answers = await at_once(*(refund(till, payment, 800, once=str(n)) for n in range(6)))
    refused = [each for each in answers if isinstance(each, BaseException)]
    assert len(refused) == 3
    assert {type(each) for each in refused} <= {RefundTooLarge, NothingToRefund}
    await till.sweep_for(30)
    assert await given_back(till, payment) == (2400, 2400, 3)


async def test_the_record_counts_all_refunds_whichever_is_written_last(till: Till) -> None:
    """The first one's last look at Stripe is older than the second one's, and written later."""
    payment = await till.paid_booking()
    await till.fault("slow", "/v1/refunds", method="GET", when="after", times=3, seconds=0.3)
    first = asyncio.create_task(refund(till, payment, 1000, once="first"))
    await asyncio.sleep(0.15)
    await asyncio.gather(first, refund(till, payment, 500, once="second"))
    assert await given_back(till, payment) == (1500, 1500, 2)


async def test_more_than_is_left_is_refused(till: Till) -> None:
    payment = await till.paid_booking()
    with pytest.raises(RefundTooLarge) as refused:
        await refund(till, payment, DEPOSIT + 1)
    assert refused.value.left == DEPOSIT
    await refund(till, payment, 1000, once="first")
    with pytest.raises(RefundTooLarge) as refused:
        await refund(till, payment, DEPOSIT - 999, once="second")
    assert refused.value.left == DEPOSIT - 1000
    assert await given_back(till, payment) == (1000, 1000, 1)


async def test_nothing_and_less_cannot_be_given_back(till: Till) -> None:
    payment = await till.paid_booking()
    for amount in (0, -1):
        with pytest.raises(ValueError, match="at least 1"):
            await refund(till, payment, amount)


async def test_what_was_not_paid_cannot_be_given_back(till: Till) -> None:
    payment = await till.choose()
    with pytest.raises(NothingToRefund):
        await refund(till, payment)
    await till.open_page(payment)
    await till.pay(payment)
    with pytest.raises(NothingToRefund):
        await refund(till, payment)
    with pytest.raises(NothingToRefund):
        await refund_booking(
            till.toolbox, payment.clinic_id, payment.booking_id + 1, once="x", asked_by="x"
        )


async def test_a_refund_waits_for_stripe_and_counts_meanwhile(till: Till) -> None:
    payment = await till.paid_booking()
    await till.fault("down", times=None)
    assert (await refund(till, payment, 2000)).state == "asked"
    with pytest.raises(RefundTooLarge) as refused:
        await refund(till, payment, 2000, once="second")
    assert refused.value.left == 1000
    await till.heal()
    await till.sweep_for(20)
    assert await given_back(till, payment) == (2000, 2000, 1)


async def test_a_refund_that_broke_off_is_found_at_stripe_again(till: Till) -> None:
    payment = await till.paid_booking()
    await till.fault("drop", "/v1/refunds", method="POST", when="after")
    await till.fault("error", "/v1/refunds", method="GET", times=2)
    assert (await refund(till, payment, 2000)).state == "asked"
    await till.sweep_for(100)
    assert await given_back(till, payment) == (2000, 2000, 1)


async def test_a_failure_to_look_is_no_reason_for_another_key(till: Till) -> None:
    """Stripe is still at work on the first refund, and fails to say what there is."""
    payment = await till.paid_booking()
    await till.fault("slow", "/v1/refunds", method="POST", seconds=0.4)
    assert (await refund(till.in_haste, payment, 1000)).state == "asked"
    await till.fault("error", "/v1/refunds", method="GET")
    await till.wait(10)
    await till.sweep()
    await till.wait(30)
    await till.sweep()
    await till.stripe_is_done()
    await till.sweep_for(120)
    assert await given_back(till, payment) == (1000, 1000, 1)


async def test_a_refund_that_stripe_refuses_is_told_to_the_clinic(till: Till) -> None:
    payment = await till.paid_booking()
    intent = payment.intent_id
    await till.control(f"/payment_intents/{intent}/dispute")
    assert (await refund(till, payment)).state == "failed"
    assert (await till.told(payment))[-1] == ("clinic", "refund_failed")
    await till.sweep_for(60)
    assert (await till.money())["refunds"] == 0


async def test_a_key_that_is_not_allowed_to_refund_is_mended_by_the_clinic(till: Till) -> None:
    payment = await till.paid_booking()
    await till.control("/keys", "DELETE", key=till.key)
    assert (await refund(till, payment)).state == "asked"
    new = (await till.control("/keys", account=till.account))["key"]
    await use_key(till, new)
    await till.sweep_for(30)
    assert await given_back(till, payment) == (DEPOSIT, DEPOSIT, 1)


async def test_refunds_that_cannot_be_made_do_not_keep_others_waiting(
    till: Till, another: OpenAnother
) -> None:
    """A clinic without an account has more of them than a sweep takes at once."""
    async with another() as other:
        stuck = await other.paid_booking()
        await other.fault("down", times=None)
        for number in range(60):
            await refund(other, stuck, 10, once=str(number))
        await remove_payments(other.desk.database, other.desk.slug, force=True)
        await till.wait(3600)
        payment = await till.paid_booking(NINE + 86_400)
        await till.fault("down", times=None)
        await refund(till, payment)
        await till.heal()
        await till.sweep_for(60)
        assert await given_back(till, payment) == (DEPOSIT, DEPOSIT, 1)


async def test_only_the_clinic_s_own_payments_are_given_back(
    till: Till, another: OpenAnother
) -> None:
    payment = await till.paid_booking()
    async with another() as other:
        theirs = await other.paid_booking()
        with pytest.raises(NothingToRefund):
            await refund_booking(
                till.toolbox, theirs.clinic_id, payment.booking_id, once="x", asked_by="x"
            )
        assert await find_refunds(till.desk.database, payment.clinic_id, payment.id) == []
        assert (await other.money())["refunds"] == 0
