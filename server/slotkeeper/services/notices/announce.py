"""What everybody besides the patient learns of a booking: queued in the transaction of the change
itself, whoever makes it (N1, N2).
"""

from collections.abc import Awaitable, Callable
from typing import Literal

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction

Event = Literal["requested", "confirmed", "changed", "cancelled", "arrived", "fulfilled", "noshow"]
"""What has become of a booking. "requested" waits for the clinic's answer or the patient's link."""

_Queue = Callable[[Transaction, Booking, Event, int], Awaitable[None]]
_QUEUES: tuple[_Queue, ...] = ()
"""Each queues its own kind of delivery, or none. The booking is as it stands after the change; its
revision tells one change from the next."""


async def announce(
    tx: Transaction, clinic_id: int, booking_id: int, event: Event, now: int
) -> None:
    """Queue what goes to diaries, practitioners and other systems; `now` in epoch seconds."""
    if not _QUEUES:
        return
    booking = await find_booking(tx, clinic_id, booking_id)
    if booking is None:
        return
    for queue in _QUEUES:
        await queue(tx, booking, event, now)
