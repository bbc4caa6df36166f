"""Money that went back although its booking stands again: it is to be paid at the clinic, unless
giving it back came to nothing.
"""

from collections.abc import Sequence

from slotkeeper.domain.payment import Payment, Refund
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import find_payments_of, lock_payment, save_at_clinic
from slotkeeper.storage.refund import find_refund, save_due_again


async def owe_again(tx: Transaction, payments: Sequence[Payment], refunds: Sequence[Refund]) -> int:
    """Have those of a booking's captured payments (the first payment first) paid at the clinic;
    minor units. The caller holds the payments' rows.
    """
    amount = sum(each.amount for each in refunds)
    for each in refunds:
        await save_due_again(tx, each, is_due_again=True)
    if amount:
        await save_at_clinic(tx, payments[0], payments[0].at_clinic + amount)
    return amount


async def owe_no_more(tx: Transaction, payment: Payment, refund: Refund) -> None:
    """A refund came to nothing: the clinic has the money, nobody pays it there. The caller holds
    the rows that `lock_with_first` takes.
    """
    known = await find_refund(tx, refund.clinic_id, refund.id)
    if known is None or not known.is_due_again:
        return
    await save_due_again(tx, known, is_due_again=False)
    first = (await find_payments_of(tx, payment.clinic_id, payment.is_for))[0]
    await save_at_clinic(tx, first, max(0, first.at_clinic - known.amount))


async def lock_with_first(tx: Transaction, payment: Payment) -> Payment | None:
    """The payment as it is under its own lock row and that of its booking, which says what is to be
    paid at the clinic; in ascending order.
    """
    found = await find_payments_of(tx, payment.clinic_id, payment.is_for)
    for each in found[:1]:
        await lock_payment(tx, each.clinic_id, each.id)
    return await lock_payment(tx, payment.clinic_id, payment.id)
