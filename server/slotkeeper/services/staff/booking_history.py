"""The history of a booking, put in order from what each change has left behind."""

from collections.abc import Iterator, Sequence

from slotkeeper.domain.booking_history import AcceptedTerms, Happened, HistoryEvent
from slotkeeper.domain.booking_list import ListedBooking
from slotkeeper.domain.payment import Payment, Refund

_ORDER: tuple[Happened, ...] = (
    "held",
    "payment_asked",
    "terms_accepted",
    "paid",
    "made",
    "asked",
    "not_paid",
    "agreed",
    "done",
    "refund_asked",
    "refund_made",
    "refund_failed",
    "delivery",
)
"""Of what happened in the same second."""

_WAITED = {"confirm_link", "booking_requested"}
"""What is told of a booking that has to be answered before it is one."""

_REFUND: dict[str, Happened] = {
    "asked": "refund_asked",
    "made": "refund_made",
    "failed": "refund_failed",
}


def history_of(
    booking: ListedBooking,
    held_at: int,
    terms: AcceptedTerms | None,
    payments: Sequence[Payment],
    refunds: Sequence[Refund],
    others: Sequence[HistoryEvent],
) -> list[HistoryEvent]:
    """All that happened, the oldest first; `payments` are told one by one, `others` is what staff
    have done and what was told.
    """
    by_staff = any(each.what == "booking_made" for each in others)
    waited = any(each.what in _WAITED for each in others)
    events = [
        *([] if by_staff else _of_booking(booking, held_at, "asked" if waited else "made")),
        *_of_terms(terms),
        *(event for each in payments for event in _of_payment(booking, each)),
        *(_of_refund(each) for each in refunds),
        *others,
    ]
    return sorted(events, key=lambda event: (event.at, _ORDER.index(event.happened)))


def _of_booking(booking: ListedBooking, held_at: int, happened: Happened) -> Iterator[HistoryEvent]:
    if booking.made_by is None:
        yield HistoryEvent(at=held_at, happened="held")
    if not booking.is_unpaid:
        yield HistoryEvent(at=booking.made_at, happened=happened, staff_id=booking.made_by)


def _of_terms(terms: AcceptedTerms | None) -> Iterator[HistoryEvent]:
    if terms:
        number = str(terms.number)
        yield HistoryEvent(at=terms.accepted_at, happened="terms_accepted", what=number)


def _of_payment(booking: ListedBooking, payment: Payment) -> Iterator[HistoryEvent]:
    amount = payment.amount
    yield HistoryEvent(at=payment.started_at, happened="payment_asked", amount=amount)
    if payment.state == "captured":
        at = (payment.settled_at or payment.deadline) if payment.moves else booking.made_at
        yield HistoryEvent(at=at, happened="paid", amount=amount)
    elif payment.state in {"slot_lost", "abandoned"}:
        at = payment.settled_at or payment.deadline
        why = payment.lost_because or payment.state
        yield HistoryEvent(at=at, happened="not_paid", what=why, amount=amount)


def _of_refund(refund: Refund) -> HistoryEvent:
    return HistoryEvent(
        at=refund.asked_at,
        happened=_REFUND[refund.state],
        what=refund.once,
        staff_id=staff_of_refund(refund),
        amount=refund.amount,
        state=refund.state,
    )


def asked_by_staff(staff_id: int) -> str:
    """How a refund is marked that somebody of the staff asked for."""
    return f"staff:{staff_id}"


def staff_of_refund(refund: Refund) -> int | None:
    """Who asked for a refund; None where it came of itself."""
    kind, _, number = refund.asked_by.partition(":")
    return int(number) if kind == "staff" and number.isdecimal() else None
