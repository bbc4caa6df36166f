"""What can be booked."""

from typing import Literal

from msgspec import Struct

from slotkeeper.domain.new_patient_rule import NewPatients
from slotkeeper.domain.prepayment import NO_PREPAYMENT, Prepayment

LONGEST_MINUTES = 1440
"""Public length and padding together; the schema's CHECK and the bounded busy query rest on it."""


class AppointmentType(Struct, frozen=True, kw_only=True):
    """An individual appointment: lengths in minutes, price in minor units, practitioners by slug.

    `minutes` is what patients see; both paddings are hidden from page, mail, calendar and API (B8).
    """

    id: int = 0
    slug: str
    name: str
    description: str = ""
    minutes: int
    padding_before: int = 0
    padding_after: int = 0
    price: int = 0
    prepay: Prepayment = NO_PREPAYMENT
    patients: Literal["all", "new", "existing"] = "all"
    practitioners: tuple[str, ...] = ()
    video_link: str = ""
    colour: str = ""
    enabled: bool = True
    new_patients: NewPatients | None = None
