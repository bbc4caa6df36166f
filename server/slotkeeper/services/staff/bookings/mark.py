"""Staff mark that a patient arrived, was seen or did not come, and what was not paid; each mark can
be taken back.
"""

from typing import Literal, TypeGuard

from msgspec.structs import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.booking_event import Event
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.staff import Member
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.bookings.lock import check_revision, find_own
from slotkeeper.services.staff.bookings.refusals import BookingStale, StateForbids
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.trust.rules import apply_rules
from slotkeeper.storage.booking_change import save_marked, save_unpaid
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.news import tell_calendars

Mark = Literal["confirmed", "arrived", "fulfilled", "noshow"]
_EVENTS: dict[Mark, Event] = {
    "confirmed": "changed",
    "arrived": "arrived",
    "fulfilled": "fulfilled",
    "noshow": "noshow",
}
MARKS: tuple[Mark, ...] = ("confirmed", "arrived", "fulfilled", "noshow")
"""FHIR's words; confirmed takes the mark back."""


def is_mark(text: str) -> TypeGuard[Mark]:
    """Whether a text names a mark."""
    return text in MARKS


def may_mark(booking: Booking, mark: Mark, zone: str, now: int) -> bool:
    """Whether it can be: nobody arrives before the day, is seen or missed before the time."""
    if booking.state not in MARKS:
        return False
    if mark == "arrived":
        return local_date(now, zone) >= local_date(booking.starts_at, zone)
    return mark == "confirmed" or booking.starts_at <= now


async def mark_by_staff(
    toolbox: Toolbox, member: Member, clinic: str, booking_id: int, revision: int, mark: Mark
) -> Booking:
    """The booking in its new state; the same mark twice is one.

    Raises ClinicUnknown, BookingUnknown, BookingStale, StateForbids.
    """

    async def job(tx: Transaction) -> Booking:
        known = await toolbox.clinics.get(tx, clinic)
        present = await find_own(tx, member, booking_id)
        if present.state == mark:
            return present
        before = await check_revision(tx, member, booking_id, revision)
        now = toolbox.clock()
        if not may_mark(before, mark, known.time_zone, now):
            raise StateForbids(before)
        if not await save_marked(tx, before, mark):
            raise BookingStale(await find_own(tx, member, booking_id))
        actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=now)
        await note(tx, actor, f"booking_{mark}", "booking", before.id, state=(before.state, mark))
        if mark == "noshow" and before.patient_id is not None:
            await apply_rules(tx, known, before.patient_id, now)
        await announce(tx, member.clinic_id, before.id, _EVENTS[mark], now)
        await tell_calendars(tx, member.clinic_id)
        return replace(before, state=mark, revision=before.revision + 1)

    return await toolbox.database.write(job)


async def mark_unpaid(
    toolbox: Toolbox,
    member: Member,
    clinic: str,
    booking_id: int,
    revision: int,
    *,
    is_unpaid: bool,
) -> Booking:
    """That the fee was not paid counts for the patient (T3), or no more.

    Raises ClinicUnknown, BookingUnknown, BookingStale; StateForbids for what never was a booking.
    """

    async def job(tx: Transaction) -> Booking:
        known = await toolbox.clinics.get(tx, clinic)
        before = await check_revision(tx, member, booking_id, revision)
        if before.state in {"paying", "pending"} or before.was_not_paid:
            raise StateForbids(before)
        if not await save_unpaid(tx, before, is_unpaid=is_unpaid):
            raise BookingStale(await find_own(tx, member, booking_id))
        now = toolbox.clock()
        actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=now)
        action = "booking_unpaid" if is_unpaid else "booking_not_unpaid"
        await note(tx, actor, action, "booking", before.id)
        if is_unpaid and before.patient_id is not None:
            await apply_rules(tx, known, before.patient_id, now)
        await tell_calendars(tx, member.clinic_id)
        return replace(before, revision=before.revision + 1)

    return await toolbox.database.write(job)
