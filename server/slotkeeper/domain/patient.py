"""Who is seen."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from slotkeeper.domain.booker import Booker
from slotkeeper.domain.identity import name_key
from slotkeeper.domain.trust import Step, step_at


class ContactDetails(Struct, frozen=True, kw_only=True):
    """What a patient gave, checked and in one form: `phone` is E.164."""

    first_name: str
    last_name: str
    email: str
    phone: str
    birth_date: date | None
    patient_is: Literal["new", "existing"]
    note: str = ""


class Patient(Struct, frozen=True, kw_only=True):
    """A patient of one clinic; the keys recognise the person again (`domain/identity.py`).

    `trust` is the step of the ladder until `trust_until` (epoch seconds, None: for good). What
    staff alone may know, such as alert notes, is not here: it never meets a patient's page (T1).
    """

    id: int
    clinic_id: int
    first_name: str
    last_name: str
    email: str
    phone: str
    birth_date: date | None
    name_key: str
    trust: Step = "normal"
    trust_until: int | None = None

    def step(self, now: int) -> Step:
        """The step of the ladder in force at that instant (T2)."""
        return step_at(self.trust, self.trust_until, now)


def match_patient(
    found: Sequence[Patient], details: ContactDetails, booker: Booker | None
) -> Patient | None:
    """The known patient of those contact details, among those who share e-mail or phone: same name,
    and same birth date where both are known (B3). Who books for somebody of the same name is told
    from them by the birth date alone.
    """
    name = name_key(details.first_name, details.last_name)
    is_namesake = booker is not None and name == name_key(booker.first_name, booker.last_name)
    for patient in found:
        born = {patient.birth_date, details.birth_date}
        known = born - {None}
        same_birth = len(born) == len(known) == 1 if is_namesake else len(known) <= 1
        if patient.name_key == name and same_birth:
            return patient
    return None


def says_otherwise(patient_is: str, *, was_known: bool) -> str:
    """What staff see where the patient's word and the records differ; "" if they agree (B3)."""
    if patient_is == "new" and was_known:
        return "new_but_known"
    if patient_is == "existing" and not was_known:
        return "existing_but_unknown"
    return ""
