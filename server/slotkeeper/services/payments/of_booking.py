"""All that was paid for a booking, as one: when booking, and each difference when it was moved."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from slotkeeper.domain.payment import Payment, Refund
from slotkeeper.services.payments.ask_refund import left_of
from slotkeeper.storage.database import Reader
from slotkeeper.storage.payment import find_payment_of, find_payments_of
from slotkeeper.storage.refund import find_refunds

_MOVED = "moved:"


def difference_name(revision: int) -> str:
    """By which the refund of a difference is known; `revision` is that of the moved booking."""
    return f"{_MOVED}{revision}"


async def find_sum_of(reader: Reader, clinic_id: int, booking_id: int) -> Payment | None:
    """The payment of a booking with what was paid beside it when it was moved."""
    first = await find_payment_of(reader, clinic_id, booking_id)
    if first is None or first.state != "captured":
        return first
    return _sum(first, await find_payments_of(reader, clinic_id, booking_id), 0)


async def find_paid_for(reader: Reader, clinic_id: int, booking_id: int) -> Payment | None:
    """The same as its patient sees it: what a move gave back was never asked for, and what is due
    at the clinic again is given back, and no part of the prepayment.
    """
    first = await find_payment_of(reader, clinic_id, booking_id)
    if first is None or first.state != "captured":
        return first
    payments = await find_payments_of(reader, clinic_id, booking_id)
    found = await _of_all(reader, payments)
    seen = _sum(first, payments, _sum_of(found, is_difference))
    due = _sum_of(found, is_due_again)
    return replace(seen, amount=seen.amount - due, refunded=max(seen.refunded, due))


async def asked_of(reader: Reader, payments: Sequence[Payment]) -> int:
    """Minor units that were asked for, less what moves gave back and what is due at the clinic."""
    found = await _of_all(reader, payments)
    less = _sum_of(found, is_difference) + _sum_of(found, is_due_again)
    return sum(each.amount for each in payments) - less


async def left_of_all(reader: Reader, payments: Sequence[Payment]) -> int:
    """What can still be given back of them, minor units."""
    return sum([max(0, await left_of(reader, each)) for each in payments])


def is_difference(refund: Refund) -> bool:
    """Whether it gave back what a move cost less."""
    return refund.once.startswith(_MOVED)


def is_due_again(refund: Refund) -> bool:
    """Whether it is to be paid at the clinic, as its booking stands again."""
    return refund.is_due_again


async def find_each_of(reader: Reader, clinic_id: int, booking_id: int) -> list[Payment]:
    """That of the booking itself, whatever became of it, and of each move that asked more."""
    first = await find_payment_of(reader, clinic_id, booking_id)
    if first is None or first.state != "captured":
        return [first] if first else []
    return await find_payments_of(reader, clinic_id, booking_id)


async def find_refunds_of(reader: Reader, clinic_id: int, booking_id: int) -> list[Refund]:
    """All refunds of a booking, in the order in which they were asked for."""
    first = await find_payment_of(reader, clinic_id, booking_id)
    payments = await find_payments_of(reader, clinic_id, booking_id)
    ids = {each.id for each in [*payments, *([first] if first else [])]}
    found = [each for i in sorted(ids) for each in await find_refunds(reader, clinic_id, i)]
    return sorted(found, key=lambda each: each.id)


def _sum(first: Payment, payments: Sequence[Payment], given_back: int) -> Payment:
    if not payments:
        return first
    return replace(
        first,
        amount=sum(each.amount for each in payments) - given_back,
        received=sum(each.received for each in payments) - given_back,
        refunded=max(0, sum(each.refunded for each in payments) - given_back),
    )


async def _of_all(reader: Reader, payments: Sequence[Payment]) -> list[Refund]:
    return [each for p in payments for each in await find_refunds(reader, p.clinic_id, p.id)]


def _sum_of(refunds: Sequence[Refund], is_meant: Callable[[Refund], bool]) -> int:
    """Minor units of those, without what came to nothing."""
    return sum(each.amount for each in refunds if is_meant(each) and each.state != "failed")
