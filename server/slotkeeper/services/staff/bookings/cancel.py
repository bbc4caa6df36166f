"""Staff cancel a booking, for the clinic or because the patient asked; and take that back while the
time is free.
"""

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.booking import Booking, State
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.staff import Member
from slotkeeper.domain.staff_booking import Objection, StaffTime
from slotkeeper.services.changing.chosen import find_chosen, let_go, whose
from slotkeeper.services.counted import get_clinic_of, kind_of, lock_time_of, place_of_booking
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.seats import seat_again
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.bookings.counted import against_counted
from slotkeeper.services.staff.bookings.give_back import GiveBack, give_back
from slotkeeper.services.staff.bookings.lock import lock_booking
from slotkeeper.services.staff.bookings.objections import against_blocks, agree, check_free
from slotkeeper.services.staff.bookings.refusals import SessionFull, StateForbids, TimeTaken
from slotkeeper.services.staff.bookings.restore_money import keep_money
from slotkeeper.services.staff.bookings.tell import tell_of_change
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.trust.rules import apply_rules
from slotkeeper.services.waitlist.freed import choose_next, keep_for_next
from slotkeeper.storage.booking_change import Cancelled, save_cancelled, save_restored
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.waitlist_undo import lock_entries_of, wait_again

CANCELLABLE: tuple[State, ...] = ("confirmed", "arrived", "pending")


class WantedCancel(Struct, frozen=True, kw_only=True):
    """`by_patient`: the patient asked for it, so that the place in the daily limit stays used and
    it may count as late (B5, T3). `reason` is for staff alone, `message` goes to the patient.
    `give` says what becomes of what was paid; `returns` is what the policy gave back as the form
    said, minor units.
    """

    booking_id: int
    revision: int
    by_patient: bool = False
    is_late: bool = False
    reason: str = ""
    message: str = ""
    tell: bool = True
    give: GiveBack = "nothing"
    returns: int = 0


async def cancel_by_staff(
    toolbox: Toolbox, member: Member, clinic: str, wanted: WantedCancel
) -> Booking:
    """The time is free at once, and so is any that the patient kept to change it. What was paid
    stays paid unless whoever cancels gives it back.

    Raises ClinicUnknown, BookingUnknown, BookingStale, StateForbids; as `give_back`.
    """

    async def job(tx: Transaction) -> Booking:
        known, booking_id = await toolbox.clinics.get(tx, clinic), wanted.booking_id
        chosen = await find_chosen(tx, member.clinic_id, [booking_id], toolbox.clock())
        following = [] if chosen else await choose_next(tx, toolbox, known, booking_id)
        cancelled = await cancel_within(tx, toolbox, member, clinic, wanted)
        await keep_for_next(tx, following)
        return cancelled

    booking = await toolbox.database.write(job)
    toolbox.bell.ring()
    return booking


async def cancel_within(
    tx: Transaction,
    toolbox: Toolbox,
    member: Member,
    clinic: str,
    wanted: WantedCancel,
    at: int | None = None,
) -> Booking:
    """The same in a transaction of the caller's; `at` is its instant, read under the lock."""
    chosen = await find_chosen(tx, member.clinic_id, [wanted.booking_id], toolbox.clock())
    before = await lock_booking(tx, member, wanted.booking_id, wanted.revision, *whose(chosen))
    now, known = at or toolbox.clock(), await toolbox.clinics.get(tx, clinic)
    is_late = wanted.is_late and wanted.by_patient
    by = "patient" if wanted.by_patient else "clinic"
    await give_back(tx, member, known, before, wanted.give, wanted.returns, now)
    cancelled = Cancelled(by=by, reason=wanted.reason, is_late=is_late, at=now)
    if not await save_cancelled(tx, before, cancelled):
        raise StateForbids(before)
    await let_go(tx, chosen)
    actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=now)
    await note(tx, actor, "booking_cancelled", "booking", before.id, **_changes(cancelled))
    after = replace(
        before, state="cancelled", cancelled_by=by, awaits="", revision=before.revision + 1
    )
    if wanted.tell:
        await tell_of_change(tx, after, "booking_cancelled", now, wanted.message)
    await announce(tx, member.clinic_id, after.id, "cancelled", now)
    if is_late and before.patient_id is not None:
        await apply_rules(tx, known, before.patient_id, now)
    return after


