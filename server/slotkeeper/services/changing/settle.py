"""What follows from a cancellation when it can be taken back no more: everybody is told, and a late
one is counted (C5, T3).
"""

from slotkeeper.services.changing.cancel import UNDO_SECONDS
from slotkeeper.services.counted import get_clinic_of
from slotkeeper.services.notices.queue import BOTH
from slotkeeper.services.sms.queue import text_patient
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.trust.rules import apply_rules
from slotkeeper.storage.agreed_change import AgreedChange, end_agreed, find_to_settle
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.practitioner import lock_practitioner_of

EVERY_SECONDS = UNDO_SECONDS // 6
_AT_ONCE = 100


async def settle_cancelled(toolbox: Toolbox) -> int:
    """Settle what is due, each once, whichever process comes first; how many. Raises
    DatabaseUnavailable.
    """
    due = await find_to_settle(toolbox.database, toolbox.clock(), _AT_ONCE)
    for agreed in due:
        await _settle(toolbox, agreed)
    if due:
        toolbox.bell.ring()
    return len(due)


async def _settle(toolbox: Toolbox, agreed: AgreedChange) -> None:
    async def job(tx: Transaction) -> None:
        await lock_practitioner_of(tx, agreed.clinic_id, agreed.booking_id)
        if await end_agreed(tx, agreed, "settled"):
            await _follow(tx, toolbox, agreed)

    await toolbox.database.write(job)


async def _follow(tx: Transaction, toolbox: Toolbox, agreed: AgreedChange) -> None:
    booking = await find_booking(tx, agreed.clinic_id, agreed.booking_id)
    if booking is None or booking.revision != agreed.revision:
        return  # staff have changed it meanwhile, and told of that
    now = toolbox.clock()
    for recipient in BOTH:
        await insert_delivery(
            tx,
            clinic_id=agreed.clinic_id,
            booking_id=agreed.booking_id,
            recipient=recipient,
            message="booking_cancelled",
            occasion=str(agreed.revision),
            now=now,
        )
    whose, occasion = (tx, agreed.clinic_id, agreed.booking_id), str(agreed.revision)
    await text_patient(*whose, "booking_cancelled", now, occasion=occasion)
    if agreed.is_late and booking.patient_id is not None:
        clinic = await get_clinic_of(tx, toolbox, agreed.clinic_id)
        await apply_rules(tx, clinic, booking.patient_id, now)
