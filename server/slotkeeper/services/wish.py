"""What a patient asks for, checked against the clinic's set-up before anything is searched."""

from dataclasses import dataclass

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import PractitionerUnknown
from slotkeeper.domain.known import Asker
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.toolbox import Toolbox

ANY = "any"


@dataclass(frozen=True, slots=True)
class Wish:
    """An appointment type, those who may give it (in the clinic's order) and the place, None for
    any. `asker` is who wants it; `said` is what they say of themselves, "" where they have said
    nothing: then they are met as strangers. `moving` is the id of the booking whose time is to be
    changed, 0 for a new one.
    """

    clinic: Clinic
    kind: AppointmentType
    practitioners: tuple[Practitioner, ...]
    location: str | None
    asker: Asker = "new"
    said: str = ""
    moving: int = 0

    @property
    def practitioner(self) -> str:
        """The slug of the one practitioner who is wanted, or "any"."""
        return self.practitioners[0].slug if len(self.practitioners) == 1 else ANY


async def get_wish(
    toolbox: Toolbox,
    clinic: str,
    kind: str,
    practitioner: str,
    location: str,
    patient_is: str = "",
) -> Wish:
    """Read the wish from slugs; "" or "any" leaves practitioner and location open. `patient_is` is
    "new" or "existing", anything else is nobody's answer.

    Raises ClinicUnknown, AppointmentTypeUnknown, PractitionerUnknown, LocationUnknown.
    """
    return make_wish(
        await toolbox.clinics.get(toolbox.database, clinic),
        kind,
        practitioner,
        location,
        patient_is,
    )


def make_wish(
    clinic: Clinic, kind: str, practitioner: str, location: str, patient_is: str = ""
) -> Wish:
    """The same for a clinic that is at hand."""
    wanted = clinic.appointment_type(kind)
    place = clinic.location(location).slug if location not in {"", ANY} else None
    offering = clinic.who_offers(wanted)
    if practitioner not in {"", ANY}:
        offering = tuple(
            each for each in offering if each.slug == clinic.practitioner(practitioner).slug
        )
        if not offering:
            raise PractitionerUnknown(practitioner)
    said = patient_is if patient_is in {"new", "existing"} else ""
    return Wish(clinic, wanted, offering, place, _asker(wanted, said), said)


def _asker(kind: AppointmentType, patient_is: str) -> Asker:
    """A type that is for new or for existing patients only has answered already."""
    said = patient_is if kind.patients == "all" else kind.patients
    return "existing" if said == "existing" else "new"
