"""Bookings that stay although nobody else works then: somebody has looked, and comes in."""

from collections.abc import Sequence

from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.bookings.lock import check_revision
from slotkeeper.services.staff.bookings.refusals import BookingStale
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_within import KEPT
from slotkeeper.storage.database import Transaction


async def keep_several(toolbox: Toolbox, member: Member, wanted: Sequence[tuple[int, int]]) -> int:
    """Note that those bookings (id, revision) stay at the time that they have: they are named no
    more until they are moved. How many; one that somebody changed meanwhile is left.
    """

    async def job(tx: Transaction) -> int:
        done = 0
        actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=toolbox.clock())
        for booking_id, revision in wanted:
            try:
                booking = await check_revision(tx, member, booking_id, revision)
            except (BookingStale, BookingUnknown):
                continue
            await note(tx, actor, KEPT, "booking", booking_id, starts_at=(None, booking.starts_at))
            done += 1
        return done

    return await toolbox.database.write(job)
