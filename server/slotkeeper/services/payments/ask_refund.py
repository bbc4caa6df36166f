"""Asking for money back, in the transaction of what it is for: each reason once (P5)."""

from collections.abc import Sequence

from slotkeeper.domain.errors import Fact
from slotkeeper.domain.payment import Payment, Refund
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.payment import lock_payment
from slotkeeper.storage.refund import find_refunds, insert_refund


class NothingToRefund(Fact):
    """The booking was not paid, or all of it has been given back."""


class RefundTooLarge(Fact):
    """More than what is left; `left` in minor units."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


async def ask_back(
    tx: Transaction,
    payments: Sequence[Payment],
    *,
    once: str,
    amount: int | None,
    asked_by: str,
    now: int,
) -> list[Refund]:
    """Ask for `amount` minor units (all that is left if None) of a booking's payments, the first
    payment first, once by that name; one refund of each payment that it takes.

    Raises NothingToRefund, RefundTooLarge.
    """
    locked = [await lock_payment(tx, each.clinic_id, each.id) for each in payments]
    held = [each for each in locked if each is not None]
    known = [r for p in held for r in await find_refunds(tx, p.clinic_id, p.id) if r.once == once]
    if known:
        return known
    lefts = [max(0, await left_of(tx, each)) for each in held]
    rest = sum(lefts) if amount is None else amount
    if not sum(lefts):
        raise NothingToRefund
    if rest > sum(lefts):
        raise RefundTooLarge(sum(lefts))
    asked = []
    for payment, left in zip(held, lefts, strict=True):
        part, rest = min(left, rest), rest - min(left, rest)
        if part:
            one = await ask_once(tx, payment, once=once, amount=part, asked_by=asked_by, now=now)
            asked.append(one)
    return asked


async def ask_once(
    tx: Transaction, payment: Payment, *, once: str, amount: int, asked_by: str, now: int
) -> Refund:
    """The refund of that name, asked for now if it never was. The caller holds the payment's row.

    Raises NothingToRefund, RefundTooLarge.
    """
    for known in await find_refunds(tx, payment.clinic_id, payment.id):
        if known.once == once:
            return known
    if payment.state == "captured":
        left = await left_of(tx, payment)
        if left < 1:
            raise NothingToRefund
        if amount > left:
            raise RefundTooLarge(left)
    asked = Refund(
        clinic_id=payment.clinic_id,
        payment_id=payment.id,
        once=once,
        amount=amount,
        asked_by=asked_by,
        asked_at=now,
    )
    await insert_refund(tx, asked)
    refunds = await find_refunds(tx, payment.clinic_id, payment.id)
    return next(each for each in refunds if each.once == once)


async def left_of(reader: Reader, payment: Payment) -> int:
    """What can still be given back, minor units: refunds that were made elsewhere count too."""
    refunds = await find_refunds(reader, payment.clinic_id, payment.id)
    asked = sum(each.amount for each in refunds if each.state == "asked")
    made = sum(each.amount for each in refunds if each.state == "made")
    return payment.received - max(made, payment.refunded) - asked
