"""What a booking that was paid when booking costs more or less once it is moved (C4, P5)."""

from msgspec import Struct

from slotkeeper.domain.prepayment import (
    Prepayment,
    amount_due,
    payment_step,
    smallest_payment,
)


class Agreed(Struct, frozen=True, kw_only=True):
    """What was asked for so far, minor units of `currency`: `asked` when booking and at each move
    since, `at_clinic` is left to be paid there. `most_back` is what may be given back at all.
    """

    asked: int
    at_clinic: int
    most_back: int
    currency: str


class Difference(Struct, frozen=True, kw_only=True):
    """Minor units that are paid before the booking is moved, or given back when it is, at most one
    of both; `at_clinic` is what is left to be paid there afterwards.
    """

    pays: int = 0
    returns: int = 0
    at_clinic: int = 0

    @property
    def is_none(self) -> bool:
        """Whether no money moves."""
        return not self.pays and not self.returns


def as_agreed(agreed: Agreed) -> Difference:
    """Nothing differs: what was agreed when booking stays."""
    return Difference(at_clinic=agreed.at_clinic)


def find_difference(
    agreed: Agreed, prepay: Prepayment, price: int, *, can_charge: bool
) -> Difference:
    """What the rule of today makes of what was agreed.

    Where no prepayment is asked any more, what was paid stays with the clinic up to the price. What
    cannot be charged (too little, or `can_charge` is off) is left to be paid at the clinic.
    """
    wanted = min(agreed.asked, price)
    if prepay.kind != "none":
        wanted = amount_due(prepay, price, agreed.currency).now
    pays = max(0, wanted - agreed.asked)
    if not can_charge or not _is_chargeable(pays, agreed.currency):
        pays = 0
    returns = max(0, min(agreed.asked - wanted, agreed.most_back))
    paid = agreed.asked + pays - returns
    return Difference(pays=pays, returns=returns, at_clinic=max(0, price - paid))


def _is_chargeable(amount: int, currency: str) -> bool:
    return amount >= smallest_payment(currency) and amount % payment_step(currency) == 0
