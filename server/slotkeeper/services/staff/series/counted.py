"""What is counted against the dates of a series: the day's most, rooms, the way between places."""

from collections.abc import Collection, Mapping, Sequence

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Taken, needs_taken
from slotkeeper.domain.staff_booking import Objection, StaffTime, place_of
from slotkeeper.services.counted import lock_counted, taken_around
from slotkeeper.services.staff.bookings.counted import objections_of
from slotkeeper.storage.database import Reader, Transaction

_DAYS = 3 * 86_400


class Counted:
    """What is taken in the whole clinic, found by a start; None where it counts nothing."""

    def __init__(self, clinic: Clinic, taken: Mapping[int, Sequence[Taken]] | None) -> None:
        """Of what `find_counted` found."""
        self._clinic, self._taken = clinic, taken

    def against(self, time: StaffTime, now: int) -> list[Objection]:
        """What stands against that time."""
        if self._taken is None:
            return []
        near = {
            who: [each for each in own if abs(each.starts_at - time.starts_at) < _DAYS]
            for who, own in self._taken.items()
        }
        return objections_of(self._clinic, time, place_of(self._clinic, time), near, now)


async def find_counted(
    reader: Reader,
    clinic: Clinic,
    kind: AppointmentType,
    starts: Sequence[int],
    now: int,
    without: Collection[int],
) -> Counted:
    """For some starts of that type; the bookings `without` count for nothing."""
    if not needs_taken(clinic):
        return Counted(clinic, None)
    return Counted(clinic, await taken_around(reader, clinic, kind, starts, now, without))


async def lock_all_counted(tx: Transaction, clinic: Clinic, kind_id: int) -> None:
    """The lock rows of all that appointments of that type count in, wherever they take place:
    before those of practitioners.
    """
    places: list[str | None] = [each.slug for each in clinic.locations] or [None]
    for kind in clinic.appointment_types:
        if kind.id == kind_id:
            await lock_counted(tx, clinic, kind, places)
