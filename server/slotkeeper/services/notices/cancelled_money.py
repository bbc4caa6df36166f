"""What becomes of the money of a booking that was cancelled: its message says so (N7, P5)."""

from msgspec import Struct

from slotkeeper.services.booking_link import Managed
from slotkeeper.services.changing.cancel import refund_name
from slotkeeper.services.payments.of_booking import find_refunds_of, is_difference
from slotkeeper.storage.agreed_change import find_last_agreed
from slotkeeper.storage.database import Reader

_STANDS = {"asked", "made"}


class CancelledMoney(Struct, frozen=True, kw_only=True):
    """Minor units that go back by this cancellation and that are kept, together what was left of
    all that was paid. `is_open` where the clinic has still to decide.
    """

    returns: int
    keeps: int
    currency: str
    is_open: bool = False


async def find_cancelled_money(reader: Reader, managed: Managed) -> CancelledMoney | None:
    """None where nothing was paid, and where staff who cancelled have not spoken of it."""
    booking, payment = managed.booking, managed.payment
    if payment is None or payment.state != "captured":
        return None
    found = await find_refunds_of(reader, payment.clinic_id, payment.booking_id)
    refunds = [each for each in found if not is_difference(each) and each.state in _STANDS]
    asked = sum(each.amount for each in refunds)
    back = min(payment.received, max(asked, payment.refunded))
    name = refund_name(booking.revision)
    returns = sum(each.amount for each in refunds if each.once == name)
    agreed = await find_last_agreed(reader, booking.clinic_id, booking.id)
    is_agreed = agreed is not None and agreed.revision == booking.revision
    if not returns and not is_agreed:
        return None
    return CancelledMoney(
        returns=returns,
        keeps=payment.received - back,
        currency=payment.currency,
        is_open=agreed is not None and is_agreed and not agreed.policy.enforced,
    )
