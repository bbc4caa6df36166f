"""Forgetting what nobody needs any more. Nothing rests on it: every query looks at expiry (H9)."""

from slotkeeper.services.hold_token import LIFETIME
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.clinic import clinic_version, find_slugs
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.hold import delete_holds_before
from slotkeeper.storage.payment_event import delete_events_before
from slotkeeper.storage.staff_session import delete_sessions_before
from slotkeeper.storage.webhook import delete_tries_before

EVENT_SECONDS = 30 * 86_400
"""Stripe sends a webhook again for three days, by hand for thirty. As long is remembered how often
an event of ours was tried.
"""


async def forget_old_holds(toolbox: Toolbox) -> int:
    """Delete the holds whose tokens are over, clinic by clinic; how many.

    Raises DatabaseUnavailable.
    """
    forgotten = 0
    for slug in await find_slugs(toolbox.database):
        known = await clinic_version(toolbox.database, slug)
        if known:
            forgotten += await _forget(toolbox, known[0])
    return forgotten


async def forget_old_events(toolbox: Toolbox) -> int:
    """Delete the webhooks that no payment service repeats any more; how many.

    Raises DatabaseUnavailable.
    """

    async def job(tx: Transaction) -> int:
        return await delete_events_before(tx, toolbox.clock() - EVENT_SECONDS)

    return await toolbox.database.write(job)


async def forget_old_tries(toolbox: Toolbox) -> int:
    """Delete what clinics' own systems answered long ago, but their last word on each event; how
    many. Raises DatabaseUnavailable.
    """

    async def job(tx: Transaction) -> int:
        return await delete_tries_before(tx, toolbox.clock() - EVENT_SECONDS)

    return await toolbox.database.write(job)


async def forget_old_sessions(toolbox: Toolbox) -> int:
    """Delete the sessions of staff that are over; how many. Raises DatabaseUnavailable."""
    return await toolbox.database.write(lambda tx: delete_sessions_before(tx, toolbox.clock()))


async def _forget(toolbox: Toolbox, clinic_id: int) -> int:
    async def job(tx: Transaction) -> int:
        return await delete_holds_before(tx, clinic_id, toolbox.clock() - LIFETIME)

    return await toolbox.database.write(job)
