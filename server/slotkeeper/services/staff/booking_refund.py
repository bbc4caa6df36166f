"""Giving a patient money back by hand: by an owner or the reception, once a form."""

from msgspec import Struct

from slotkeeper.domain.errors import Fact, PaymentsClosed
from slotkeeper.domain.payment import Refund
from slotkeeper.domain.staff import Member
from slotkeeper.services.payments.of_booking import find_refunds_of
from slotkeeper.services.payments.refunds import refund_booking
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.booking_detail import get_listed
from slotkeeper.services.staff.booking_history import asked_by_staff
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.audit import find_audit
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import lock_payment


class RefundNotYours(Fact):
    """A practitioner gives no money back."""


class RefundAsked(Struct, frozen=True, kw_only=True):
    """A form of the booking's page, sent. `once` is the form's own name: sent twice, it is one
    refund. `amount` in minor units, None for all that is left.
    """

    booking_id: int
    once: str
    amount: int | None = None


async def refund_by_staff(toolbox: Toolbox, member: Member, asked: RefundAsked) -> Refund:
    """Give it back; it stays "asked" and is made later where the payment service is not reached.

    Raises BookingUnknown, RefundNotYours; as `refund_booking`: NothingToRefund, RefundTooLarge,
    ValueError.
    """
    await get_listed(toolbox, member, asked.booking_id)
    if member.role == "practitioner":
        raise RefundNotYours
    once = f"form:{asked.once}"
    try:
        refund = await refund_booking(
            toolbox,
            member.clinic_id,
            asked.booking_id,
            once=once,
            asked_by=asked_by_staff(member.staff.id),
            amount=asked.amount,
        )
    except PaymentsClosed:
        # It is asked for, and made once the account is in order again.
        refund = await _find_asked(toolbox, member.clinic_id, asked.booking_id, once)
    actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=toolbox.clock())
    await toolbox.database.write(lambda tx: _note_once(tx, actor, refund))
    return refund


async def _find_asked(toolbox: Toolbox, clinic_id: int, booking_id: int, once: str) -> Refund:
    refunds = await find_refunds_of(toolbox.database, clinic_id, booking_id)
    return next(each for each in refunds if each.once == once)


async def _note_once(tx: Transaction, actor: Actor, refund: Refund) -> None:
    await lock_payment(tx, actor.clinic_id, refund.payment_id)
    if not await find_audit(tx, actor.clinic_id, "refund", refund.id, 1):
        await note(tx, actor, "refunded", "refund", refund.id, amount=(None, refund.amount))
