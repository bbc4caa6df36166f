"""What everybody besides the patient learns of a booking: queued in the transaction of the change
itself, whoever makes it (N1, N2).
"""

from collections.abc import Awaitable, Callable

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.booking_event import Event
from slotkeeper.services.diary.queue import queue_diary
from slotkeeper.services.notices.staff_notices import queue_staff_notices
from slotkeeper.services.webhooks.queue import queue_webhooks
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction

_Queue = Callable[[Transaction, Booking, Event, int], Awaitable[None]]
_QUEUES: tuple[_Queue, ...] = (queue_diary, queue_webhooks, queue_staff_notices)
"""Each queues its own kind of delivery, or none. The booking is as it stands after the change; its
revision tells one change from the next."""


async def announce(
    tx: Transaction, clinic_id: int, booking_id: int, event: Event, now: int
) -> None:
    """Queue what goes to diaries, practitioners and other systems; `now` in epoch seconds."""
    booking = await find_booking(tx, clinic_id, booking_id)
    if booking is None:
        return
    for queue in _QUEUES:
        await queue(tx, booking, event, now)
