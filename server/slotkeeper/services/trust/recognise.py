"""On which step somebody books, by all records that the clinic has of them (T4)."""

from dataclasses import dataclass

from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.trust import Step, is_stricter
from slotkeeper.storage.database import Reader
from slotkeeper.storage.recognition import Known, find_known, find_near, strictest_of

NEAR_MATCH = "near_match"
"""The flag of a booking whose patient staff should compare with another."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """`by` is the record that put them on the step, None on "normal"; `near` somebody on a stricter
    one whom they may be, which changes nothing for the patient.
    """

    step: Step = "normal"
    by: Known | None = None
    near: Known | None = None

    def whom(self, patient_id: int) -> int | None:
        """Whom staff should compare the booking's patient with; None where there is nobody."""
        if self.near is not None:
            return self.near.id
        return self.by.id if self.by is not None and self.by.id != patient_id else None


async def recognise(
    reader: Reader, clinic_id: int, details: ContactDetails, now: int
) -> Recognised:
    """Where they stand at an instant (epoch seconds)."""
    known = await find_known(reader, clinic_id, details)
    by = strictest_of(known, now)
    step = by.step(now) if by else "normal"
    ids = {each.id for each in known}
    near = [
        each
        for each in await find_near(reader, clinic_id, details)
        if each.id not in ids and is_stricter(each.step(now), step)
    ]
    return Recognised(step, by, strictest_of(near, now))
