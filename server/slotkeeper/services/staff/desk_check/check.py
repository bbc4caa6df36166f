"""One booking at the desk: whether it is good, what became of it, and how it was made known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slotkeeper.domain.booking_history import HistoryEvent
from slotkeeper.domain.booking_list import ListedBooking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.desk_check import Verdict, verdict_of
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.staff import Member
from slotkeeper.domain.way import Ways
from slotkeeper.services.notices.ways import find_ways
from slotkeeper.services.staff.booking_detail import BookingDetail, open_booking
from slotkeeper.services.staff.desk_check.look_up import find_around
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_list import find_booking_named, find_listed

_NO_CHANGES = {"booking_made", "booking_viewed"}


@dataclass(frozen=True, slots=True)
class DeskCheck:
    """`changes`: what staff have done to the booking since it was made, the newest first. `others`:
    what else the patient has booked from this day on, in order of time.
    """

    detail: BookingDetail
    verdict: Verdict
    ways: Ways
    changes: list[HistoryEvent]
    others: list[ListedBooking]


async def check_at_desk(
    toolbox: Toolbox, member: Member, clinic: Clinic, booking_id: int
) -> DeskCheck:
    """The booking as the desk is told of it; that it was looked at is written down (A1).

    Raises BookingUnknown as `open_booking` does.
    """
    detail = await open_booking(toolbox, member, booking_id)
    changes = [each for each in reversed(detail.history) if _is_change(each)]
    others = await find_around(toolbox, member, clinic, detail.booking.patient_id)
    ways = await find_ways(toolbox, clinic.id, [booking_id])
    starts = [*_earlier_starts(changes)]
    return DeskCheck(
        detail=detail,
        verdict=verdict_of(detail.present, clinic.time_zone, toolbox.clock(), starts),
        ways=ways[booking_id],
        changes=changes,
        others=[each for each in others if each.id != booking_id],
    )


async def find_at_desk(toolbox: Toolbox, member: Member, reference: str) -> int:
    """The id of the booking that a QR code names. Raises BookingUnknown, also for one of another's
    diary where the member sees only the own.
    """
    reader, clinic_id = toolbox.database, member.clinic_id
    booking_id = await find_booking_named(reader, clinic_id, reference.upper())
    found = await find_listed(reader, clinic_id, booking_id) if booking_id else None
    if found is None or not member.may_see_diary(found.practitioner_id):
        raise BookingUnknown
    return found.id


def _is_change(event: HistoryEvent) -> bool:
    return event.happened == "done" and event.what not in _NO_CHANGES


def _earlier_starts(changes: Sequence[HistoryEvent]) -> Iterator[int]:
    for each in changes:
        before, _ = each.changes.get("starts_at", (None, None))
        if isinstance(before, int):
            yield before
