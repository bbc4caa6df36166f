"""What was paid or given back as a booking was moved at another price: its message says so (P5)."""

from msgspec import Struct

from slotkeeper.services.booking_link import Managed
from slotkeeper.services.payments.of_booking import difference_name, find_refunds_of
from slotkeeper.storage.booking_move import find_at_clinic_was
from slotkeeper.storage.database import Reader
from slotkeeper.storage.paid_move import find_paid_move
from slotkeeper.storage.payment import find_payments_of

_STANDS = {"asked", "made"}


class MovedMoney(Struct, frozen=True, kw_only=True):
    """Minor units of `currency`: what was paid more for the new time, or goes back; `total` is what
    the clinic has for the booking, `at_clinic` what is left to be paid there, and `at_clinic_was`
    what was before.
    """

    paid: int
    returns: int
    total: int
    at_clinic: int
    at_clinic_was: int
    currency: str


async def find_moved_money(reader: Reader, managed: Managed, revision: str) -> MovedMoney | None:
    """Of the move that led to that revision; None where its price was the same."""
    payment, clinic_id = managed.payment, managed.clinic.id
    if payment is None or not revision.isdigit():
        return None
    paid = 0
    for each in await find_payments_of(reader, clinic_id, managed.booking.id):
        agreed = await find_paid_move(reader, clinic_id, each.booking_id) if each.moves else None
        if agreed and str(agreed.revision) == revision:
            paid += each.received
    name = difference_name(int(revision))
    refunds = await find_refunds_of(reader, clinic_id, managed.booking.id)
    returns = sum(r.amount for r in refunds if r.once == name and r.state in _STANDS)
    booking_id = managed.booking.id
    before = await find_at_clinic_was(reader, clinic_id, booking_id, int(revision))
    if not paid and not returns and before in {None, payment.at_clinic}:
        return None
    return MovedMoney(
        paid=paid,
        returns=returns,
        total=payment.received - payment.refunded,
        at_clinic=payment.at_clinic,
        at_clinic_was=payment.at_clinic if before is None else before,
        currency=payment.currency,
    )
