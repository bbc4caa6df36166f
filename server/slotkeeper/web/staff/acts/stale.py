"""Telling that somebody else was quicker: who changed what, and how it is now."""

from typing import Any

from slotkeeper.domain.block import Block
from slotkeeper.domain.booking import Booking
from slotkeeper.services.staff.booking_detail import find_last_change
from slotkeeper.web.staff.acts.against import moments_of
from slotkeeper.web.staff.booking_words import what_was_done
from slotkeeper.web.staff.door import StaffVisit


async def stale_context(staff: StaffVisit, subject: str, row: Booking | Block) -> dict[str, Any]:
    """For acts/stale.html: the last change of a booking or block, and its revision now."""
    moments = moments_of(staff)
    last = await find_last_change(staff.toolbox, staff.member, subject, row.id)
    change = None
    if last:
        change = {
            "text": await what_was_done(staff, last),
            "by": last.staff_name,
            "ago": moments.ago(last.at),
        }
    begins = row.starts_at if isinstance(row, Booking) else row.begins_at
    return {
        "stale": {
            "change": change,
            "now": f"{moments.day_and_time(begins)} – {moments.time(row.ends_at)}",
            "state": row.state if isinstance(row, Booking) else "",
        },
        "revision": row.revision,
    }
