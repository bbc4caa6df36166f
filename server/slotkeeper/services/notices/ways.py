"""By which ways a booking was made known, and how far each has come (N1, N2)."""

from collections.abc import Collection

from slotkeeper.domain.way import Told, Ways, ways_of
from slotkeeper.services.notices.outcome import TASK_AFTER_SECONDS
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.ways import find_in_diaries, find_made_at, find_told


async def find_ways(
    toolbox: Toolbox, clinic_id: int, booking_ids: Collection[int]
) -> dict[int, Ways]:
    """By id, the ways of those of the clinic's bookings; holds and another clinic's are left out.

    Whoever asks has seen to it that these bookings may be seen.
    """
    reader = toolbox.database
    made_at = await find_made_at(reader, clinic_id, booking_ids)
    by_booking: dict[int, list[Told]] = {}
    for told in await find_told(reader, clinic_id, made_at):
        by_booking.setdefault(told.booking_id, []).append(told)
    now = toolbox.clock()
    in_diary = await find_in_diaries(reader, clinic_id, made_at, now, now - TASK_AFTER_SECONDS)
    return {
        each: ways_of(at, by_booking.get(each, ()), in_diary.get(each, ""))
        for each, at in made_at.items()
    }
