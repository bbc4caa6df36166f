"""Several bookings that the clinic cancels at once: what was paid for them, and cancelling each as
if by itself.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec import Struct

from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.staff import Member
from slotkeeper.services.payments.of_booking import left_of_all
from slotkeeper.services.staff.bookings.cancel import WantedCancel, cancel_by_staff
from slotkeeper.services.staff.bookings.refusals import BookingStale, StateForbids
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Reader
from slotkeeper.storage.payment import find_payments_of


@dataclass(frozen=True, slots=True)
class PaidForSeveral:
    """`left` is what can be given back by currency, minor units; `bookings` for how many."""

    bookings: int
    left: Mapping[str, int]


class Cancelled(Struct, frozen=True, kw_only=True):
    """How many were cancelled, and how many had changed since they were shown and were left."""

    done: int = 0
    left: int = 0


async def find_paid_for(
    reader: Reader, clinic_id: int, booking_ids: Sequence[int]
) -> PaidForSeveral:
    """What the clinic has of those bookings."""
    sums, count = Counter[str](), 0
    for booking_id in booking_ids:
        payments = await find_payments_of(reader, clinic_id, booking_id)
        left = await left_of_all(reader, payments)
        if left > 0:
            sums[payments[0].currency] += left
            count += 1
    return PaidForSeveral(count, dict(sums))


async def cancel_several(
    toolbox: Toolbox, member: Member, clinic: str, wanted: Sequence[WantedCancel]
) -> Cancelled:
    """Each in a transaction of its own, with what it gives back: what is cancelled stays cancelled,
    and one that somebody changed meanwhile is left as it is. Asked for again, what was done before
    is done. Raises ClinicUnknown, RefundNotYours.
    """
    done = 0
    for each in wanted:
        try:
            await cancel_by_staff(toolbox, member, clinic, each)
        except BookingStale as stale:
            done += _is_done(each, stale)
            continue
        except (BookingUnknown, StateForbids):
            continue
        done += 1
    return Cancelled(done=done, left=len(wanted) - done)


def _is_done(wanted: WantedCancel, stale: BookingStale) -> bool:
    """Whether the change that was made since is this very one."""
    now = stale.booking
    is_next = now.revision == wanted.revision + 1
    return is_next and (now.state, now.cancelled_by) == ("cancelled", "clinic")
