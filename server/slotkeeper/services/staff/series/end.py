"""Staff end a series: what is still to come of it is cancelled at once."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.staff import Member
from slotkeeper.services.changing.chosen import let_go, whose
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.series.lock import find_chosen_of_series, lock_series
from slotkeeper.services.staff.series.refusals import SeriesStale
from slotkeeper.services.staff.series.tell import tell_of_series
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_change import Cancelled, save_cancelled
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.series import save_series
from slotkeeper.storage.series_booking import find_series_bookings


class WantedEnd(Struct, frozen=True, kw_only=True):
    """From the date `since` on there is none. `by_patient`: who asked for it; `reason` is for staff
    alone, `message` goes to the patient.
    """

    series_id: int
    revision: int
    since: date
    by_patient: bool = False
    reason: str = ""
    message: str = ""
    tell: bool = True


async def end_series(toolbox: Toolbox, member: Member, wanted: WantedEnd) -> list[Booking]:
    """Cancel its bookings from that date on that are still to come; which they were. Past ones,
    those cancelled before and those in a diary that is not open to the member are left alone.

    Raises SeriesUnknown, SeriesStale.
    """

    async def job(tx: Transaction) -> list[Booking]:
        clinic_id, series_id = member.clinic_id, wanted.series_id
        chosen = await find_chosen_of_series(tx, clinic_id, series_id, toolbox.clock())
        before = await lock_series(tx, member, series_id, wanted.revision, *whose(chosen))
        now = toolbox.clock()
        actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=now)
        cancelled = await _cancel_all(tx, member, wanted, actor)
        gone = {each.id for each in cancelled}
        await let_go(tx, [each for each in chosen if each.moves in gone])
        after = replace(before, ended_on=wanted.since, ended_at=now)
        if not await save_series(tx, after):
            raise SeriesStale
        by = "patient" if wanted.by_patient else "clinic"
        changes: dict[str, tuple[object, object]] = {
            "by": (None, by),
            "dates": (None, len(cancelled)),
        }
        await note(tx, actor, "series_ended", "series", before.id, **changes)
        if wanted.tell and cancelled:
            first, words = cancelled[0].id, wanted.message
            await tell_of_series(tx, after, first, "series_cancelled", now, words)
        return cancelled

    return await toolbox.database.write(job)


async def _cancel_all(
    tx: Transaction, member: Member, wanted: WantedEnd, actor: Actor
) -> list[Booking]:
    by = "patient" if wanted.by_patient else "clinic"
    cancelled = Cancelled(by=by, reason=wanted.reason, is_late=False, at=actor.at)
    changes: dict[str, tuple[object, object]] = {"by": (None, by)}
    if wanted.reason:
        changes["reason"] = (None, wanted.reason)
    gone = list[Booking]()
    for each in await find_series_bookings(tx, actor.clinic_id, wanted.series_id):
        booking = each.booking
        is_ahead = each.on >= wanted.since and booking.starts_at > actor.at
        is_open = member.may_see_diary(booking.practitioner_id)
        if is_open and is_ahead and booking.state == "confirmed":
            if not await save_cancelled(tx, booking, cancelled):
                raise SeriesStale
            await note(tx, actor, "booking_cancelled", "booking", booking.id, **changes)
            await announce(tx, actor.clinic_id, booking.id, "cancelled", actor.at)
            gone.append(booking)
    return gone
