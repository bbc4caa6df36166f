"""A lost slot: whatever the patient authorised is let go, whatever was received is given back."""

from slotkeeper.domain.payment import Payment, Refund
from slotkeeper.gateways.payments import (
    Payee,
    PaymentsFailed,
    PaymentsRefused,
    Seen,
)
from slotkeeper.services.payments.ask_refund import ask_once
from slotkeeper.services.payments.refunds import make_refund
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.payment import (
    find_payment,
    finish_payment,
    lock_payment,
    next_attempt,
    note_intent,
)

_ROUNDS = 3
"""Each call changes what is seen; what has not come to rest after so many is looked at later."""


async def let_go(toolbox: Toolbox, payee: Payee, payment: Payment) -> Payment:
    """Until the payment service has nothing of the patient's. The payment is `slot_lost` already,
    whatever happens meanwhile (P-6). Raises as `settle`.
    """
    for _ in range(_ROUNDS):
        if not payment.session_id:
            return await _finish(toolbox, payment, received=0, refunded=0)
        seen = await toolbox.payments.look(payee, payment.session_id)
        if seen.intent == "succeeded":
            return await _give_back(toolbox, payee, payment, seen)
        if seen.intent == "processing":
            return payment
        if _is_over(seen):
            return await _finish(toolbox, payment, received=0, refunded=0)
        await _release(toolbox, payee, payment, seen)
    return payment


def _is_over(seen: Seen) -> bool:
    return seen.session != "open" and seen.intent != "authorised"


async def _release(toolbox: Toolbox, payee: Payee, payment: Payment, seen: Seen) -> None:
    if seen.intent == "authorised" and not payment.intent_id:  # paid after giving the time back
        await toolbox.database.write(lambda tx: note_intent(tx, payment, seen.intent_id))
    try:
        if seen.intent == "authorised":
            key = f"{payment.reference}-cancel-{payment.attempt}"
            await toolbox.payments.cancel(payee, seen.intent_id, key)
        else:
            key = f"{payment.reference}-expire-{payment.attempt}"
            await toolbox.payments.expire(payee, seen.session_id, key)
    except PaymentsFailed:
        await toolbox.database.write(lambda tx: next_attempt(tx, payment))
        raise
    except PaymentsRefused:
        pass  # it has moved meanwhile: looking again tells where to


async def _give_back(toolbox: Toolbox, payee: Payee, payment: Payment, seen: Seen) -> Payment:
    """One full refund, however many ask for it (P-5), unless the clinic has made it by hand."""
    receipt = await toolbox.payments.receipt(payee, seen.intent_id, payment.currency)
    if receipt.refunded < receipt.received:

        async def ask(tx: Transaction) -> Refund:
            locked = await lock_payment(tx, payment.clinic_id, payment.id)
            assert locked is not None  # noqa: S101 - payments are never deleted
            left = receipt.received - receipt.refunded
            return await ask_once(
                tx, locked, once="slot_lost", amount=left, asked_by="", now=toolbox.clock()
            )

        refund = await toolbox.database.write(ask)
        await make_refund(toolbox, payee, payment, refund, intent_id=seen.intent_id)
        receipt = await toolbox.payments.receipt(payee, seen.intent_id, payment.currency)
    return await _finish(toolbox, payment, received=receipt.received, refunded=receipt.refunded)


async def _finish(toolbox: Toolbox, payment: Payment, *, received: int, refunded: int) -> Payment:
    """Nothing is left to be done; whoever had paid and is not charged is told so."""

    async def job(tx: Transaction) -> Payment:
        now = toolbox.clock()
        present = await lock_payment(tx, payment.clinic_id, payment.id)
        assert present is not None  # noqa: S101 - payments are never deleted
        if present.session_id != payment.session_id:
            return present  # a pay page has been opened meanwhile: it is looked at next
        await finish_payment(tx, present, now=now, received=received, refunded=refunded)
        if present.intent_id and not received:
            await insert_delivery(
                tx,
                clinic_id=payment.clinic_id,
                booking_id=payment.is_for,
                recipient="patient",
                message="move_not_charged" if payment.moves else "payment_not_charged",
                occasion=str(payment.id) if payment.moves else "",
                now=now,
            )
        found = await find_payment(tx, payment.clinic_id, payment.id)
        assert found is not None  # noqa: S101 - payments are never deleted
        return found

    return await toolbox.database.write(job)
