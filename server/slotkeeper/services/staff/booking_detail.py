"""One booking as staff see it: who, what, the terms as that patient saw them, the money, what was
told, and all that happened.
"""

from dataclasses import dataclass

from msgspec.structs import replace

from slotkeeper.domain.booker import Booker
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.booking_history import AcceptedTerms, HistoryEvent
from slotkeeper.domain.booking_list import ListedBooking
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.payment import Payment, Refund
from slotkeeper.domain.staff import Member
from slotkeeper.services.payments.of_booking import find_each_of, find_refunds_of, find_sum_of
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.booking_history import history_of
from slotkeeper.services.staff.bookings.restore_money import RestoreMoney, money_if_restored
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.audit import find_audit
from slotkeeper.storage.audit_log import VIEWS
from slotkeeper.storage.booker import find_booker
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.booking_history import (
    find_accepted_terms,
    find_agreed_changes,
    find_deliveries,
    find_done,
    find_held_at,
    find_staff_names,
)
from slotkeeper.storage.booking_list import find_listed
from slotkeeper.storage.booking_marks import Marks, get_marks
from slotkeeper.storage.intake import find_intake
from slotkeeper.storage.patient_record import find_alert_notes
from slotkeeper.storage.payment import find_payments_of
from slotkeeper.storage.set_up_names import Parts, find_parts


@dataclass(frozen=True, slots=True)
class BookingDetail:
    """A booking with all that belongs to it, also as what can be changed (`present`). `refundable`
    in minor units; `history` and `deliveries` with the oldest first, `alert` the patient's note,
    for staff alone, `booker` who made it for the patient, `if_restored` what becomes of the money
    if its cancellation is undone.
    """

    booking: ListedBooking
    present: Booking
    marks: Marks
    parts: Parts
    terms: AcceptedTerms | None
    payment: Payment | None
    refunds: list[Refund]
    refundable: int
    deliveries: list[HistoryEvent]
    history: list[HistoryEvent]
    alert: str
    booker: Booker | None
    has_answers: bool
    if_restored: RestoreMoney


async def open_booking(toolbox: Toolbox, member: Member, booking_id: int) -> BookingDetail:
    """The booking for somebody who looks at it, which is written down (A1).

    Raises BookingUnknown for a hold, a booking of another clinic, and one of another's diary where
    the member sees only the own.
    """
    detail = await get_booking_detail(toolbox, member, booking_id)
    actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=toolbox.clock())
    await toolbox.database.write(
        lambda tx: note(tx, actor, "booking_viewed", "booking", booking_id)
    )
    return detail


async def get_booking_detail(toolbox: Toolbox, member: Member, booking_id: int) -> BookingDetail:
    """The same, not written down. Raises BookingUnknown as `open_booking` does."""
    reader, clinic_id = toolbox.database, member.clinic_id
    booking = await get_listed(toolbox, member, booking_id)
    present = await find_booking(reader, clinic_id, booking_id)
    if present is None:
        raise BookingUnknown
    terms = await find_accepted_terms(reader, clinic_id, booking_id)
    payment = await find_sum_of(reader, clinic_id, booking_id)
    payments = await find_each_of(reader, clinic_id, booking_id)
    refunds = await find_refunds_of(reader, clinic_id, booking_id)
    deliveries = await find_deliveries(reader, clinic_id, booking_id)
    held_at = await find_held_at(reader, clinic_id, booking_id)
    alerts = await find_alert_notes(reader, clinic_id, [booking.patient_id])
    done = await find_done(reader, clinic_id, booking_id)
    agreed = await find_agreed_changes(reader, clinic_id, booking_id)
    others = [*done, *agreed, *deliveries]
    marks = await get_marks(reader, clinic_id, booking_id)
    captured = await find_payments_of(reader, clinic_id, booking_id)
    history = history_of(booking, held_at, terms, payments, refunds, others)
    return BookingDetail(
        booking=booking,
        present=present,
        marks=marks,
        parts=await find_parts(reader, clinic_id),
        terms=terms,
        payment=payment,
        refunds=refunds,
        refundable=refundable(payment, refunds),
        deliveries=deliveries,
        history=await _with_names(toolbox, history),
        alert=alerts.get(booking.patient_id, ""),
        booker=await find_booker(reader, clinic_id, booking_id),
        has_answers=bool(await find_intake(reader, clinic_id, booking_id)),
        if_restored=money_if_restored(present, marks, captured, refunds),
    )


async def get_listed(toolbox: Toolbox, member: Member, booking_id: int) -> ListedBooking:
    """The booking as a row of the list. Raises BookingUnknown as `open_booking` does."""
    booking = await find_listed(toolbox.database, member.clinic_id, booking_id)
    if booking is None or not member.may_see_diary(booking.practitioner_id):
        raise BookingUnknown
    return booking


async def find_last_change(
    toolbox: Toolbox, member: Member, subject: str, subject_id: int
) -> HistoryEvent | None:
    """Who changed a booking or a block last, and how; None where no member of staff has."""
    entries = await find_audit(toolbox.database, member.clinic_id, subject, subject_id)
    entry = next((each for each in entries if each.action not in VIEWS), None)
    if entry is None:
        return None
    event = HistoryEvent(
        at=entry.at,
        happened="done",
        what=entry.action,
        staff_id=entry.staff_id,
        changes=entry.details,
    )
    return (await _with_names(toolbox, [event]))[0]


async def _with_names(toolbox: Toolbox, history: list[HistoryEvent]) -> list[HistoryEvent]:
    staff_ids = {event.staff_id for event in history if event.staff_id is not None}
    names = await find_staff_names(toolbox.database, staff_ids)
    return [
        replace(event, staff_name=names.get(event.staff_id, "")) if event.staff_id else event
        for event in history
    ]


def refundable(payment: Payment | None, refunds: list[Refund]) -> int:
    """What can still be given back, as `services/payments/refunds.py` counts it: what was made
    elsewhere counts too.
    """
    if payment is None or payment.state != "captured":
        return 0
    asked = sum(each.amount for each in refunds if each.state == "asked")
    made = sum(each.amount for each in refunds if each.state == "made")
    return max(0, payment.received - max(made, payment.refunded) - asked)
