"""The only place where a prepayment moves (P3). Webhook, return and sweeper call it; it reads what
the payment service has, decides in the database, and then takes the money or lets it go.
"""

from dataclasses import dataclass

from slotkeeper.domain.payment import LostBecause, Payment
from slotkeeper.gateways.payments import Payee, PaymentsFailed, PaymentsRefused, Seen
from slotkeeper.services.payments.agrees import agrees
from slotkeeper.services.payments.let_go import let_go
from slotkeeper.services.payments.paid_time import is_gone, is_off, lock_time, make_true, win_time
from slotkeeper.services.payments.payee import get_payee
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking import find_booking, let_booking_go
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import (
    find_payment,
    lock_payment,
    move_payment,
    next_attempt,
    note_session,
)

PATIENCE_SECONDS = 3600
"""For so long after the deadline an answer that contradicts what was asked for may still turn out
to be a mistake of the payment service; then what it has is given back.
"""

_SOON = 10


class PaymentContradicts(Exception):  # noqa: N818 - a fact (STYLE.md, habit 5)
    """The payment service answers with another amount, currency, account or reference than was
    asked for: nothing is taken on its word (P-1).
    """


@dataclass(frozen=True, slots=True)
class Standing:
    """A payment as it stands; `is_under_way` where the patient has paid or is paying, and nothing
    is decided yet.
    """

    payment: Payment
    is_under_way: bool = False


async def settle(
    toolbox: Toolbox, clinic_id: int, payment_id: int, session_id: str = ""
) -> Standing:
    """Bring a payment as far as it goes now.

    Any number may run at once, in any order, and be killed at any moment: the database decides
    each step, and each call has its own key. `session_id` is a pay page that a webhook names; it is
    believed where the payment service says that it is this payment's (P-10). Raises PaymentsDown,
    PaymentsFailed, PaymentsRefused, PaymentsClosed, PaymentContradicts, DatabaseUnavailable: it is
    to be called again later.
    """
    payment = await _get(toolbox, clinic_id, payment_id)
    is_news = bool(session_id) and not payment.session_id
    if payment.state == "captured":
        return Standing(payment)
    if payment.state == "slot_lost" and payment.is_settled and not is_news:
        return Standing(payment)
    payee = await get_payee(toolbox, payment)
    seen = await _look(toolbox, payee, payment, session_id)
    payment = await _decide(toolbox, payment, seen)
    if payment.state == "authorised":
        payment = await _take(toolbox, payee, payment, seen)
    if payment.state == "slot_lost" and not payment.is_settled:
        payment = await let_go(toolbox, payee, payment)
    return Standing(payment, not payment.is_settled and _has_paid(payment, seen))


def _has_paid(payment: Payment, seen: Seen) -> bool:
    if payment.state == "slot_lost":
        return bool(payment.intent_id)
    return (
        payment.state == "authorised" or seen.session == "complete" or seen.intent == "processing"
    )


async def _get(toolbox: Toolbox, clinic_id: int, payment_id: int) -> Payment:
    payment = await find_payment(toolbox.database, clinic_id, payment_id)
    if payment is None:
        raise LookupError(payment_id)
    return payment


async def _look(toolbox: Toolbox, payee: Payee, payment: Payment, session_id: str) -> Seen:
    known = payment.session_id or session_id
    if not known:
        return Seen(session_id="", session="missing")
    seen = await toolbox.payments.look(payee, known)
    if not payment.session_id and seen.reference == payment.reference:

        async def job(tx: Transaction) -> None:
            await note_session(tx, payment, known, seen.url, payment.deadline)

        await toolbox.database.write(job)
    return seen


async def _decide(toolbox: Toolbox, payment: Payment, seen: Seen) -> Payment:
    """What the database makes of what was seen; nothing is asked of the payment service here."""
    contradicts = seen.session != "missing" and not agrees(payment, seen)
    if contradicts and toolbox.clock() < payment.deadline + PATIENCE_SECONDS:
        raise PaymentContradicts(payment.reference)
    because: LostBecause = "mismatch" if contradicts else ""

    async def job(tx: Transaction) -> Payment:
        await lock_time(tx, toolbox, payment)
        present = await lock_payment(tx, payment.clinic_id, payment.id)
        assert present is not None  # noqa: S101 - payments are never deleted
        await _move(tx, toolbox, present, seen, because)
        return await _reread(tx, present)

    return await toolbox.database.write(job)


