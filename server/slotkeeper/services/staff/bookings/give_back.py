"""What becomes of the money when staff cancel: what the policy says, all of it, or nothing (P5)."""

from typing import Literal

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.staff import Member
from slotkeeper.services.changing.cancel import (
    REFUND_AFTER_SECONDS,
    CostChanged,
    refund_name,
)
from slotkeeper.services.changing.changeable import cost_of
from slotkeeper.services.payments.ask_refund import ask_back
from slotkeeper.services.payments.of_booking import left_of_all
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.booking_history import asked_by_staff
from slotkeeper.services.staff.booking_refund import RefundNotYours
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import find_payments_of, lock_payment
from slotkeeper.storage.refund import delay_refund

GiveBack = Literal["policy", "all", "nothing"]


async def give_back(
    tx: Transaction,
    member: Member,
    clinic: Clinic,
    booking: Booking,
    give: GiveBack,
    shown: int,
    now: int,
) -> int:
    """Ask for the refund in the transaction that cancels the booking, which stands as it was
    before; minor units. It is made a moment later, so that a slip can be taken back. `shown` is
    what the policy gave back as the form said.

    Raises RefundNotYours; CostChanged where the policy gives something else by now.
    """
    if give == "nothing":
        return 0
    if member.role == "practitioner":
        raise RefundNotYours
    payments = await find_payments_of(tx, clinic.id, booking.id)
    for payment in payments:
        await lock_payment(tx, clinic.id, payment.id)
    amount = await left_of_all(tx, payments)
    if give == "policy":
        # Where the policy is shown only, it is staff who carry it out.
        cost = await cost_of(tx, clinic, booking, now)
        amount = cost.consequence.returns
        if amount != shown:
            raise CostChanged(cost)
    if amount < 1:
        return 0
    refunds = await ask_back(
        tx,
        payments,
        once=refund_name(booking.revision + 1),
        amount=amount,
        asked_by=asked_by_staff(member.staff.id),
        now=now,
    )
    actor = Actor(clinic_id=clinic.id, staff_id=member.staff.id, at=now)
    for each in refunds:
        if each.looks == 0:
            await delay_refund(tx, each, now + REFUND_AFTER_SECONDS)
        # Named here too: the refund itself is gone when the booking stands again.
        which = {"booking_id": (None, booking.id), "amount": (None, each.amount)}
        await note(tx, actor, "refunded", "refund", each.id, **which)
    return sum(each.amount for each in refunds)
