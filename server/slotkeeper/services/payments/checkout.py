"""The patient goes to pay: one pay page a payment, however often it is asked for (P-2)."""

import asyncio

from msgspec.structs import replace

from slotkeeper.domain.errors import PaymentNotReached, PaymentsClosed
from slotkeeper.domain.payment import Payment
from slotkeeper.gateways.payments import (
    Opened,
    Order,
    Payee,
    PaymentsDown,
    PaymentsFailed,
    PaymentsRefused,
)
from slotkeeper.services.payments.links import return_url
from slotkeeper.services.payments.payee import get_payee
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import find_payment, next_attempt, note_page, note_session

PAGE_SECONDS = 30 * 60
"""The shortest life that Stripe gives a pay page. The deadline of the patient's time is ours."""

SLACK_SECONDS = 60

_PAUSES = (0.3, 1.0)
"""Seconds after which it is asked again with the same key: a double click finds the first click's
call under way. Not after longer waits: somebody is looking at the page.
"""
_LONGEST_WAIT = 2.0


async def open_pay_page(toolbox: Toolbox, payment: Payment, *, message: str, page: str) -> str:
    """The address of the page where the patient pays; the same at each call before the deadline.

    `message` stands there beside the button, `page` is where the patient comes back to ("" for our
    own). Raises PaymentsClosed; PaymentNotReached where the payment service cannot be reached now.
    """
    if page != payment.page:
        await toolbox.database.write(lambda tx: note_page(tx, payment, page))
    if payment.session_url:
        return payment.session_url
    try:
        opened = await _open(toolbox, payment, message)
    except PaymentsFailed:  # it would repeat that for the same key: once more with another
        opened = await _open_anew(toolbox, payment, message)
    ends_at = _ends_at(payment)

    async def job(tx: Transaction) -> str:
        await note_session(tx, payment, opened.session_id, opened.url, ends_at)
        noted = await find_payment(tx, payment.clinic_id, payment.id)
        return noted.session_url if noted else ""  # the one that is looked after (P-2)

    return await toolbox.database.write(job) or opened.url


async def _open_anew(toolbox: Toolbox, payment: Payment, message: str) -> Opened:
    await toolbox.database.write(lambda tx: next_attempt(tx, payment))
    try:
        return await _open(toolbox, replace(payment, attempt=payment.attempt + 1), message)
    except PaymentsFailed as failed:
        again = replace(payment, attempt=payment.attempt + 1)
        await toolbox.database.write(lambda tx: next_attempt(tx, again))
        raise PaymentNotReached from failed


async def _open(toolbox: Toolbox, payment: Payment, message: str) -> Opened:
    payee = await get_payee(toolbox, payment)
    try:
        return await _ask(toolbox, payee, _order(toolbox, payment, message))
    except PaymentsDown as down:
        raise PaymentNotReached from down
    except PaymentsRefused as refused:
        if refused.code == "idempotency":  # asked before by a server with other texts or address
            raise PaymentsFailed from refused
        raise PaymentsClosed from refused


async def _ask(toolbox: Toolbox, payee: Payee, order: Order) -> Opened:
    now = asyncio.get_running_loop().time
    until = now() + _LONGEST_WAIT
    for pause in _PAUSES:
        try:
            return await toolbox.payments.open_checkout(payee, order)
        except PaymentsDown:
            if now() > until:
                raise
        await asyncio.sleep(pause)
    return await toolbox.payments.open_checkout(payee, order)


def _order(toolbox: Toolbox, payment: Payment, message: str) -> Order:
    back = return_url(toolbox, payment)
    return Order(
        reference=payment.reference,
        attempt=payment.attempt,
        amount=payment.amount,
        currency=payment.currency,
        message=message,
        is_booking=not payment.moves,
        success_url=back,
        cancel_url=f"{back}?back=1",
        expires_at=_ends_at(payment),
        language=payment.language,
    )


def _ends_at(payment: Payment) -> int:
    """The same however late it is asked for, since the same key goes with the same order."""
    return payment.deadline + PAGE_SECONDS + SLACK_SECONDS
