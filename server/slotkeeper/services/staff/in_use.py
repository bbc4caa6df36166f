"""What an appointment needs, and how much of that is in use while it lasts (S12)."""

from msgspec import Struct

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.resource_use import most_at_once, pool_size, uses
from slotkeeper.services.counted import kind_of, place_of_booking, taken_around
from slotkeeper.storage.database import Database, Reader


class InUse(Struct, frozen=True, kw_only=True):
    """At the busiest moment `number` of the `size` resources of a kind, its own among them."""

    kind: str
    number: int
    size: int

    @property
    def is_beyond(self) -> bool:
        """Whether staff have booked more than there are."""
        return self.number > self.size


async def find_in_use(
    reader: Reader | Database, clinic: Clinic, booking: Booking, now: int
) -> list[InUse]:
    """For each kind that its type needs; nothing for one that takes no time any more."""
    kind = kind_of(clinic, booking)
    if kind is None or not kind.needs or booking.state == "cancelled":
        return []
    place = place_of_booking(clinic, booking)
    span = (booking.busy_from, booking.busy_until)
    taken = await taken_around(reader, clinic, kind, [booking.starts_at], now)
    return [
        InUse(
            kind=need,
            number=most_at_once(uses(clinic, need, place, taken.items(), span), span),
            size=pool_size(clinic, need, place),
        )
        for need in kind.needs
    ]
