"""Taking hold of a series before it is changed."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.staff import Member
from slotkeeper.services.changing.chosen import find_chosen
from slotkeeper.services.staff.series.refusals import SeriesStale, SeriesUnknown
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.practitioner import lock_practitioner
from slotkeeper.storage.series import Series, find_series
from slotkeeper.storage.series_booking import find_series_bookings


async def get_series(reader: Reader, member: Member, series_id: int) -> Series:
    """A series in a diary that is open to that member. Raises SeriesUnknown."""
    series = await find_series(reader, member.clinic_id, series_id)
    if series is None or not member.may_see_diary(series.practitioner_id):
        raise SeriesUnknown
    return series


async def find_chosen_of_series(
    reader: Reader, clinic_id: int, series_id: int, now: int
) -> list[Booking]:
    """The times that its patient keeps to move one of its dates to, as `find_chosen`."""
    known = await find_series_bookings(reader, clinic_id, series_id)
    return await find_chosen(reader, clinic_id, [each.booking.id for each in known], now)


async def lock_series(
    tx: Transaction, member: Member, series_id: int, revision: int, *also: int
) -> Series:
    """The series as it is under the lock rows of its practitioner and of those `also` named, taken
    in ascending order.

    Raises SeriesUnknown, SeriesStale where it has another revision by now.
    """
    before = await get_series(tx, member, series_id)
    for practitioner_id in sorted({before.practitioner_id, *also}):
        await lock_practitioner(tx, practitioner_id)
    series = await get_series(tx, member, series_id)
    if series.revision != revision:
        raise SeriesStale
    return series
