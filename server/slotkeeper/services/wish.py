"""What a patient asks for, checked against the clinic's set-up before anything is searched."""

from dataclasses import dataclass

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import PractitionerUnknown
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.toolbox import Toolbox

ANY = "any"


@dataclass(frozen=True, slots=True)
class Wish:
    """An appointment type, those who may give it (in the clinic's order) and the place, None for
    any.
    """

    clinic: Clinic
    kind: AppointmentType
    practitioners: tuple[Practitioner, ...]
    location: str | None

    @property
    def practitioner(self) -> str:
        """The slug of the one practitioner who is wanted, or "any"."""
        return self.practitioners[0].slug if len(self.practitioners) == 1 else ANY


async def get_wish(
    toolbox: Toolbox, clinic: str, kind: str, practitioner: str, location: str
) -> Wish:
    """Read the wish from slugs; "" or "any" leaves practitioner and location open.

    Raises ClinicUnknown, AppointmentTypeUnknown, PractitionerUnknown, LocationUnknown.
    """
    return make_wish(
        await toolbox.clinics.get(toolbox.database, clinic), kind, practitioner, location
    )


def make_wish(clinic: Clinic, kind: str, practitioner: str, location: str) -> Wish:
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
    return Wish(clinic, wanted, offering, place)
