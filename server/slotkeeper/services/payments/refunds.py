"""Giving money back: by staff or by policy, full or partial, once (P5)."""

from collections.abc import Sequence
from contextlib import suppress

from msgspec.structs import replace

from slotkeeper.domain.errors import PaymentsClosed
from slotkeeper.domain.payment import Payment, Refund
from slotkeeper.gateways.payments import (
    Payee,
    PaymentsDown,
    PaymentsFailed,
    PaymentsRefused,
    Receipt,
    RefundSeen,
)
from slotkeeper.services.payments.ask_refund import ask_back
from slotkeeper.services.payments.due_again import lock_with_first, owe_no_more
from slotkeeper.services.payments.payee import get_payee
from slotkeeper.services.payments.record import record, write_receipt
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.payment import find_payments_of
from slotkeeper.storage.refund import (
    delay_refund,
    end_refund,
    mark_sending,
    next_refund_attempt,
)

_SOON, _LATEST = 10, 3600

_OF_THE_KEY = {"authentication", "permission"}
"""Refusals that the clinic can mend: the refund is made then."""


async def refund_booking(
    toolbox: Toolbox,
    clinic_id: int,
    booking_id: int,
    *,
    once: str,
    asked_by: str,
    amount: int | None = None,
) -> Refund:
    """Give back `amount` minor units (all that is left if None) of a booking's payment.

    The same `once` gives the same refund, however often it is asked for: "cancellation" for the
    policy, a form's own name for staff; `asked_by` is who decided. Where the payment service cannot
    be reached the refund stays "asked" and is made later. Raises NothingToRefund, RefundTooLarge,
    ValueError for an amount below 1.
    """
    if amount is not None and amount < 1:
        raise ValueError(f"expected at least 1 minor unit, found {amount}")
    found = await find_payments_of(toolbox.database, clinic_id, booking_id)
    for payment in found:
        with suppress(PaymentsDown, PaymentsFailed, PaymentsRefused, PaymentsClosed):
            await record(toolbox, payment)  # what was given back by hand, where no webhook told

    async def ask(tx: Transaction) -> list[Refund]:
        now = toolbox.clock()
        return await ask_back(tx, found, once=once, amount=amount, asked_by=asked_by, now=now)

    asked = await toolbox.database.write(ask)
    by_id = {each.id: each for each in found}
    tried = [await try_refund(toolbox, by_id[each.payment_id], each) for each in asked]
    return _as_one(tried)


def _as_one(refunds: Sequence[Refund]) -> Refund:
    """Of several payments' the first that is not yet made, with the amount of all."""
    waits = next((each for each in refunds if each.state != "made"), refunds[0])
    return replace(waits, amount=sum(each.amount for each in refunds))


async def try_refund(toolbox: Toolbox, payment: Payment, refund: Refund) -> Refund:
    """Make a refund that was asked for, or put it off; as it then stands."""
    if refund.state != "asked":
        return refund
    try:
        payee = await get_payee(toolbox, payment)
        return await make_refund(toolbox, payee, payment, refund, intent_id=payment.intent_id)
    except PaymentsClosed:
        await _put_off(toolbox, refund)
    except (PaymentsDown, PaymentsFailed, PaymentsRefused):
        pass  # put off already
    return refund


async def make_refund(
    toolbox: Toolbox, payee: Payee, payment: Payment, refund: Refund, *, intent_id: str
) -> Refund:
    """Have the payment service give it back, unless it has done so already; as it then stands.

    Raises PaymentsDown, PaymentsFailed, and PaymentsRefused where the clinic's key is: it is to be
    called again later, by the instant kept.
    """
    if refund.state != "asked" or not await _mark(toolbox, refund):
        return refund
    gateway, name = toolbox.payments, _name(payment, refund)
    try:
        receipt = await gateway.receipt(payee, intent_id, payment.currency)
        seen = _known(receipt, name) or await _give(toolbox, payee, payment, refund, intent_id)
        receipt = await gateway.receipt(payee, intent_id, payment.currency)
    except PaymentsRefused as refused:
        if refused.code in _OF_THE_KEY:
            raise
        return await _end(toolbox, payment, refund, None, None)
    return await _end(toolbox, payment, refund, seen, receipt)


async def _mark(toolbox: Toolbox, refund: Refund) -> bool:
    """Before the call goes out, in a transaction of its own: who takes the cancellation back from
    now on is refused, and a process that is killed meanwhile is followed by one that looks whether
    it was made, or makes it under the same key.
    """
    return await toolbox.database.write(
        lambda tx: mark_sending(tx, refund, toolbox.clock() + _wait(refund))
    )


async def _give(
    toolbox: Toolbox, payee: Payee, payment: Payment, refund: Refund, intent_id: str
) -> RefundSeen:
    """Only a failure of this call is kept under its key; after others the same key is safest."""
    name = _name(payment, refund)
    key = f"{name}-refund-{refund.attempt}"
    try:
        return await toolbox.payments.refund(
            payee, intent_id, refund.amount, payment.currency, name, key
        )
    except PaymentsFailed:
        await toolbox.database.write(lambda tx: next_refund_attempt(tx, refund))
        raise


def _name(payment: Payment, refund: Refund) -> str:
    """By which a refund is found at the payment service again."""
    return f"{payment.reference}-{refund.id}"


def _known(receipt: Receipt, name: str) -> RefundSeen | None:
    return next((each for each in receipt.refunds if each.reference == name), None)


async def _put_off(toolbox: Toolbox, refund: Refund) -> None:
    async def job(tx: Transaction) -> None:
        await delay_refund(tx, refund, toolbox.clock() + _wait(refund))

    await toolbox.database.write(job)


def _wait(refund: Refund) -> int:
    """How long until it is tried again, seconds."""
    wait: int = _SOON * 2 ** min(refund.looks, 10)
    return min(_LATEST, wait)


async def _end(
    toolbox: Toolbox,
    payment: Payment,
    refund: Refund,
    seen: RefundSeen | None,
    receipt: Receipt | None,
) -> Refund:
    """Made, and the patient is told; or refused, and the clinic is."""
    made = seen is not None and seen.status != "failed"
    ended = replace(refund, state="made" if made else "failed", stripe_id=seen.id if seen else "")

    async def job(tx: Transaction) -> None:
        await lock_with_first(tx, payment)
        if await end_refund(tx, refund, "made" if made else "failed", ended.stripe_id):
            if not made:
                await owe_no_more(tx, payment, refund)
            await insert_delivery(
                tx,
                clinic_id=payment.clinic_id,
                booking_id=payment.is_for,
                recipient="patient" if made else "clinic",
                message="payment_refunded" if made else "refund_failed",
                occasion=str(refund.id),
                now=toolbox.clock(),
            )
        if receipt is not None:
            await write_receipt(tx, payment, receipt)

    await toolbox.database.write(job)
    return ended
