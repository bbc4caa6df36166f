"""Taking a time for somebody who stands at the desk: all of it, or nothing."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.staff import Member
from slotkeeper.domain.staff_booking import StaffTime, place_of
from slotkeeper.services.changing.chosen import find_chosen, whose
from slotkeeper.services.counted import lock_counted
from slotkeeper.services.staff.bookings.book import (
    WantedBooking,
    book_by_staff,
    book_within,
    lock_whom,
)
from slotkeeper.services.staff.bookings.lock import find_own
from slotkeeper.services.staff.bookings.move import (
    WantedMove,
    get_kind_of,
    move_by_staff,
    move_within,
)
from slotkeeper.services.staff.bookings.refusals import TimeTaken
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import ConstraintBroken, Transaction
from slotkeeper.storage.practitioner import lock_practitioner

_REFERENCE_TRIES = 5


async def squeeze_in(
    toolbox: Toolbox,
    member: Member,
    clinic: str,
    wanted: WantedBooking | WantedMove,
    room: WantedMove | None = None,
) -> Booking:
    """The booking at its new time: a new one, or one that was moved there. Where `room` is to be
    made, somebody else is moved in the same transaction: both or neither.

    Raises what `book_by_staff` and `move_by_staff` raise.
    """
    if room is not None:
        return await _with_room(toolbox, member, clinic, wanted, room)
    if isinstance(wanted, WantedMove):
        return await move_by_staff(toolbox, member, clinic, wanted)
    return await book_by_staff(toolbox, member, clinic, wanted)


async def _with_room(
    toolbox: Toolbox,
    member: Member,
    slug: str,
    wanted: WantedBooking | WantedMove,
    room: WantedMove,
) -> Booking:
    async def job(tx: Transaction) -> Booking:
        clinic = await toolbox.clinics.get(tx, slug)
        if isinstance(wanted, WantedBooking):
            await lock_whom(tx, member, wanted)
        await _lock(tx, member, clinic, wanted, room, toolbox.clock())
        await move_within(tx, toolbox, member, slug, room)
        if isinstance(wanted, WantedMove):
            return await move_within(tx, toolbox, member, slug, wanted)
        return await book_within(tx, toolbox, member, slug, wanted)

    for _ in range(_REFERENCE_TRIES):
        try:
            return await toolbox.database.write(job)
        except ConstraintBroken:
            continue  # a reference that exists: chosen anew
    raise TimeTaken([])


async def _lock(
    tx: Transaction,
    member: Member,
    clinic: Clinic,
    wanted: WantedBooking | WantedMove,
    room: WantedMove,
    now: int,
) -> None:
    """All lock rows of both changes in their order, so that neither waits for one out of turn: what
    is counted, then practitioners.
    """
    people, times = set[int](), list[StaffTime]()
    for each in (room, wanted):
        who = clinic.practitioner(each.practitioner)
        if isinstance(each, WantedMove):
            booking = await find_own(tx, member, each.booking_id)
            kind = await get_kind_of(tx, clinic, booking)
            people.add(booking.practitioner_id)
            people |= whose(await find_chosen(tx, clinic.id, [booking.id], now))
        else:
            kind = clinic.appointment_type(each.kind)
        people.add(who.id)
        times.append(StaffTime(kind=kind, practitioner=who, starts_at=each.starts_at))
    for time in sorted(times, key=lambda each: each.kind.id):
        await lock_counted(tx, clinic, time.kind, [place_of(clinic, time)])
    for practitioner_id in sorted(people):
        await lock_practitioner(tx, practitioner_id)
