"""Looking through a clinic's bookings by what became of their deliveries (N1, N2)."""

from dataclasses import dataclass

from slotkeeper.domain.booking_list import ListedBooking
from slotkeeper.domain.staff import Member
from slotkeeper.domain.way import Ways
from slotkeeper.services.notices.ways import find_ways
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_list import find_listed
from slotkeeper.storage.delivery_list import (
    DeliveryFilter,
    SeenTo,
    find_delivered,
    find_seen_to,
)
from slotkeeper.storage.set_up_names import Parts, find_parts

PAGE = 30
SEEN_SECONDS = 86_400
"""So long it is shown what somebody has seen to, and can be taken back."""


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """Some bookings with their ways by id; `after` leads on to the next page, None at the end."""

    bookings: list[ListedBooking]
    ways: dict[int, Ways]
    parts: Parts
    after: tuple[int, int] | None


async def list_deliveries(
    toolbox: Toolbox, member: Member, wanted: DeliveryFilter, most: int = PAGE
) -> DeliveryPage:
    """One page of what is wanted; a practitioner's own bookings only."""
    reader, clinic_id = toolbox.database, member.clinic_id
    rows = await find_delivered(reader, clinic_id, member.only_diary, wanted, most + 1)
    page, rest = rows[:most], rows[most:]
    found = [await find_listed(reader, clinic_id, row["id"]) for row in page]
    return DeliveryPage(
        bookings=[each for each in found if each],
        ways=await find_ways(toolbox, clinic_id, [row["id"] for row in page]),
        parts=await find_parts(reader, clinic_id),
        after=(page[-1]["made_at"], page[-1]["id"]) if rest else None,
    )


async def list_seen_to(toolbox: Toolbox, member: Member, most: int = 20) -> list[SeenTo]:
    """What was seen to within the last day."""
    since = toolbox.clock() - SEEN_SECONDS
    return await find_seen_to(toolbox.database, member.clinic_id, member.only_diary, since, most)
