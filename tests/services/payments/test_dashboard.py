"""What is done elsewhere, in the clinic's dashboard or at a bank, changes the payment's record and
never silently the booking.
"""

import pytest

from slotkeeper.domain.payment import Payment
from slotkeeper.services.payments.ask_refund import NothingToRefund
from slotkeeper.services.payments.refunds import refund_booking
from slotkeeper.storage.refund import find_refunds
from tests.services.desk import NINE
from tests.services.payments.till import DEPOSIT, Till

pytestmark = pytest.mark.req("P5")


async def require_booked(till: Till, payment: Payment) -> None:
    assert await till.states(payment) == ("captured", "confirmed")
    assert NINE in await till.taken()


async def dashboard_refund(till: Till, payment: Payment, amount: int | None = None) -> None:
    await till.control(f"/payment_intents/{payment.intent_id}/refund", amount=amount)


async def test_a_refund_by_hand_changes_the_record_and_leaves_the_booking(till: Till) -> None:
    payment = await till.paid_booking()
    await dashboard_refund(till, payment, 1000)
    await till.webhooks("charge.refunded", copies=4, parallel=True)
    present = await till.payment(payment)
    assert (present.received, present.refunded, present.is_charged) == (DEPOSIT, 1000, True)
    await dashboard_refund(till, payment)
    await till.webhooks("charge.refunded")
    present = await till.payment(payment)
    assert (present.refunded, present.is_charged) == (DEPOSIT, False)
    await require_booked(till, payment)


async def test_what_was_given_back_by_hand_is_not_given_back_again(till: Till) -> None:
    payment = await till.paid_booking()
    await dashboard_refund(till, payment, 1000)
    await till.webhooks("charge.refunded")
    refund = await refund_booking(
        till.toolbox, payment.clinic_id, payment.booking_id, once="cancellation", asked_by="policy"
    )
    assert (refund.state, refund.amount) == ("made", DEPOSIT - 1000)
    assert (await till.money())["net"] == 0


async def test_nor_is_it_where_no_webhook_told_of_it(till: Till) -> None:
    payment = await till.paid_booking()
    await dashboard_refund(till, payment, 1000)
    refund = await refund_booking(
        till.toolbox, payment.clinic_id, payment.booking_id, once="cancellation", asked_by="policy"
    )
    assert (refund.state, refund.amount) == ("made", DEPOSIT - 1000)
    assert (await till.payment(payment)).refunded == DEPOSIT
    assert (await till.money())["net"] == 0


async def test_nothing_is_left_to_refund_where_all_was_given_back_by_hand(till: Till) -> None:
    payment = await till.paid_booking()
    await dashboard_refund(till, payment)
    with pytest.raises(NothingToRefund):
        await refund_booking(
            till.toolbox, payment.clinic_id, payment.booking_id, once="x", asked_by="policy"
        )
    assert (await till.payment(payment)).refunded == DEPOSIT
    assert ("clinic", "refund_failed") not in await till.told(payment)


async def test_a_dispute_is_told_to_the_clinic_and_leaves_the_booking(till: Till) -> None:
    payment = await till.paid_booking()
    dispute = await till.control(f"/payment_intents/{payment.intent_id}/dispute")
    await till.webhooks("charge.dispute.created", copies=4, parallel=True)
    assert (await till.payment(payment)).dispute == "needs_response"
    await require_booked(till, payment)
    assert (await till.told(payment))[1:] == [("clinic", "payment_disputed")]
    await till.control(f"/disputes/{dispute['id']}/close", status="lost")
    await till.webhooks("charge.dispute.closed", copies=2)
    assert (await till.payment(payment)).dispute == "lost"
    await require_booked(till, payment)
    assert (await till.told(payment))[1:] == [("clinic", "payment_disputed")] * 2


async def test_events_in_reverse_order_end_in_the_same_record(till: Till) -> None:
    payment = await till.paid_booking()
    await dashboard_refund(till, payment, 500)
    dispute = await till.control(f"/payment_intents/{payment.intent_id}/dispute")
    await till.control(f"/disputes/{dispute['id']}/close", status="won")
    await till.webhooks(order="reversed")
    present = await till.payment(payment)
    assert (present.refunded, present.dispute) == (500, "won")
    await require_booked(till, payment)


async def test_a_refund_that_the_bank_sends_back_is_told_to_the_clinic(till: Till) -> None:
    payment = await till.paid_booking()
    refund = await refund_booking(
        till.toolbox, payment.clinic_id, payment.booking_id, once="cancellation", asked_by="policy"
    )
    await till.control(f"/refunds/{refund.stripe_id}/fail")
    await till.webhooks("refund.failed", copies=3, parallel=True)
    (failed,) = await find_refunds(till.desk.database, payment.clinic_id, payment.id)
    present = await till.payment(payment)
    assert (failed.state, present.refunded, present.is_charged) == ("failed", 0, True)
    assert (await till.told(payment))[1:] == [
        ("patient", "payment_refunded"),
        ("clinic", "refund_failed"),
    ]
    again = await refund_booking(
        till.toolbox, payment.clinic_id, payment.booking_id, once="by hand", asked_by="ruth"
    )
    assert (again.state, again.amount) == ("made", DEPOSIT)


async def test_so_it_is_where_the_time_was_lost(till: Till) -> None:
    payment = await till.choose()
    await till.open_page(payment)
    intent = await till.pay(payment)
    await till.control(f"/payment_intents/{intent}/capture")
    await till.wait_until_over(payment)
    await till.desk.place(NINE, "rival")
    await till.come_back(payment)
    (refund,) = await find_refunds(till.desk.database, payment.clinic_id, payment.id)
    await till.control(f"/refunds/{refund.stripe_id}/fail")
    await till.webhooks()
    assert (await till.told(payment))[-1] == ("clinic", "refund_failed")
    assert await till.states(payment) == ("slot_lost", "cancelled")


async def test_a_webhook_about_it_waits_for_stripe(till: Till) -> None:
    payment = await till.paid_booking()
    await dashboard_refund(till, payment)
    await till.fault("down", times=1)
    (sent,) = await till.webhooks("charge.refunded")
    assert sent["answers"] == [503]
    assert (await till.payment(payment)).refunded == 0
    (sent,) = await till.webhooks("charge.refunded")
    assert sent["answers"] == [503, 204]
    assert (await till.payment(payment)).refunded == DEPOSIT
