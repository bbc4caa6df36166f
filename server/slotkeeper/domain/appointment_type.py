"""What can be booked."""

from typing import Literal

from msgspec import Struct

from slotkeeper.domain.change_policy import ChangePolicy
from slotkeeper.domain.new_patient_rule import NewPatients
from slotkeeper.domain.prepayment import NO_PREPAYMENT, Prepayment
from slotkeeper.domain.question import Question
from slotkeeper.domain.start_rule import StartRule

LONGEST_MINUTES = 1440
"""Public length and padding together; the schema's CHECK and the bounded busy query rest on it."""

MOST_PLACES = 500
"""In one group appointment."""


class AppointmentType(Struct, frozen=True, kw_only=True):
    """An appointment: lengths in minutes, price in minor units, practitioners by slug. One with
    several `places` is a group appointment, which takes place when a session does (B11).

    `minutes` is what patients see; both paddings are hidden from page, mail, calendar and API (B8).
    `starts` is None where the practitioner's or the clinic's rule counts; `max_per_day` 0 is no
    limit; `needs` are kinds of resources, one of each.
    """

    id: int = 0
    slug: str
    name: str
    description: str = ""
    minutes: int
    padding_before: int = 0
    padding_after: int = 0
    places: int = 1
    price: int = 0
    prepay: Prepayment = NO_PREPAYMENT
    change_policy: ChangePolicy | None = None
    patients: Literal["all", "new", "existing"] = "all"
    new_patients: NewPatients | None = None
    practitioners: tuple[str, ...] = ()
    starts: StartRule | None = None
    max_per_day: int = 0
    needs: tuple[str, ...] = ()
    video_link: str = ""
    colour: str = ""
    questions: tuple[Question, ...] = ()
    enabled: bool = True

    @property
    def is_group(self) -> bool:
        """Whether several patients come to one appointment."""
        return self.places > 1