async def _move(
    tx: Transaction, toolbox: Toolbox, payment: Payment, seen: Seen, because: LostBecause
) -> None:
    now = toolbox.clock()
    paid = seen.intent in {"authorised", "succeeded"}
    gone = seen.intent == "canceled" and seen.session == "complete"
    is_over = payment.is_settled and not paid and seen.intent != "processing"
    if payment.state == "abandoned" and not is_over:
        await _lose(tx, payment, seen, because or "taken", now)
    elif payment.state in {"open", "authorised"} and (because or gone):
        await _lose(tx, payment, seen, because or "authorisation_gone", now)
    elif payment.state == "authorised" and seen.intent == "canceled":
        await _lose(tx, payment, seen, "authorisation_gone", now)
    elif payment.state == "authorised" and await is_off(tx, toolbox, payment, now):
        await _lose(tx, payment, seen, "taken", now)
    elif payment.state == "open" and paid:
        await _win_or_lose(tx, toolbox, payment, seen, now)
    elif payment.state == "open" and now >= payment.deadline:
        await _overdue(tx, toolbox, payment, seen, now)


async def _win_or_lose(
    tx: Transaction, toolbox: Toolbox, payment: Payment, seen: Seen, now: int
) -> None:
    """The time goes to who has paid, late or not, if the database lets it (P2)."""
    booking = await find_booking(tx, payment.clinic_id, payment.booking_id)
    if booking is None or booking.starts_at <= now:
        await _lose(tx, payment, seen, "past", now)
    elif await win_time(tx, toolbox, booking, now):
        await move_payment(tx, payment, "authorised", intent_id=seen.intent_id, look_at=now + _SOON)
    else:
        await _lose(tx, payment, seen, "taken", now)


async def _overdue(
    tx: Transaction, toolbox: Toolbox, payment: Payment, seen: Seen, now: int
) -> None:
    """Not paid in time: lost to whoever has the time now, over when the pay page is, else still to
    be had (P-11).
    """
    if seen.intent == "processing":
        return
    # complete: what was in processing has failed, and nobody can pay on that page again
    page_is_over = seen.session in {"expired", "complete"} or (
        seen.session == "missing" and now >= max(payment.session_ends_at, payment.deadline)
    )
    if page_is_over:
        if await move_payment(tx, payment, "abandoned", settled_at=now, look_at=now):
            await let_booking_go(tx, payment.clinic_id, payment.booking_id)
    elif await is_gone(tx, toolbox, payment, now):
        await _lose(tx, payment, seen, "taken", now)


async def _lose(
    tx: Transaction, payment: Payment, seen: Seen, because: LostBecause, now: int
) -> None:
    """Written before anything is given back, and never left again (P-6)."""
    # Of a page that is open still the intent is a declined card's: nothing of that is told.
    intent_id = seen.intent_id if seen.session == "complete" else ""
    moved = await move_payment(
        tx, payment, "slot_lost", intent_id=intent_id, because=because, look_at=now + _SOON
    )
    if moved:
        await let_booking_go(tx, payment.clinic_id, payment.booking_id)


async def _take(toolbox: Toolbox, payee: Payee, payment: Payment, seen: Seen) -> Payment:
    """Capture what is authorised, read that it came, and confirm the booking."""
    if seen.intent == "authorised":
        key = f"{payment.reference}-capture-{payment.attempt}"
        try:
            await toolbox.payments.capture(payee, seen.intent_id, key)
        except PaymentsFailed:
            await toolbox.database.write(lambda tx: next_attempt(tx, payment))
            raise
        except PaymentsRefused:
            pass  # somebody else was faster, or the bank let it go: reading tells
        seen = await toolbox.payments.look(payee, seen.session_id)
    if seen.intent == "succeeded" and agrees(payment, seen):
        return await _confirm(toolbox, payment, seen)
    return await _decide(toolbox, payment, seen)


async def _confirm(toolbox: Toolbox, payment: Payment, seen: Seen) -> Payment:
    """Booked and paid, and the patient is told so once; where the booking that was to be moved is
    not what it was any more, lost.
    """

    async def job(tx: Transaction) -> Payment:
        await lock_time(tx, toolbox, payment)
        now = toolbox.clock()
        present = await lock_payment(tx, payment.clinic_id, payment.id)
        assert present is not None  # noqa: S101 - payments are never deleted
        if present.state != "authorised":
            return present
        if not await make_true(tx, toolbox, present, now):
            await _lose(tx, present, seen, "taken", now)
            return await _reread(tx, present)
        await move_payment(
            tx,
            present,
            "captured",
            intent_id=seen.intent_id,
            received=seen.received,
            settled_at=now,
            look_at=now,
        )
        return await _reread(tx, present)

    captured = await toolbox.database.write(job)
    toolbox.bell.ring()
    return captured


async def _reread(tx: Transaction, payment: Payment) -> Payment:
    found = await find_payment(tx, payment.clinic_id, payment.id)
    assert found is not None  # noqa: S101 - payments are never deleted
    return found
