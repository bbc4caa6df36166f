"""What happens to a payment elsewhere, in the clinic's dashboard or at a bank: it changes the
record, never silently the booking (P-12).
"""

from slotkeeper.domain.payment import Payment
from slotkeeper.gateways.payments import Receipt
from slotkeeper.services.payments.due_again import lock_with_first, owe_no_more
from slotkeeper.services.payments.payee import get_payee
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.payment import record_receipt
from slotkeeper.storage.refund import end_refund, find_refunds


async def record(toolbox: Toolbox, payment: Payment) -> None:
    """Write down what was received, given back and disputed by now.

    Raises PaymentsDown, PaymentsFailed, PaymentsRefused, PaymentsClosed.
    """
    payee = await get_payee(toolbox, payment)
    receipt = await toolbox.payments.receipt(payee, payment.intent_id, payment.currency)

    async def job(tx: Transaction) -> None:
        known = await lock_with_first(tx, payment)
        assert known is not None  # noqa: S101 - payments are never deleted
        await _fail_refunds(tx, known, receipt, toolbox.clock())
        await write_receipt(tx, known, receipt)
        if receipt.dispute != known.dispute:
            await insert_delivery(
                tx,
                clinic_id=known.clinic_id,
                booking_id=known.is_for,
                recipient="clinic",
                message="payment_disputed",
                occasion=receipt.dispute,
                now=toolbox.clock(),
            )

    await toolbox.database.write(job)


async def write_receipt(tx: Transaction, payment: Payment, receipt: Receipt) -> None:
    """Keep what a receipt says; refunds that we know of and it does not were made after it."""
    refunds = await find_refunds(tx, payment.clinic_id, payment.id)
    made = sum(each.amount for each in refunds if each.state == "made")
    await record_receipt(
        tx,
        payment,
        received=receipt.received,
        refunded=max(receipt.refunded, made),
        dispute=receipt.dispute,
    )


async def _fail_refunds(tx: Transaction, payment: Payment, receipt: Receipt, now: int) -> None:
    """A patient's bank may send a refund back, long after it was made."""
    failed = {each.id for each in receipt.refunds if each.status == "failed"}
    for refund in await find_refunds(tx, payment.clinic_id, payment.id):
        came_back = refund.state == "made" and refund.stripe_id in failed
        if came_back and await end_refund(tx, refund, "failed", refund.stripe_id):
            await owe_no_more(tx, payment, refund)
            await insert_delivery(
                tx,
                clinic_id=payment.clinic_id,
                booking_id=payment.is_for,
                recipient="clinic",
                message="refund_failed",
                occasion=str(refund.id),
                now=now,
            )
