"""A policy as its patients meet it: from when on cancelling costs how much (C2)."""

from msgspec import Struct

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.change_policy import ChangePolicy, Paid, amounts_kept
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.payment import Payment
from slotkeeper.domain.prepayment import amount_due


class Stage(Struct, frozen=True, kw_only=True):
    """Cancelled so long before the start, minor units are kept and given back. `since` is None for
    the stage that begins with the booking, `until` for the one that ends with the start.
    """

    since: CutOff | None
    until: CutOff | None
    keeps: int
    returns: int


def find_stages(policy: ChangePolicy, paid: Paid) -> tuple[Stage, ...]:
    """The stages of a policy in order, the earliest first; those that keep as much are one."""
    kept = amounts_kept(policy, paid)
    # A window up to the start itself leaves nothing for what would come afterwards.
    ends = [each.until if each.until.amount else None for each in policy.windows]
    last = ends.index(None) if None in ends else len(ends)
    found: list[Stage] = []
    since: CutOff | None = None
    for n, until in enumerate([*ends[:last], None]):
        if n == last or kept[n + 1] != kept[n]:
            stage = Stage(since=since, until=until, keeps=kept[n], returns=paid.left - kept[n])
            found.append(stage)
            since = until
    return tuple(found)


def is_said(policy: ChangePolicy) -> bool:
    """Whether the clinic has said what it wants: until then only its own text speaks."""
    return policy != ChangePolicy()


def paid_for_payment(payment: Payment | None, currency: str, at_least: int = 0) -> Paid:
    """What there is to give back of a booking's payment, of which `at_least` so much (minor units)
    is kept; nothing, in the clinic's `currency`, where none was captured.
    """
    if payment is None or payment.state != "captured":
        return Paid(currency=currency)
    return Paid(
        left=max(0, payment.received - payment.refunded),
        deposit=payment.amount,
        price=payment.amount + payment.at_clinic,
        currency=payment.currency,
        at_least=at_least,
    )


def paid_for_type(clinic: Clinic, kind: AppointmentType) -> Paid:
    """What a patient of that type has paid who was asked to pay when booking."""
    due = amount_due(kind.prepay, kind.price, clinic.currency)
    now = due.now if clinic.takes_payments else 0
    return Paid(left=now, deposit=now, price=kind.price, currency=clinic.currency)
