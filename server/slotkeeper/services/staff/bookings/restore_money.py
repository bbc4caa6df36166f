"""What becomes of the money when staff take a cancellation back: what has not been sent stays, and
what is on its way is to be paid at the clinic (P5).
"""

from collections.abc import Sequence

from msgspec import Struct

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import Fact
from slotkeeper.domain.payment import Payment, Refund
from slotkeeper.domain.staff import Member
from slotkeeper.services.changing.cancel import refund_name
from slotkeeper.services.payments.due_again import owe_again
from slotkeeper.services.payments.of_booking import is_difference
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.storage.booking_marks import Marks, get_marks
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import find_payments_of, lock_payment
from slotkeeper.storage.refund import delete_asked, find_refunds


class RestoreMoney(Struct, frozen=True, kw_only=True):
    """Minor units that stay, as they have not been sent, that are gone, and that are to be paid at
    the clinic then. `is_made`: what is gone has arrived at the payment service, all of it.
    """

    stays: int = 0
    gone: int = 0
    is_made: bool = False
    at_clinic: int = 0


class MoneyChanged(Fact):
    """Something else than what was shown is on its way back by now; `money` is how it is."""

    def __init__(self, money: RestoreMoney) -> None:
        super().__init__(money.gone)
        self.money = money


def money_if_restored(
    cancelled: Booking, marks: Marks, payments: Sequence[Payment], refunds: Sequence[Refund]
) -> RestoreMoney:
    """Of a booking with its captured payments, the first one first, and all their refunds; nothing
    for one that is not cancelled.
    """
    if not payments or marks.cancelled_at is None:
        return RestoreMoney()
    ours = {each.id for each in payments}
    back = _back(cancelled, marks, [each for each in refunds if each.payment_id in ours])
    held = [each for each in back if _is_held(cancelled, each)]
    return _money(payments, [each for each in back if each not in held], held)


async def keep_money(
    tx: Transaction, member: Member, cancelled: Booking, shown: int | None, now: int
) -> int:
    """Hold what its cancellation was to give back and nobody has sent; minor units that could not
    be held, which are to be paid at the clinic. Whether something was sent is decided by the row of
    the refund (`mark_sending`), and by no clock.

    Raises MoneyChanged where `shown` is another amount.
    """
    clinic_id, once = member.clinic_id, refund_name(cancelled.revision)
    marks = await get_marks(tx, clinic_id, cancelled.id)
    found = await find_payments_of(tx, clinic_id, cancelled.id)
    locked = [await lock_payment(tx, clinic_id, each.id) for each in found]
    payments = [each for each in locked if each is not None]
    refunds = [each for p in payments for each in await find_refunds(tx, clinic_id, p.id)]
    actor, gone = Actor(clinic_id=clinic_id, staff_id=member.staff.id, at=now), list[Refund]()
    for each in _back(cancelled, marks, refunds):
        if each.once != once or not await delete_asked(tx, clinic_id, each.payment_id, once):
            gone.append(each)
            continue
        which = {"booking_id": (None, cancelled.id), "amount": (None, each.amount)}
        await note(tx, actor, "refund_kept", "refund", each.id, **which)
    money = _money(payments, gone, ())
    if shown not in {None, money.gone}:
        raise MoneyChanged(money)
    return await owe_again(tx, payments, gone)


def _back(cancelled: Booking, marks: Marks, refunds: Sequence[Refund]) -> list[Refund]:
    """What was given back because it was cancelled, or since: what staff gave back of a booking
    that stood is not owed when it stands again.
    """
    once, at = refund_name(cancelled.revision), marks.cancelled_at or 0
    return [
        each
        for each in refunds
        if (each.once == once or each.asked_at >= at)
        and each.state != "failed"
        and not each.is_due_again
        and not is_difference(each)
    ]


def _is_held(cancelled: Booking, refund: Refund) -> bool:
    """As `delete_asked` decides it."""
    was_never_tried = (refund.state, refund.attempt, refund.looks) == ("asked", 1, 1)
    return refund.once == refund_name(cancelled.revision) and was_never_tried


def _money(
    payments: Sequence[Payment], gone: Sequence[Refund], held: Sequence[Refund]
) -> RestoreMoney:
    amount = sum(each.amount for each in gone)
    return RestoreMoney(
        stays=sum(each.amount for each in held),
        gone=amount,
        is_made=bool(gone) and all(each.state == "made" for each in gone),
        at_clinic=(payments[0].at_clinic if payments else 0) + amount,
    )
