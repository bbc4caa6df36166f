"""Whether a message need not go any more, or not yet, by what it tells of."""

from slotkeeper.domain.notice import said_anew_by, why_not
from slotkeeper.services.notices.escalate import is_seen
from slotkeeper.services.notices.notice import Notice
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.agreed_change import find_last_agreed
from slotkeeper.storage.outbox import is_superseded


async def why_untrue(toolbox: Toolbox, notice: Notice, now: int) -> str:
    """Why it need not be sent any more, as one word; "" where it should. Epoch seconds."""
    reader, delivery = toolbox.database, notice.delivery
    if await is_seen(reader, delivery):
        return "seen"
    newer = said_anew_by(delivery.message)
    if newer and await is_superseded(reader, delivery, newer):
        return "superseded"
    reason = why_not(delivery.message, notice.booking, now, delivery.occasion)
    return reason or notice.why_known


async def may_come_back(toolbox: Toolbox, notice: Notice, now: int) -> int:
    """Until when its cancellation can be taken back (epoch seconds), so that the message may be
    true again; 0 where it cannot.
    """
    booking = notice.booking
    if booking.state != "cancelled":
        return 0
    agreed = await find_last_agreed(toolbox.database, booking.clinic_id, booking.id)
    is_open = agreed and agreed.state == "open" and agreed.revision == booking.revision
    return agreed.undo_until if agreed and is_open and now <= agreed.undo_until else 0
