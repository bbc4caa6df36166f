"""What a booking needs before it is confirmed, by the patient's step of the ladder (T2)."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.prepayment import (
    Due,
    Prepayment,
    amount_due,
    is_asked,
    payment_step,
    smallest_payment,
)
from slotkeeper.domain.trust import Step

Needs = Literal["nothing", "payment", "patient", "clinic", "call"]
"""What is waited for: the money, the patient's link, the clinic's answer; or nobody can book."""


class Way(Struct, frozen=True, kw_only=True):
    """`due` is what is paid now and at the clinic, minor units; now is 0 unless `needs` is
    "payment".
    """

    needs: Needs
    due: Due


def find_way(clinic: Clinic, kind: AppointmentType, step: Step, *, is_new: bool) -> Way:
    """The way of a patient on that step; who is new is decided by the records, not by word (P6)."""
    later = Due(now=0, at_clinic=kind.price)
    if step in {"call", "blocked"}:
        return Way(needs="call", due=later)
    if step == "approve":
        return Way(needs="clinic", due=later)
    if is_asked(kind.prepay, is_new=is_new, is_marked=step == "prepay"):
        due = amount_due(kind.prepay, kind.price, clinic.currency)
        return Way(needs="payment", due=due)
    if step == "prepay":
        asked = _asked_first(clinic, kind)
        return Way(needs="payment", due=asked) if asked else Way(needs="clinic", due=later)
    # Who pays has proved enough (above); else the link does.
    return Way(needs="patient" if step == "confirm" else "nothing", due=later)


def _asked_first(clinic: Clinic, kind: AppointmentType) -> Due | None:
    """What is asked of a type without a prepayment of its own: the clinic's deposit, else the
    price; None where it cannot be charged.
    """
    if not clinic.takes_payments:
        return None
    rules = [clinic.trust.prepay, Prepayment(kind="full")]
    for rule in (replace(each, asked_of="all") for each in rules if each.kind != "none"):
        due = amount_due(rule, kind.price, clinic.currency)
        if _can_be_charged(due.now, clinic.currency):
            return due
    return None


def _can_be_charged(amount: int, currency: str) -> bool:
    return amount >= smallest_payment(currency) and amount % payment_step(currency) == 0
