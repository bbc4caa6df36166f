"""What moving a booking costs or gives back where the clinic wants the price of today (ADR 34)."""

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import Fact
from slotkeeper.domain.prepayment import NO_PREPAYMENT, Prepayment, is_asked
from slotkeeper.domain.price_difference import Agreed, Difference, as_agreed, find_difference
from slotkeeper.domain.trust import NORMAL
from slotkeeper.services.changing.changeable import Cost
from slotkeeper.services.counted import kind_of
from slotkeeper.services.payments.ask_refund import ask_back
from slotkeeper.services.payments.of_booking import asked_of, difference_name
from slotkeeper.storage.booking_move import save_at_clinic_was
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.patient import has_booked_before
from slotkeeper.storage.payment import find_payments_of, lock_payment, save_at_clinic
from slotkeeper.storage.payment_account import find_payment_account
from slotkeeper.storage.trust import find_standing


class PriceChanged(Fact):
    """It costs something else by now than what was shown; `difference` is that of the price."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference.pays - difference.returns)
        self.difference = difference


async def difference_of(
    reader: Reader, clinic: Clinic, booking: Booking, hold: Booking, cost: Cost, now: int
) -> Difference:
    """What moving it to the time of that hold costs, where `cost` is what cancelling it would.

    None of what was not paid when booking, of what the clinic offers by itself (the waiting list),
    and of what was all given back. What cancelling would keep now is not given back. Of whom no
    prepayment would be asked by now (P6), what the new time costs more is left for the clinic.
    """
    payments = await find_payments_of(reader, clinic.id, booking.id)
    kind = kind_of(clinic, booking)
    if not payments or kind is None:
        return Difference()
    agreed = Agreed(
        asked=await asked_of(reader, payments),
        at_clinic=payments[0].at_clinic,
        most_back=cost.consequence.returns if cost.policy.enforced else cost.paid.left,
        currency=cost.currency,
    )
    wanted = clinic.online_booking.move_at_present_price and not hold.is_offered
    if not wanted or cost.paid.left < 1 or agreed.currency != clinic.currency:
        return as_agreed(agreed)
    account = await find_payment_account(reader, clinic.id)
    prepay = await _rule_for(reader, kind, booking, now)
    return find_difference(agreed, prepay, kind.price, can_charge=account is not None)


async def _rule_for(
    reader: Reader, kind: AppointmentType, booking: Booking, now: int
) -> Prepayment:
    """What is asked of its patient by the rule of today, as if they booked that now."""
    if kind.prepay.asked_of == "all" or booking.patient_id is None:
        return kind.prepay
    standing = await find_standing(reader, booking.clinic_id, booking.patient_id) or NORMAL
    is_marked = standing.at(now).step == "prepay"
    is_new = not await has_booked_before(reader, booking)
    asked = is_asked(kind.prepay, is_new=is_new, is_marked=is_marked)
    return kind.prepay if asked else NO_PREPAYMENT


async def settle_price(
    tx: Transaction, after: Booking, difference: Difference, asked_by: str, now: int
) -> None:
    """In the transaction that moves it: what is left to be paid at the clinic is written down, and
    what is given back asked for, once.
    """
    payments = await find_payments_of(tx, after.clinic_id, after.id)
    if not payments:
        return
    first = payments[0]
    await lock_payment(tx, first.clinic_id, first.id)
    if first.at_clinic != difference.at_clinic:
        await save_at_clinic(tx, first, difference.at_clinic)
        await save_at_clinic_was(tx, after, first.at_clinic)
    if difference.returns:
        await ask_back(
            tx,
            payments,
            once=difference_name(after.revision),
            amount=difference.returns,
            asked_by=asked_by,
            now=now,
        )