def _changes(cancelled: Cancelled) -> dict[str, tuple[object, object]]:
    changes: dict[str, tuple[object, object]] = {"by": (None, cancelled.by)}
    if cancelled.reason:
        changes["reason"] = (None, cancelled.reason)
    if cancelled.is_late:
        changes["is_late"] = (None, True)
    return changes


async def restore_by_staff(
    toolbox: Toolbox,
    member: Member,
    booking_id: int,
    revision: int,
    agreed: frozenset[str] = frozenset(),
    shown: int | None = None,
) -> Booking:
    """A booking that was cancelled stands again, and the patient is told. What its cancellation
    gave back stays, where that has not been sent; else it is due at the clinic. `shown` is how much
    that is as the form said, minor units; None where it said nothing of it.

    Raises BookingUnknown, BookingStale; StateForbids where it was not cancelled or its time is
    past; TimeTaken; RulesAgainst where blocks are there now, or what it needs is in use;
    MoneyChanged where more or less has been sent by now.
    """
    return await toolbox.database.write(
        lambda tx: restore_within(tx, toolbox, member, booking_id, revision, agreed, shown)
    )


async def restore_within(
    tx: Transaction,
    toolbox: Toolbox,
    member: Member,
    booking_id: int,
    revision: int,
    agreed: frozenset[str],
    shown: int | None = None,
) -> Booking:
    """The same in a transaction of the caller's."""
    clinic = await get_clinic_of(tx, toolbox, member.clinic_id)
    await lock_entries_of(tx, clinic.id, booking_id)
    await lock_time_of(tx, clinic, booking_id)
    before = await lock_booking(tx, member, booking_id, revision)
    now = toolbox.clock()
    if not is_restorable(before, now):
        raise StateForbids(before)
    who, begins, ends = before.practitioner_id, before.busy_from, before.busy_until
    session = (before.appointment_type_id, before.starts_at) if before.seat else (0, 0)
    await check_free(tx, who, begins, ends, now, before.id, session)
    blocks = await against_blocks(tx, member.clinic_id, who, begins, ends)
    beyond = agree([*blocks, *await _counted(tx, clinic, before, now)], agreed)
    if not await seat_again(tx, toolbox, before, now):
        raise SessionFull
    due = await keep_money(tx, member, before, shown, now)
    if not await save_restored(tx, before, now):
        raise TimeTaken([])
    await wait_again(tx, clinic.id, booking_id)
    after = replace(before, state="confirmed", cancelled_by="", revision=before.revision + 1)
    actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=now)
    changes: dict[str, tuple[object, object]] = {"overridden": (None, beyond)} if beyond else {}
    if due:
        changes["amount"] = (None, due)
    await note(tx, actor, "booking_restored", "booking", before.id, **changes)
    await tell_of_change(tx, after, "booking_confirmed", now)
    await announce(tx, member.clinic_id, after.id, "confirmed", now)
    return after


async def _counted(tx: Transaction, clinic: Clinic, booking: Booking, now: int) -> list[Objection]:
    """What is counted against it by now."""
    kind = kind_of(clinic, booking)
    who = next((e for e in clinic.practitioners if e.id == booking.practitioner_id), None)
    if kind is None or who is None:
        return []
    time = StaffTime(kind=kind, practitioner=who, starts_at=booking.starts_at)
    return await against_counted(
        tx, clinic, time, place_of_booking(clinic, booking), now, booking.id
    )


def is_restorable(booking: Booking, now: int) -> bool:
    """Whether it was cancelled by people, and is still to come."""
    by_people = booking.cancelled_by in {"clinic", "patient"}
    return booking.state == "cancelled" and by_people and booking.starts_at > now
