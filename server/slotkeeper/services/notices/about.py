"""Which booking, or which place on the waiting list, a delivery is about, as staff are told."""

from msgspec import Struct

from slotkeeper.domain.booker import Booker
from slotkeeper.storage.booker import find_booker
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.booking_list import find_listed
from slotkeeper.storage.database import Reader
from slotkeeper.storage.waitlist import find_entry
from slotkeeper.storage.waitlist_addressee import find_who_waits
from slotkeeper.storage.waitlist_offer import find_offer_of_hold


class About(Struct, frozen=True, kw_only=True):
    """Whose appointment it is and when it begins (epoch seconds), `booker` who made it for them.
    Where it was only offered, `entry_id` is the place on the waiting list, else 0; `id` is the
    booking's, or the hold's.
    """

    id: int
    entry_id: int = 0
    first_name: str
    last_name: str
    phone: str
    starts_at: int
    practitioner_id: int
    appointment_type_id: int
    booker: Booker | None = None

    @property
    def name(self) -> str:
        """The patient's."""
        return f"{self.first_name} {self.last_name}".strip()


async def find_about(reader: Reader, clinic_id: int, booking_id: int) -> About | None:
    """None for a hold of nobody who is known."""
    listed = await find_listed(reader, clinic_id, booking_id)
    if listed is None:
        return await _find_offered(reader, clinic_id, booking_id)
    return About(
        id=listed.id,
        first_name=listed.first_name,
        last_name=listed.last_name,
        phone=listed.phone,
        starts_at=listed.starts_at,
        practitioner_id=listed.practitioner_id,
        appointment_type_id=listed.appointment_type_id,
        booker=await find_booker(reader, clinic_id, listed.id),
    )


async def _find_offered(reader: Reader, clinic_id: int, hold_id: int) -> About | None:
    offer = await find_offer_of_hold(reader, clinic_id, hold_id)
    hold = await find_booking(reader, clinic_id, hold_id)
    entry = await find_entry(reader, clinic_id, offer.entry_id) if offer else None
    who = await find_who_waits(reader, entry) if entry else None
    if hold is None or entry is None or who is None:
        return None
    return About(
        id=hold_id,
        entry_id=entry.id,
        first_name=who.first_name,
        last_name=who.last_name,
        phone=who.phone,
        starts_at=hold.starts_at,
        practitioner_id=hold.practitioner_id,
        appointment_type_id=hold.appointment_type_id,
        booker=await find_booker(reader, clinic_id, entry.booking_id or 0),
    )
