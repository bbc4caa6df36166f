"""How a payment stands, as its patient is told: to be paid, under way, booked, or over and why.
Where the difference of a moved booking is paid, its patient is told of both times.
"""

from dataclasses import dataclass, replace
from typing import Literal

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import Fact, PaymentUnknown
from slotkeeper.domain.payment import Payment
from slotkeeper.services.booking_link import Managed, get_managed, sign_link
from slotkeeper.services.changing.moving import at_held_time
from slotkeeper.services.payments.patiently import WAIT_SECONDS, settle_within
from slotkeeper.services.payments.settle import Standing
from slotkeeper.services.refusals import Offer, make_offer
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import Wish, make_wish
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.paid_move import find_paid_move
from slotkeeper.storage.set_up import get_appointment_type, get_practitioner


@dataclass(frozen=True, slots=True)
class ToMove:
    """The booking as it stands until the difference is paid, and as it is then."""

    before: Managed
    after: Managed


@dataclass(frozen=True, slots=True)
class Shown:
    """`kind` "pay": the patient may pay until the deadline; "processing": to be asked again in a
    moment; "booked": booked and paid. `booking` is what is paid for: where a difference is, the
    hold of the new time, and the moved booking when it is paid; `to_move` tells of both until then,
    None for a payment of the booking itself.
    """

    kind: Literal["pay", "processing", "booked"]
    clinic: Clinic
    payment: Payment
    booking: Booking
    wish: Wish
    now: int
    to_move: ToMove | None = None


class PaymentEnded(Fact):
    """There is no booking, for one of the reasons below; other times are offered. Where a
    difference was to be paid, `stays` is the booking, which is as it was.
    """

    def __init__(self, offer: Offer, payment: Payment, stays: Booking | None = None) -> None:
        super().__init__(offer.wanted)
        self.offer = offer
        self.payment = payment
        self.stays = stays


class PaymentOver(PaymentEnded):
    """Nobody paid in time, or the time was given back."""


class NotCharged(PaymentEnded):
    """Paid too late: the time was gone, and what was authorised is let go."""


class NotAuthorised(PaymentEnded):
    """The patient's bank let the payment go before it was taken."""


class Refunded(PaymentEnded):
    """Paid too late: the time was gone, and the money was given back."""


class MoveOff(Fact):
    """The booking that was to be moved was changed or cancelled meanwhile; `returned` where the
    difference had been taken already.
    """

    def __init__(self, *, returned: bool) -> None:
        super().__init__()
        self.returned = returned


async def show_payment(toolbox: Toolbox, clinic: Clinic, payment: Payment) -> Shown:
    """How it stands now, settled as far as it goes in a few seconds; what cannot be known now once
    there is a pay page is under way.

    Raises PaymentOver, NotCharged, NotAuthorised, Refunded; MoveOff; DatabaseUnavailable.
    """
    standing = await _stand(toolbox, payment)
    payment = standing.payment
    is_moved = payment.state == "captured" and payment.moves
    booking_id = payment.moves if is_moved else payment.booking_id
    booking = await find_booking(toolbox.database, clinic.id, booking_id)
    if booking is None:
        raise PaymentUnknown
    wish = await _wish(toolbox, clinic, payment, booking)
    now = toolbox.clock()
    if payment.state == "captured":
        return Shown("booked", clinic, payment, booking, wish, now)
    to_move = await _to_move(toolbox, clinic, payment, booking)
    if standing.is_under_way:
        return Shown("processing", clinic, payment, booking, wish, now, to_move)
    if payment.moves and to_move is None:
        raise MoveOff(returned=bool(payment.received))
    if payment.state == "open" and now < payment.deadline:
        return Shown("pay", clinic, payment, booking, wish, now, to_move)
    offer = await make_offer(toolbox, wish, booking.starts_at)
    raise _ending(payment)(offer, payment, to_move.before.booking if to_move else None)


async def _to_move(
    toolbox: Toolbox, clinic: Clinic, payment: Payment, hold: Booking
) -> ToMove | None:
    """None where it is not as it was shown any more."""
    if not payment.moves:
        return None
    reader = toolbox.database
    booking = await find_booking(reader, clinic.id, payment.moves)
    agreed = await find_paid_move(reader, clinic.id, payment.booking_id)
    if booking is None or agreed is None or booking.state != "confirmed":
        return None
    if booking.revision != agreed.revision - 1:
        return None
    before = await get_managed(toolbox, clinic.slug, sign_link(toolbox, booking))
    return ToMove(before, await at_held_time(reader, before, hold))


async def _stand(toolbox: Toolbox, payment: Payment) -> Standing:
    if payment.is_settled or not payment.session_id:
        return Standing(payment)
    found = await settle_within(toolbox, payment, WAIT_SECONDS)
    return found or Standing(payment, is_under_way=True)


def _ending(payment: Payment) -> type[PaymentEnded]:
    if payment.received:
        return Refunded
    if payment.state != "slot_lost" or payment.lost_because == "given_up":
        return PaymentOver
    if payment.lost_because == "authorisation_gone":
        return NotAuthorised
    return NotCharged if payment.intent_id else PaymentOver


async def _wish(toolbox: Toolbox, clinic: Clinic, payment: Payment, booking: Booking) -> Wish:
    """What the patient wanted; as it was booked, where the clinic offers it no more."""
    kind, practitioner, location = payment.wish
    try:
        wish = make_wish(clinic, kind, practitioner, location, "existing" if payment.moves else "")
        return replace(wish, moving=payment.moves)
    except Fact:
        booked = await get_appointment_type(toolbox.database, booking)
        whom = await get_practitioner(toolbox.database, booking)
        return Wish(clinic, booked, (whom,), None)
