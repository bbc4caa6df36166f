"""Which endpoints hear of a change: queued with the change itself (N9)."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.booking_event import Event
from slotkeeper.domain.webhook import OF_BOOKINGS
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.webhook import find_endpoints


async def queue_webhooks(tx: Transaction, booking: Booking, event: Event, now: int) -> None:
    """One delivery for each endpoint that wants such events."""
    name = OF_BOOKINGS[event]
    for endpoint in await find_endpoints(tx, booking.clinic_id):
        if endpoint.enabled and name in endpoint.events:
            await insert_delivery(
                tx,
                clinic_id=booking.clinic_id,
                booking_id=booking.id,
                recipient="clinic",
                message=name,
                now=now,
                occasion=str(booking.revision),
                channel="webhook",
                target=endpoint.id,
            )
