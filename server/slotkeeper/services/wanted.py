"""What somebody wants who chose a time, who may have looked at a page that is out of date."""

from slotkeeper.domain.errors import PractitionerUnknown
from slotkeeper.services.refusals import others_offered
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import ANY, Wish, make_wish


async def get_wanted(
    toolbox: Toolbox,
    clinic: str,
    starts_at: int,
    kind: str,
    practitioner: str,
    location: str,
    patient_is: str = "",
) -> Wish:
    """The wish of a chosen time, as `get_wish` reads it.

    Raises as `get_wish` does; OthersOffered, with the times of all who offer the type, where the
    practitioner is one of the clinic's but does not offer it.
    """
    known = await toolbox.clinics.get(toolbox.database, clinic)
    try:
        return make_wish(known, kind, practitioner, location, patient_is)
    except PractitionerUnknown as unknown:
        known.practitioner(practitioner)
        anyone = make_wish(known, kind, ANY, location, patient_is)
        raise await others_offered(toolbox, anyone, starts_at) from unknown
