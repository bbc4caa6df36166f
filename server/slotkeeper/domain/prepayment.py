"""What is to be paid when booking."""

from typing import Literal

from msgspec import Struct

from slotkeeper.domain.money import DECIMALS


class Prepayment(Struct, frozen=True, kw_only=True):
    """The rule of one appointment type.

    `amount` is in minor units for "deposit", whole percent for "deposit_percent", else 0.
    `asked_of` says of whom it is asked: of all, of new patients, or only of those whom staff have
    marked; who is marked is asked in each case.
    """

    kind: Literal["none", "full", "deposit", "deposit_percent"] = "none"
    amount: int = 0
    asked_of: Literal["all", "new", "marked"] = "all"


NO_PREPAYMENT = Prepayment()


class Due(Struct, frozen=True, kw_only=True):
    """A price in two parts, minor units: what is paid when booking, and what is left to pay."""

    now: int
    at_clinic: int


def amount_due(prepay: Prepayment, price: int, currency: str) -> Due:
    """What that rule asks for a price in minor units of an ISO 4217 currency.

    A percentage is rounded half up to `payment_step`; nothing asks for more than the price.
    """
    step = payment_step(currency)
    match prepay.kind:
        case "none":
            now = 0
        case "full":
            now = price
        case "deposit":
            now = min(prepay.amount, price)
        case "deposit_percent":
            rounded = (price * prepay.amount + 50 * step) // (100 * step) * step
            now = min(rounded, price // step * step)
    return Due(now=now, at_clinic=price - now)


def is_asked(prepay: Prepayment, *, is_new: bool, is_marked: bool) -> bool:
    """Whether that patient is asked to pay when booking; who is marked by staff always is."""
    if prepay.kind == "none":
        return False
    return is_marked or prepay.asked_of == "all" or (is_new and prepay.asked_of == "new")


def payment_step(currency: str) -> int:
    """Minor units (ISO 4217) of which every payment is a multiple.

    Stripe, "Supported currencies": three decimals have to end in 0, and the ariary is charged
    in whole units, although ISO 4217 gives it two decimals.
    """
    if currency == "MGA":
        return 100
    return 10 if DECIMALS[currency] == 3 else 1  # noqa: PLR2004 - ISO 4217


def smallest_payment(currency: str) -> int:
    """Minor units of the least that can be charged; one step where no minimum is published."""
    return _MINIMUM.get(currency, payment_step(currency))


_MINIMUM = {
    "AED": 200, "AUD": 50, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250, "EUR": 50,
    "GBP": 30, "HKD": 400, "HUF": 17500, "INR": 50, "JPY": 50, "MXN": 1000, "MYR": 200, "NOK": 300,
    "NZD": 50, "PLN": 200, "RON": 200, "SEK": 300, "SGD": 50, "THB": 1000, "USD": 50,
}  # fmt: skip
"""Stripe, "Minimum and maximum charge amounts"."""
