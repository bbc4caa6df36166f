"""Of a message about a time that is offered to the waiting list: who is told, and the link."""

from dataclasses import dataclass

from slotkeeper.domain.booker import Booker
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.waitlist import WaitlistEntry
from slotkeeper.services.notices.known import Previous
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.entry import sign_entry
from slotkeeper.storage.addressee import Addressee
from slotkeeper.storage.booker import find_booker
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Reader
from slotkeeper.storage.outbox import Delivery
from slotkeeper.storage.set_up import get_location, get_practitioner
from slotkeeper.storage.waitlist import find_entry
from slotkeeper.storage.waitlist_addressee import find_who_waits
from slotkeeper.storage.waitlist_offer import find_offer_of_hold

OFFER = "waitlist_offer"
"""The message."""
_TELLS_OF_ONE = frozenset({"message_failed", "unseen_failure"})


def is_about_an_offer(delivery: Delivery, booking: Booking) -> bool:
    """Whether it offers a time, or tells the clinic that such a message did not arrive."""
    is_kept_only = booking.patient_id is None and delivery.message in _TELLS_OF_ONE
    return delivery.message == OFFER or is_kept_only


@dataclass(frozen=True, slots=True)
class Offered:
    """Who waits, who booked for them if anybody did, the entry's id and the token of its page;
    `instead_of` is the appointment that they have, whose place it would take.
    """

    patient: Addressee
    booker: Booker | None
    entry_id: int
    token: str
    instead_of: Previous | None = None


async def find_offered(toolbox: Toolbox, delivery: Delivery) -> Offered:
    """Whom the hold that the delivery is about is kept for.

    Raises BookingUnknown where there is no such offer.
    """
    reader, clinic_id = toolbox.database, delivery.clinic_id
    offer = await find_offer_of_hold(reader, clinic_id, delivery.booking_id)
    entry = await find_entry(reader, clinic_id, offer.entry_id) if offer else None
    patient = await find_who_waits(reader, entry) if entry else None
    if entry is None or patient is None:
        raise BookingUnknown
    booker = await find_booker(reader, clinic_id, entry.booking_id) if entry.booking_id else None
    there = await _instead_of(reader, entry)
    return Offered(patient, booker, entry.id, sign_entry(toolbox, entry), there)


async def _instead_of(reader: Reader, entry: WaitlistEntry) -> Previous | None:
    if entry.booking_id is None:
        return None
    booking = await find_booking(reader, entry.clinic_id, entry.booking_id)
    if booking is None:
        return None
    return Previous(
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        practitioner=await get_practitioner(reader, booking),
        location=await get_location(reader, booking),
    )
