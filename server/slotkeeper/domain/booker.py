"""Who books for somebody else: a mother for her child (B12)."""

from typing import Literal

from msgspec import Struct

BookerIs = Literal["parent", "carer", "relative", "other"]
BOOKER_IS: tuple[BookerIs, ...] = ("parent", "carer", "relative", "other")
"""What the booker is to the patient."""


class Booker(Struct, frozen=True, kw_only=True):
    """Whom the clinic writes to about a booking for somebody else: the address and the number
    (E.164) that were given with it are the booker's.
    """

    first_name: str
    last_name: str
    email: str
    phone: str
    booker_is: BookerIs

    @property
    def name(self) -> str:
        """First and last."""
        return f"{self.first_name} {self.last_name}"

    def __repr__(self) -> str:
        return "Booker()"
