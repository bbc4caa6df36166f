"""All that was paid for a booking, as one: when booking, and each difference when it was moved."""

from collections.abc import Sequence

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
    """The same as its patient sees it: what a move gave back was never asked for."""
    first = await find_payment_of(reader, clinic_id, booking_id)
    if first is None or first.state != "captured":
        return first
    payments = await find_payments_of(reader, clinic_id, booking_id)
    return _sum(first, payments, await _given_back(reader, payments))


async def asked_of(reader: Reader, payments: Sequence[Payment]) -> int:
    """Minor units that were asked for, less what moves gave back."""
    return sum(each.amount for each in payments) - await _given_back(reader, payments)


async def left_of_all(reader: Reader, payments: Sequence[Payment]) -> int:
    """What can still be given back of them, minor units."""
    return sum([max(0, await left_of(reader, each)) for each in payments])


def is_difference(refund: Refund) -> bool:
    """Whether it gave back what a move cost less."""
    return refund.once.startswith(_MOVED)


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


async def _given_back(reader: Reader, payments: Sequence[Payment]) -> int:
    found = [each for p in payments for each in await find_refunds(reader, p.clinic_id, p.id)]
    moved = [each for each in found if is_difference(each)]
    return sum(each.amount for each in moved if each.state != "failed")
