"""The clinic answers a request for an appointment: approved, or declined (T2)."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import BookingUnknown, Fact, FieldsInvalid, Problem
from slotkeeper.domain.staff import Member
from slotkeeper.services.counted import get_clinic_of, lock_time_of
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.trust.tell import tell_patient
from slotkeeper.services.waitlist.freed import choose_next, keep_for_next
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.pending import confirm_pending, count_waiting, decline_pending

LONGEST_REASON = 500


class RequestOver(Fact):
    """It was answered already, by somebody else or by its deadline."""


class RequestTaken(Fact):
    """The time is taken by an appointment that staff made over it."""


async def approve(toolbox: Toolbox, actor: Actor, booking_id: int) -> Booking:
    """Yes: it is booked, and the patient is to be told.

    Raises BookingUnknown, RequestOver, RequestTaken.
    """

    async def job(tx: Transaction) -> Booking:
        booking, now = await _open(tx, toolbox, actor, booking_id)
        if not await confirm_pending(tx, actor.clinic_id, booking_id, "clinic", now):
            raise RequestTaken
        await note(tx, actor, "booking_approved", "booking", booking_id)
        await tell_patient(tx, booking, "booking_approved", now)
        await announce(tx, actor.clinic_id, booking_id, "confirmed", now)
        return booking

    answered = await toolbox.database.write(job)
    toolbox.bell.ring()
    return answered


async def decline(toolbox: Toolbox, actor: Actor, booking_id: int, reason: str) -> Booking:
    """No: the time is free, and the patient is to be told, with the reason where one is given.

    Raises BookingUnknown, RequestOver, FieldsInvalid for a reason that is too long.
    """
    if len(reason) > LONGEST_REASON:
        raise FieldsInvalid({"reason": Problem("wrong.too_long", most=LONGEST_REASON)})

    async def job(tx: Transaction) -> Booking:
        clinic = await get_clinic_of(tx, toolbox, actor.clinic_id)
        following = await choose_next(tx, toolbox, clinic, booking_id)
        booking, now = await _open(tx, toolbox, actor, booking_id)
        if not await decline_pending(tx, actor.clinic_id, booking_id, reason, now):
            raise RequestOver
        await note(tx, actor, "booking_declined", "booking", booking_id, reason=(None, reason))
        await tell_patient(tx, booking, "booking_declined", now, words=reason)
        await announce(tx, actor.clinic_id, booking_id, "cancelled", now)
        await keep_for_next(tx, following)
        return booking

    answered = await toolbox.database.write(job)
    toolbox.bell.ring()
    return answered


async def count_requests(toolbox: Toolbox, member: Member) -> int:
    """How many wait for an answer of that member's clinic; none for who sees only one diary, as
    the desk answers.
    """
    if member.only_diary is not None:
        return 0
    return await count_waiting(toolbox.database, member.clinic_id, toolbox.clock())


async def _open(
    tx: Transaction, toolbox: Toolbox, actor: Actor, booking_id: int
) -> tuple[Booking, int]:
    """The request, with its practitioner's time locked, and the instant after that."""
    await lock_time_of(tx, await get_clinic_of(tx, toolbox, actor.clinic_id), booking_id)
    now = toolbox.clock()
    booking = await find_booking(tx, actor.clinic_id, booking_id)
    if booking is None or booking.made_at is None:
        raise BookingUnknown
    waits = booking.state == "pending" and booking.awaits == "clinic"
    if not waits or booking.expires_at is None or booking.expires_at <= now:
        raise RequestOver
    return booking, now
