"""What the reader of a message knows already: a move is told from the time that they last were told
of, and one of which they never heard reads as the booking itself (docs/adr/0038).
"""

from dataclasses import dataclass
from typing import Any, Literal, cast

from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.location import Location
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.told import TOLD_OF, Known, MovedBy, Was, known_before
from slotkeeper.storage.booking_move import find_told_before
from slotkeeper.storage.database import Reader
from slotkeeper.storage.outbox import Delivery
from slotkeeper.storage.set_up import find_practitioner, get_location

_NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Previous:
    """Where a booking was as far as its reader knows, and who has moved it since: "" where both
    have. Instants in epoch seconds.
    """

    starts_at: int
    ends_at: int
    practitioner: Practitioner
    location: Location | None
    moved_by: MovedBy | Literal[""] = ""


async def find_known(reader: Reader, delivery: Delivery) -> Known:
    """What the reader of that message knows of its booking before they read it."""
    if delivery.channel not in {"mail", "sms"} or delivery.message not in TOLD_OF:
        return _NOTHING
    return known_before(await find_told_before(reader, delivery))


def as_news(delivery: Delivery, known: Known) -> Delivery:
    """The message as it reads: a move is news of the booking where nobody has told of that yet."""
    if delivery.message != "booking_moved" or not known.news:
        return delivery
    return replace(delivery, message=cast("Any", known.news))


async def get_previous(
    reader: Reader, clinic: Clinic, booking: Booking, known: Known
) -> Previous | None:
    """By name; None where they know it as it is, or never heard of it."""
    was = known.was
    if was is None or known.news or is_where(booking, was):
        return None
    who = await find_practitioner(reader, clinic.id, was.practitioner_id)
    there = replace(booking, practitioner_id=was.practitioner_id, location_id=was.location_id)
    return Previous(
        starts_at=was.starts_at,
        ends_at=was.ends_at,
        practitioner=who or Practitioner(slug="", name=""),
        location=await get_location(reader, there),
        moved_by=known.moved_by,
    )


def is_where(booking: Booking, was: Was) -> bool:
    """Whether a booking is still, or again, where it was."""
    here = (booking.practitioner_id, booking.location_id, booking.starts_at, booking.ends_at)
    return here == (was.practitioner_id, was.location_id, was.starts_at, was.ends_at)


def why_known(delivery: Delivery, booking: Booking, known: Known) -> str:
    """Why a move need not be told to that reader, as one word: it is back where they know it to be,
    or left them before they had heard of it; "" where it should.
    """
    was = known.was
    if was is None:
        return ""
    if delivery.message == "booking_moved_away":
        return "untold" if known.news or was.practitioner_id != delivery.target else ""
    is_told_as_move = delivery.message == "booking_moved" and not known.news
    return "back" if is_told_as_move and is_where(booking, was) else ""
