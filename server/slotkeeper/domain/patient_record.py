"""A patient's record as staff know it; none of it ever meets a patient (T1)."""

from datetime import date
from typing import Literal

from msgspec import Struct

from slotkeeper.domain.trust import Step, step_at

LONGEST_ALERT_NOTE = 1000
MERGE_SECONDS = 30 * 86_400
"""So long a merge can be undone."""


class Counters(Struct, frozen=True):
    """What a patient's bookings tell: cancelled by the patient later than the clinic asks for, not
    come to, and not paid as staff have marked.
    """

    late_cancellations: int = 0
    no_shows: int = 0
    unpaid: int = 0

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.late_cancellations or self.no_shows or self.unpaid)


class PatientRecord(Struct, frozen=True, kw_only=True):
    """One patient of a clinic. `email` and `phone` (E.164) are "" where none was given; `made_at`
    and `trust_until` in epoch seconds. `revision` rises with every change. `merged_into`: the
    record that goes on in place of this one, itself merged into none.
    """

    id: int
    clinic_id: int
    first_name: str
    last_name: str
    email: str
    phone: str
    birth_date: date | None
    name_key: str
    alert_note: str
    revision: int
    trust: Step
    trust_until: int | None
    merged_into: int | None
    made_at: int

    @property
    def name(self) -> str:
        """As staff read it."""
        return f"{self.first_name} {self.last_name}"

    def step(self, now: int) -> Step:
        """The step of the ladder of trust that is in force at that instant."""
        return step_at(self.trust, self.trust_until, now)


class ListedPatient(Struct, frozen=True, kw_only=True):
    """One row of the list; instants in epoch seconds. `last_at` and `next_at` are starts of
    bookings, None for none.
    """

    record: PatientRecord
    last_at: int | None = None
    next_at: int | None = None
    counters: Counters = Counters()


class Accepted(Struct, frozen=True, kw_only=True):
    """That the patient accepted the terms of that number with a booking."""

    booking_id: int
    number: int
    accepted_at: int


Because = Literal["same_email", "same_phone", "same_person", "near_birth", "near_phone"]
"""Why two records may be one person (domain/patient_likeness.py)."""
