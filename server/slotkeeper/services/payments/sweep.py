"""Looking after payments that nobody looks at: no webhook came, the patient did not come back, the
server was killed, the payment service was down (P-9).
"""

import asyncio
import logging
from collections.abc import Awaitable

from slotkeeper.domain.payment import Payment
from slotkeeper.services.payments.patiently import settle_quietly
from slotkeeper.services.payments.refunds import try_refund
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import DatabaseUnavailable, Transaction
from slotkeeper.storage.payment import claim_look, find_due_payments, find_payment
from slotkeeper.storage.refund import find_due_refunds, find_refund

EVERY_SECONDS = 10

_AT_ONCE = 50
_OFTEN_LOOKS = 12
_LATEST_SECONDS = 300

_LOG = logging.getLogger("slotkeeper.payments")


async def sweep(toolbox: Toolbox) -> int:
    """Look after everything that is due; how many there were. Raises DatabaseUnavailable."""
    now = toolbox.clock()
    payments = await find_due_payments(toolbox.database, now, _AT_ONCE)
    refunds = await find_due_refunds(toolbox.database, now, _AT_ONCE)
    for start in range(0, len(payments), 5):  # few at once: patients are served meanwhile
        few = payments[start : start + 5]
        await asyncio.gather(*(_alone(_look_after(toolbox, *each)) for each in few))
    for each in refunds:
        await _alone(_make(toolbox, *each))
    return len(payments) + len(refunds)


async def _alone(work: Awaitable[None]) -> None:
    """What goes wrong with one must not keep the others, or the next sweep, from being done."""
    try:
        await work
    except DatabaseUnavailable:
        raise
    except Exception as problem:  # noqa: BLE001 - nobody else is there to catch it
        _LOG.error("a payment cannot be looked after: %s", type(problem).__name__)


async def _look_after(toolbox: Toolbox, clinic_id: int, payment_id: int) -> None:
    payment = await find_payment(toolbox.database, clinic_id, payment_id)
    if payment is not None and await _claim(toolbox, payment):
        await settle_quietly(toolbox, clinic_id, payment_id)


async def _claim(toolbox: Toolbox, payment: Payment) -> bool:
    """One process looks at a payment at a time; often at first, then ever less."""
    now, often = toolbox.clock(), EVERY_SECONDS
    rare = min(_LATEST_SECONDS, often * 2 ** max(0, min(payment.looks - _OFTEN_LOOKS, 8)))

    async def job(tx: Transaction) -> bool:
        return await claim_look(tx, payment.clinic_id, payment.id, now=now, next_at=now + rare)

    return await toolbox.database.write(job)


async def _make(toolbox: Toolbox, clinic_id: int, refund_id: int) -> None:
    refund = await find_refund(toolbox.database, clinic_id, refund_id)
    payment = await find_payment(toolbox.database, clinic_id, refund.payment_id) if refund else None
    if refund is not None and payment is not None:
        await try_refund(toolbox, payment, refund)
