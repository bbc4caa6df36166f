"""What practitioners asked to hear of their bookings, and what the clinic hears of those that its
staff or its patients change: queued with the change (N1, N6).
"""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.booking_event import Event
from slotkeeper.domain.notice_rules import PractitionerNotice
from slotkeeper.storage.agreed_change import find_last_agreed
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Message, insert_delivery
from slotkeeper.storage.last_act import Act, find_act
from slotkeeper.storage.notice_wishes import Wishes, find_wishes
from slotkeeper.storage.outbox import Delivery

_TOLD: dict[Event, tuple[PractitionerNotice, Message]] = {
    "confirmed": ("new", "booking_confirmed"),
    "changed": ("changed", "booking_moved"),
    "cancelled": ("cancelled", "booking_cancelled"),
}
_NEVER_TOLD_OF = frozenset({"declined", "deadline", "payment"})
"""What ended before it was a booking: no practitioner has heard of it."""


async def queue_staff_notices(tx: Transaction, booking: Booking, event: Event, now: int) -> None:
    """One for each practitioner who asked for it, but not of what they did themselves: the one
    whose booking it is, and of a move the one who has lost it. And one to the clinic of what its
    patients change, and where it wants that of what its staff do.
    """
    told = _TOLD.get(event)
    if told is None or booking.ends_at <= now or booking.cancelled_by in _NEVER_TOLD_OF:
        return
    undo_until = await _undo_until(tx, booking)
    if undo_until is None:
        return  # it was taken back before anybody had heard of it
    wish, message = told
    who = booking.practitioner_id
    wishes = await find_wishes(tx, booking.clinic_id, {who})
    if event == "confirmed" and wish not in wishes.of(who) and not wishes.rules.staff_changes:
        return  # the most frequent case by far: a patient has booked, who tells by themselves
    act = await find_act(tx, booking.clinic_id, booking.id, now)
    by = act.practitioner_id if act else None
    if wish in wishes.of(who) and who != by:
        await _queue(tx, booking, message, now, who, not_before=undo_until)
    lost = act.moved_from if act and event == "changed" else 0
    if lost and lost != by and wish in (await find_wishes(tx, booking.clinic_id, {lost})).of(lost):
        await _queue(tx, booking, "booking_moved_away", now, lost)
    if _concerns_clinic(wishes, event, act):
        await _queue(tx, booking, message, now)


async def queue_failure_notice(tx: Transaction, failed: Delivery, now: int) -> None:
    """Tell the practitioner of a message that did not reach their patient, if they asked for it;
    who waits for a time is no patient of theirs yet.
    """
    booking = await find_booking(tx, failed.clinic_id, failed.booking_id)
    is_offer = failed.message == "waitlist_offer"
    if booking is None or failed.recipient != "patient" or is_offer:
        return
    who = booking.practitioner_id
    wishes = await find_wishes(tx, failed.clinic_id, {who})
    if "failed" in wishes.of(who):
        await insert_delivery(
            tx,
            clinic_id=failed.clinic_id,
            booking_id=failed.booking_id,
            recipient="practitioner",
            message="message_failed",
            occasion=str(failed.id),
            target=who,
            now=now,
        )


async def _undo_until(tx: Transaction, booking: Booking) -> int | None:
    """When a cancellation can be taken back no more (epoch seconds), 0 for what cannot be; None
    where it just was.
    """
    if not booking.revision:
        return 0
    agreed = await find_last_agreed(tx, booking.clinic_id, booking.id)
    if agreed is None:
        return 0
    if agreed.state == "undone" and agreed.revision == booking.revision - 1:
        return None
    is_open = agreed.state == "open" and agreed.revision == booking.revision
    return agreed.undo_until + 1 if is_open else 0


def _concerns_clinic(wishes: Wishes, event: Event, act: Act | None) -> bool:
    """What patients book is told where they do (services/notices/queue.py), what they cancel when
    they can take it back no more (services/changing/settle.py).
    """
    return wishes.rules.staff_changes if act is not None else event == "changed"


async def _queue(
    tx: Transaction,
    booking: Booking,
    message: Message,
    now: int,
    practitioner_id: int = 0,
    *,
    not_before: int = 0,
) -> None:
    await insert_delivery(
        tx,
        clinic_id=booking.clinic_id,
        booking_id=booking.id,
        recipient="practitioner" if practitioner_id else "clinic",
        message=message,
        occasion=str(booking.revision) if booking.revision else "",
        target=practitioner_id,
        now=now,
        not_before=not_before,
    )
