"""Times that patients keep to move a booking to: they are free again when it is cancelled, or when
somebody else moves it.
"""

from collections.abc import Iterable

from slotkeeper.domain.booking import Booking
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.hold import delete_hold, find_holds_to_move


async def find_chosen(
    reader: Reader, clinic_id: int, booking_ids: Iterable[int], now: int
) -> list[Booking]:
    """The live holds of new times for those bookings; what is being paid, or was offered by the
    waiting list, ends by itself. The lock rows of their practitioners are taken with those of the
    bookings, in ascending order, before `let_go`.
    """
    found = [
        hold
        for each in booking_ids
        for hold in await find_holds_to_move(reader, clinic_id, each, now)
    ]
    return [each for each in found if _is_chosen(each)]


def whose(chosen: Iterable[Booking]) -> set[int]:
    """The ids of the practitioners whose lock rows that takes."""
    return {each.practitioner_id for each in chosen}


async def let_go(tx: Transaction, chosen: Iterable[Booking]) -> None:
    """They are free, but for one of which the difference is being paid by now."""
    for each in chosen:
        hold = await find_booking(tx, each.clinic_id, each.id)
        if hold is not None and _is_chosen(hold):
            await delete_hold(tx, hold.clinic_id, hold.id)


def _is_chosen(hold: Booking) -> bool:
    return not hold.is_being_paid and not hold.is_offered
