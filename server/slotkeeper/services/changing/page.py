"""What the page of a booking shows beside the booking itself."""

from dataclasses import dataclass
from typing import Literal

from slotkeeper.domain.booking import Booking
from slotkeeper.services.booking_link import Managed, sign_link
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.agreed_change import find_latest_agreed
from slotkeeper.storage.booking_history import find_accepted_terms
from slotkeeper.storage.database import Reader
from slotkeeper.storage.series_booking import find_series_bookings, series_of

JUST_NOW_SECONDS = 1800
_MOST_LISTED = 20

News = Literal["", "made", "moved", "kept", "restored"]
"""`kept`: its new time was not paid for, and it stays as it was."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The exact text that its patient agreed to, and when (epoch seconds)."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class OtherDate:
    """Another date of the same series that is still to come, by its own link."""

    booking: Booking
    token: str


@dataclass(frozen=True, slots=True)
class BookingPage:
    """`news` is what became of it within the last half hour, "" where nothing did; `others` the
    next dates of its series, none where it stands alone.
    """

    news: News
    accepted: Accepted | None
    others: tuple[OtherDate, ...]


async def get_booking_page(toolbox: Toolbox, managed: Managed) -> BookingPage:
    """As it stands now."""
    reader, booking = toolbox.database, managed.booking
    terms = await find_accepted_terms(reader, booking.clinic_id, booking.id)
    accepted = Accepted(terms.text, terms.accepted_at) if terms else None
    others = await _others(toolbox, booking)
    return BookingPage(await _news(reader, booking, toolbox.clock()), accepted, others)


async def _news(reader: Reader, booking: Booking, now: int) -> News:
    agreed = await find_latest_agreed(reader, booking.clinic_id, booking.id)
    if agreed and agreed.agreed_at > now - JUST_NOW_SECONDS:
        if agreed.kind == "moved" and agreed.revision == booking.revision:
            return "moved"
        if agreed.state == "undone":
            return "restored"
    made_at = booking.made_at or 0
    return "made" if made_at > now - JUST_NOW_SECONDS else ""


async def _others(toolbox: Toolbox, booking: Booking) -> tuple[OtherDate, ...]:
    """Its patient's only: a date that was given to somebody else is nobody's business."""
    reader, now = toolbox.database, toolbox.clock()
    series = await series_of(reader, booking.clinic_id, booking.id)
    if series is None:
        return ()
    found = await find_series_bookings(reader, booking.clinic_id, series[0])
    coming = [
        each.booking
        for each in found
        if each.booking.state == "confirmed"
        and each.booking.starts_at > now
        and each.booking.id != booking.id
        and each.booking.patient_id == booking.patient_id
    ]
    coming.sort(key=lambda each: each.starts_at)
    return tuple(OtherDate(each, sign_link(toolbox, each)) for each in coming[:_MOST_LISTED])
