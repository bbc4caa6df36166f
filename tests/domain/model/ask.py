"""One question to the schedule."""

from datetime import date
from typing import NamedTuple

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Known


class Ask(NamedTuple):
    """Starts on the local days `first` to `last`, both included."""

    clinic: Clinic
    kind: AppointmentType
    first: date
    last: date
    known: Known
    location: str | None = None
