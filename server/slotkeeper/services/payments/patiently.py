"""Settling while a patient waits: as far as it goes in a few seconds, and on without them."""

import asyncio
import logging

from slotkeeper.domain.errors import PaymentsClosed
from slotkeeper.domain.payment import Payment
from slotkeeper.gateways.payments import PaymentsDown, PaymentsFailed, PaymentsRefused
from slotkeeper.services.payments.settle import PaymentContradicts, Standing, settle
from slotkeeper.services.toolbox import Toolbox

WAIT_SECONDS = 4.0
"""Longer nobody looks at an empty page; what is not settled then is "processing" (P-19)."""

UNSETTLED = (PaymentsDown, PaymentsFailed, PaymentsRefused, PaymentsClosed, PaymentContradicts)
"""Why a payment may have to be settled later; nothing is lost by it."""

_LOG = logging.getLogger("slotkeeper.payments")
_running: set[asyncio.Task[Standing | None]] = set()


async def settle_within(
    toolbox: Toolbox, payment: Payment, seconds: float = WAIT_SECONDS
) -> Standing | None:
    """How the payment stands; None where that cannot be known now. Settling goes on meanwhile.

    Raises DatabaseUnavailable.
    """
    task = asyncio.create_task(settle_quietly(toolbox, payment.clinic_id, payment.id))
    _running.add(task)  # the loop itself holds tasks loosely
    task.add_done_callback(_running.discard)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return task.result() if done else None


async def settle_quietly(toolbox: Toolbox, clinic_id: int, payment_id: int) -> Standing | None:
    """Settle; None where it has to be done again later, which is logged without anybody's data."""
    try:
        return await settle(toolbox, clinic_id, payment_id)
    except UNSETTLED as problem:
        _LOG.warning("payment %d waits: %s", payment_id, type(problem).__name__)
        return None
