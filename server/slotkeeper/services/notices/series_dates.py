"""The dates of which a message about a whole series tells, as they are at the moment of sending."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.location import Location
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.booking_link import Managed, sign_link
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_move import find_starts_before
from slotkeeper.storage.outbox import Delivery
from slotkeeper.storage.series import find_series
from slotkeeper.storage.series_booking import find_cancelled_at, find_series_bookings, series_of
from slotkeeper.storage.set_up import get_appointment_type, get_location, get_practitioner

OF_A_SERIES = frozenset({"series_made", "series_changed", "series_cancelled"})
_TELLS_OF_DATES = OF_A_SERIES | {"link_renewed"}
"""Such a message tells of one booking where that is of no series."""


@dataclass(frozen=True, slots=True)
class SeriesDates:
    """Those dates in order of time, each with the link that manages it; `goes_on`: later ones will
    be added; `before` is when those began that the change moved of which the message tells, by
    their ids (epoch seconds).
    """

    dates: tuple[Managed, ...] = ()
    goes_on: bool = False
    before: Mapping[int, int] = field(default_factory=dict)


async def find_series_dates(
    toolbox: Toolbox, clinic: Clinic, delivery: Delivery, first_name: str
) -> SeriesDates:
    """None for a message that is about one booking."""
    reader, clinic_id = toolbox.database, clinic.id
    if delivery.message not in _TELLS_OF_DATES:
        return SeriesDates()
    mark = await series_of(reader, clinic_id, delivery.booking_id)
    series = await find_series(reader, clinic_id, mark[0]) if mark else None
    if series is None:
        return SeriesDates()
    if delivery.message == "series_cancelled":
        found = await find_cancelled_at(reader, clinic_id, series.id, delivery.made_at)
    else:
        found = await find_series_bookings(reader, clinic_id, series.id)
        found = [each for each in found if _is_ahead(each.booking, toolbox.clock())]
    bookings = sorted((each.booking for each in found), key=lambda each: each.starts_at)
    dates = await _managed(toolbox, clinic, bookings, first_name)
    before = dict[int, int]()
    if delivery.message == "series_changed":
        before = await find_starts_before(reader, clinic_id, series.id, delivery.made_at)
    return SeriesDates(dates, series.goes_on, before)


def _is_ahead(booking: Booking, now: int) -> bool:
    return booking.state in {"confirmed", "arrived"} and booking.ends_at > now


async def _managed(
    toolbox: Toolbox, clinic: Clinic, bookings: list[Booking], first_name: str
) -> tuple[Managed, ...]:
    """Each with its practitioner and place, which are mostly the same."""
    reader, found = toolbox.database, list[Managed]()
    people, places = dict[int, Practitioner](), dict[int | None, Location | None]()
    for booking in bookings:
        if booking.practitioner_id not in people:
            people[booking.practitioner_id] = await get_practitioner(reader, booking)
        if booking.location_id not in places:
            places[booking.location_id] = await get_location(reader, booking)
        kind = found[0].kind if found else await get_appointment_type(reader, booking)
        found.append(
            Managed(
                clinic=clinic,
                booking=booking,
                kind=kind,
                practitioner=people[booking.practitioner_id],
                location=places[booking.location_id],
                token=sign_link(toolbox, booking),
                first_name=first_name,
                payment=None,
            )
        )
    return tuple(found)
