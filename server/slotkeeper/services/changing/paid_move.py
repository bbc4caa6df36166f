"""Moving a booking to a time that asks more: the difference is paid on the same hosted page while
both times are kept, and the one transaction that has the money moves the booking (ADR 34).
"""

import secrets

from msgspec import structs

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import HoldOver, PaymentsClosed
from slotkeeper.domain.payment import Payment
from slotkeeper.domain.price_difference import Difference
from slotkeeper.services.changing.price import settle_price
from slotkeeper.services.changing.swap import swap
from slotkeeper.services.counted import is_counted_out, kind_of, place_of_booking
from slotkeeper.storage.agreed_change import AgreedChange, insert_agreed
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.paid_move import (
    can_be_kept,
    find_paid_move,
    insert_paid_move,
    keep_for_good,
    keep_to_pay,
)
from slotkeeper.storage.payment import insert_payment
from slotkeeper.storage.payment_account import find_payment_account


async def ask_difference(
    tx: Transaction,
    clinic: Clinic,
    hold: Booking,
    agreed: AgreedChange,
    difference: Difference,
    language: str,
    now: int,
) -> Booking:
    """Keep the new time for as long as a payment may take, and freeze what is to be paid and what
    was agreed to; the hold as it then is.

    Raises PaymentsClosed where the clinic's account is gone, HoldOver.
    """
    account = await find_payment_account(tx, clinic.id)
    kind = kind_of(clinic, hold)
    if account is None or kind is None:
        raise PaymentsClosed
    until = now + clinic.online_booking.hold_seconds
    if not await keep_to_pay(tx, hold, until=until, now=now):
        raise HoldOver
    await insert_paid_move(tx, hold.id, agreed)
    who = (each.slug for each in clinic.practitioners if each.id == hold.practitioner_id)
    payment = Payment(
        clinic_id=clinic.id,
        booking_id=hold.id,
        reference=secrets.token_hex(12),
        amount=difference.pays,
        at_clinic=difference.at_clinic,
        currency=clinic.currency,
        account=account.account,
        live=account.live,
        wish=(kind.slug, next(who, ""), place_of_booking(clinic, hold) or ""),
        language=language,
        started_at=hold.held_at,
        deadline=until,
        moves=hold.moves,
    )
    await insert_payment(tx, payment)
    kept = await find_booking(tx, clinic.id, hold.id)
    assert kept is not None  # noqa: S101 - it was kept some lines before
    return kept


async def win_move(tx: Transaction, clinic: Clinic, hold: Booking, now: int) -> bool:
    """Keep the new time for who has paid, up to its start; late, where nobody has it since. False
    where it is gone, or the booking is not what it was. The caller holds the lock rows of both
    times.
    """
    return not await is_move_off(tx, clinic, hold, now) and await keep_for_good(tx, hold, now)


async def is_move_off(reader: Reader, clinic: Clinic, hold: Booking, now: int) -> bool:
    """Whether it cannot be moved any more, whoever pays."""
    if not await _is_as_agreed(reader, hold, now):
        return True
    if hold.is_live_hold(now):
        return False
    if await is_counted_out(reader, clinic, hold, now):
        return True
    return not await can_be_kept(reader, hold, now)


async def carry_out(tx: Transaction, clinic: Clinic, payment: Payment, now: int) -> bool:
    """The money is there: the booking is at its new time, as it was agreed. False where that cannot
    be, so that the money is to be given back. The caller holds the lock rows of both times.
    """
    hold = await find_booking(tx, clinic.id, payment.booking_id)
    before = await find_booking(tx, clinic.id, payment.moves)
    agreed = await find_paid_move(tx, clinic.id, payment.booking_id)
    if hold is None or before is None or agreed is None or not await _is_as_agreed(tx, hold, now):
        return False
    after = await swap(tx, clinic, before, hold, now)
    if after is None:
        return False
    await insert_agreed(tx, structs.replace(agreed, revision=after.revision))
    paid = Difference(pays=payment.amount, at_clinic=payment.at_clinic)
    await settle_price(tx, after, paid, "policy", now)
    return True


async def _is_as_agreed(reader: Reader, hold: Booking, now: int) -> bool:
    """The booking stands as it was shown, and neither time has begun."""
    before = await find_booking(reader, hold.clinic_id, hold.moves)
    agreed = await find_paid_move(reader, hold.clinic_id, hold.id)
    if before is None or agreed is None or min(before.starts_at, hold.starts_at) <= now:
        return False
    return before.state == "confirmed" and before.revision == agreed.revision - 1
