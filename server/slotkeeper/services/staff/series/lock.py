"""Taking hold of a series before it is changed."""

from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.series.refusals import SeriesStale, SeriesUnknown
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.practitioner import lock_practitioner
from slotkeeper.storage.series import Series, find_series


async def get_series(reader: Reader, member: Member, series_id: int) -> Series:
    """A series in a diary that is open to that member. Raises SeriesUnknown."""
    series = await find_series(reader, member.clinic_id, series_id)
    if series is None or not member.may_see_diary(series.practitioner_id):
        raise SeriesUnknown
    return series


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
