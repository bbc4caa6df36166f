"""Cancelling several bookings at once because nobody is there, each as if cancelled by itself."""

from collections.abc import Sequence

from msgspec import Struct

from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.bookings.cancel import WantedCancel, cancel_by_staff
from slotkeeper.services.staff.bookings.refusals import BookingStale, StateForbids
from slotkeeper.services.toolbox import Toolbox


class Cancelled(Struct, frozen=True, kw_only=True):
    """How many were cancelled, and how many had changed since they were shown and were left."""

    done: int = 0
    left: int = 0


async def cancel_several(
    toolbox: Toolbox, member: Member, clinic: str, wanted: Sequence[WantedCancel]
) -> Cancelled:
    """Each in a transaction of its own: what is cancelled stays cancelled, and one that somebody
    changed meanwhile is left as it is. Raises ClinicUnknown.
    """
    done = 0
    for each in wanted:
        try:
            await cancel_by_staff(toolbox, member, clinic, each)
        except (BookingStale, BookingUnknown, StateForbids):
            continue
        done += 1
    return Cancelled(done=done, left=len(wanted) - done)
