"""What is to be paid when booking."""

from typing import Literal

from msgspec import Struct


class Prepayment(Struct, frozen=True, kw_only=True):
    """The rule of one appointment type.

    `amount` is in minor units for "deposit", whole percent for "deposit_percent", else 0.
    """

    kind: Literal["none", "full", "deposit", "deposit_percent"] = "none"
    amount: int = 0


NO_PREPAYMENT = Prepayment()
