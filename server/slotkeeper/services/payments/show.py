"""How a payment stands, as its patient is told: to be paid, under way, booked, or over and why."""

from dataclasses import dataclass, replace
from typing import Literal

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import Fact, PaymentUnknown
from slotkeeper.domain.payment import Payment
from slotkeeper.services.payments.patiently import WAIT_SECONDS, settle_within
from slotkeeper.services.payments.settle import Standing
from slotkeeper.services.refusals import Offer, make_offer
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import Wish, make_wish
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.set_up import get_appointment_type, get_practitioner


@dataclass(frozen=True, slots=True)
class Shown:
    """`kind` "pay": the patient may pay until the deadline; "processing": to be asked again in a
    moment; "booked": booked and paid. `booking` is what is paid for: where a difference is, the
    hold of the new time, and the moved booking when it is paid.
    """

    kind: Literal["pay", "processing", "booked"]
    clinic: Clinic
    payment: Payment
    booking: Booking
    wish: Wish
    now: int


class PaymentEnded(Fact):
    """There is no booking, for one of the reasons below; other times are offered."""

    def __init__(self, offer: Offer) -> None:
        super().__init__(offer.wanted)
        self.offer = offer


class PaymentOver(PaymentEnded):
    """Nobody paid in time, or the time was given back."""


class NotCharged(PaymentEnded):
    """Paid too late: the time was gone, and what was authorised is let go."""


class NotAuthorised(PaymentEnded):
    """The patient's bank let the payment go before it was taken."""


class Refunded(PaymentEnded):
    """Paid too late: the time was gone, and the money was given back."""


async def show_payment(toolbox: Toolbox, clinic: Clinic, payment: Payment) -> Shown:
    """How it stands now, settled as far as it goes in a few seconds; what cannot be known now once
    there is a pay page is under way.

    Raises PaymentOver, NotCharged, NotAuthorised, Refunded, DatabaseUnavailable.
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
    if standing.is_under_way:
        return Shown("processing", clinic, payment, booking, wish, now)
    if payment.state == "open" and now < payment.deadline:
        return Shown("pay", clinic, payment, booking, wish, now)
    raise _ending(payment)(await make_offer(toolbox, wish, booking.starts_at))


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
