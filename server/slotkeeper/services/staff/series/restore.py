"""Taking the end of a series back: what it cancelled stands again, where its time is free."""

from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.staff import Member
from slotkeeper.services.counted import get_clinic_of, is_counted_out
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.seats import seat_again
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.bookings.objections import against_blocks
from slotkeeper.services.staff.series.counted import lock_all_counted
from slotkeeper.services.staff.series.lock import get_series, lock_series
from slotkeeper.services.staff.series.refusals import SeriesStale
from slotkeeper.services.staff.series.tell import tell_of_series
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_change import save_restored
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.series import Series, find_following, save_series
from slotkeeper.storage.series_booking import SeriesBooking, find_cancelled_at
from slotkeeper.storage.waitlist_undo import lock_entries_of, wait_again


@dataclass(frozen=True, slots=True)
class Restored:
    """How many bookings stand again, and the dates whose time is taken by now."""

    series: Series
    bookings: int
    lost: list[date]


async def restore_series(
    toolbox: Toolbox, member: Member, series_id: int, revision: int
) -> Restored:
    """Take the end back: the bookings that it cancelled stand again where their time is free,
    and what they need.

    Raises SeriesUnknown; SeriesStale also where it was not ended, or is continued by another.
    """

    async def job(tx: Transaction) -> Restored:
        clinic = await get_clinic_of(tx, toolbox, member.clinic_id)
        before = await _lock(tx, member, clinic, series_id, revision)
        now = toolbox.clock()
        actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=now)
        stands, lost = list[Booking](), list[date]()
        for each in await _cancelled(tx, member, before, now):
            if await _stands_again(tx, toolbox, clinic, each.booking, now):
                await note(tx, actor, "booking_restored", "booking", each.booking.id)
                await announce(tx, member.clinic_id, each.booking.id, "confirmed", now)
                stands.append(each.booking)
            else:
                lost.append(each.on)
        after = replace(before, ended_on=None, ended_at=None)
        if not await save_series(tx, after):
            raise SeriesStale
        await note(tx, actor, "series_restored", "series", series_id, dates=(None, len(stands)))
        if stands:
            await tell_of_series(tx, after, stands[0].id, "series_changed", now)
        return Restored(replace(after, revision=before.revision + 1), len(stands), lost)

    return await toolbox.database.write(job)


async def _lock(
    tx: Transaction, member: Member, clinic: Clinic, series_id: int, revision: int
) -> Series:
    """With the lock rows of all whose time comes back: one of them may have been moved alone."""
    found = await get_series(tx, member, series_id)
    cancelled = await _cancelled(tx, member, found, 0)
    for booking_id in sorted(each.booking.id for each in cancelled):
        await lock_entries_of(tx, clinic.id, booking_id)
    await lock_all_counted(tx, clinic, found.appointment_type_id)
    whose = [each.booking.practitioner_id for each in cancelled]
    before = await lock_series(tx, member, series_id, revision, *whose)
    if before.ended_at is None or await find_following(tx, member.clinic_id, series_id):
        raise SeriesStale
    return before


async def _cancelled(
    tx: Transaction, member: Member, series: Series, now: int
) -> list[SeriesBooking]:
    """What its end cancelled, in diaries that are open to the member."""
    found = await find_cancelled_at(tx, series.clinic_id, series.id, series.ended_at or 0, now)
    return [each for each in found if member.may_see_diary(each.booking.practitioner_id)]


async def _stands_again(
    tx: Transaction, toolbox: Toolbox, clinic: Clinic, booking: Booking, now: int
) -> bool:
    """False where something has its time, its place or what it needs by now."""
    who, begins, ends = booking.practitioner_id, booking.busy_from, booking.busy_until
    if await against_blocks(tx, clinic.id, who, begins, ends):
        return False
    if await is_counted_out(tx, clinic, booking, now):
        return False
    if not await seat_again(tx, toolbox, booking, now):
        return False
    if not await save_restored(tx, booking, now):
        return False
    await wait_again(tx, clinic.id, booking.id)
    return True
