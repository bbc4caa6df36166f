"""Staff move a booking to another time or practitioner: the old time is kept until the new one is
won.
"""

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booking import Booking, State
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import PractitionerUnknown
from slotkeeper.domain.local_time import local_date, local_text
from slotkeeper.domain.staff import Member
from slotkeeper.domain.staff_booking import Objection, StaffTime, against_schedule, place_of
from slotkeeper.services.changing.chosen import find_chosen, let_go, whose
from slotkeeper.services.counted import lock_counted
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.bookings.counted import against_counted
from slotkeeper.services.staff.bookings.lock import find_own, lock_booking
from slotkeeper.services.staff.bookings.objections import against_blocks, agree, check_place
from slotkeeper.services.staff.bookings.refusals import StateForbids, TimeTaken
from slotkeeper.services.staff.bookings.tell import tell_of_change
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_change import save_moved
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.set_up import get_appointment_type

MOVABLE: tuple[State, ...] = ("confirmed", "arrived")


class WantedMove(Struct, frozen=True, kw_only=True):
    """Where to: practitioner by slug, start in epoch seconds. `revision` is that of the booking as
    it was shown, `agreed` the keys of the objections that were read.
    """

    booking_id: int
    revision: int
    practitioner: str
    starts_at: int
    tell: bool = True
    agreed: frozenset[str] = frozenset()


async def move_by_staff(
    toolbox: Toolbox, member: Member, clinic: str, wanted: WantedMove
) -> Booking:
    """The booking at its new time; it keeps its lengths, whatever its type has by now.

    Raises ClinicUnknown, BookingUnknown, PractitionerUnknown also for another's diary where only
    the own is open; BookingStale, StateForbids; TimeTaken; RulesAgainst with all that must be
    agreed to before.
    """
    return await toolbox.database.write(lambda tx: move_within(tx, toolbox, member, clinic, wanted))


async def move_within(
    tx: Transaction, toolbox: Toolbox, member: Member, slug: str, wanted: WantedMove
) -> Booking:
    """The same in a transaction of the caller's."""
    clinic = await toolbox.clinics.get(tx, slug)
    practitioner = clinic.practitioner(wanted.practitioner)
    if not member.may_see_diary(practitioner.id):
        raise PractitionerUnknown(wanted.practitioner)
    kind = await get_kind_of(tx, clinic, await find_own(tx, member, wanted.booking_id))
    time = StaffTime(kind=kind, practitioner=practitioner, starts_at=wanted.starts_at)
    place = place_of(clinic, time)
    await lock_counted(tx, clinic, kind, [place])
    chosen = await find_chosen(tx, clinic.id, [wanted.booking_id], toolbox.clock())
    also = practitioner.id, *whose(chosen)
    before = await lock_booking(tx, member, wanted.booking_id, wanted.revision, *also)
    now = toolbox.clock()
    if before.state not in MOVABLE:
        raise StateForbids(before)
    if (before.practitioner_id, before.starts_at) == (practitioner.id, wanted.starts_at):
        return before
    await let_go(tx, chosen)
    seat = await check_place(tx, clinic, time, now, before.id)
    beyond = agree(await against_move(tx, clinic, time, now, before.id), wanted.agreed)
    after = replace(moved_to(clinic, before, time), seat=seat)
    start = local_text(after.starts_at, clinic.time_zone)
    if not await save_moved(tx, after, local_start=start, now=now):
        raise TimeTaken([])
    after = replace(after, revision=before.revision + 1)
    await note_moved(tx, member, before, after, beyond, now)
    if wanted.tell:
        await tell_of_change(tx, after, "booking_moved", now)
    await announce(tx, clinic.id, after.id, "changed", now)
    return after


async def against_move(
    tx: Reader, clinic: Clinic, time: StaffTime, now: int, booking_id: int
) -> list[Objection]:
    """All that stands against moving that booking there and is a matter of choice."""
    who, place = time.practitioner.id, place_of(clinic, time)
    blocks = await against_blocks(tx, clinic.id, who, time.busy_from, time.busy_until)
    counted = await against_counted(tx, clinic, time, place, now, booking_id)
    return [*against_schedule(clinic, time, now), *blocks, *counted]


async def get_kind_of(tx: Reader, clinic: Clinic, booking: Booking) -> AppointmentType:
    """Its type, with the lengths that this booking has."""
    known = (each for each in clinic.appointment_types if each.id == booking.appointment_type_id)
    kind = next(known, None) or await get_appointment_type(tx, booking)
    return replace(
        kind,
        minutes=(booking.ends_at - booking.starts_at) // 60,
        padding_before=(booking.starts_at - booking.busy_from) // 60,
        padding_after=(booking.busy_until - booking.ends_at) // 60,
    )


def moved_to(clinic: Clinic, before: Booking, time: StaffTime) -> Booking:
    """The booking at that time, with its own seat still."""
    zone = clinic.time_zone
    place = place_of(clinic, time)
    same_day = local_date(before.starts_at, zone) == local_date(time.starts_at, zone)
    return replace(
        before,
        # Who is there stays there until another day.
        state=before.state if same_day else "confirmed",
        practitioner_id=time.practitioner.id,
        location_id=clinic.location(place).id if place else None,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        busy_from=time.busy_from,
        busy_until=time.busy_until,
    )


async def note_moved(
    tx: Transaction, member: Member, before: Booking, after: Booking, beyond: list[str], now: int
) -> None:
    """In the log: from where, to where, and what was gone beyond."""
    changes: dict[str, tuple[object, object]] = {"starts_at": (before.starts_at, after.starts_at)}
    if after.practitioner_id != before.practitioner_id:
        changes["practitioner"] = (before.practitioner_id, after.practitioner_id)
    if beyond:
        changes["overridden"] = (None, beyond)
    actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=now)
    await note(tx, actor, "booking_moved", "booking", after.id, **changes)
