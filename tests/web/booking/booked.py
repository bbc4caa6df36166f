"""A booking that a patient has made, by its link."""

from msgspec import structs

from slotkeeper.domain.change_policy import ChangePolicy, Keep, Window
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.services.clinics import get_clinic, update_clinic
from tests.web.patient import ADA, Patient
from tests.web.world import World

TYPING = 30
AN_HOUR = ChangePolicy(windows=(Window(until=CutOff(1, "h")),), enforced=True)
LATE = ChangePolicy(
    windows=(Window(until=CutOff(60, "d")), Window(until=CutOff(1, "m"), keep=Keep(kind="deposit")))
)
"""By which any booking is late, and two windows count for it."""


async def set_up(world: World, **changed: object) -> Clinic:
    """Change the demo clinic; what is part of its online booking is changed there."""
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    own = {name: value for name, value in changed.items() if hasattr(clinic, name)}
    online = {name: value for name, value in changed.items() if name not in own}
    clinic = structs.replace(
        clinic, **own, online_booking=structs.replace(clinic.online_booking, **online)
    )
    await update_clinic(world.toolbox.database, clinic, world.clock())
    return clinic


async def book(patient: Patient, world: World, kind: str = "standard") -> str:
    """The path of a booking that is made now, at the last time of the day that is shown."""
    times = await patient.go_to_times(type=kind)
    await patient.hold(times.slots[-1])
    world.clock.advance(TYPING)
    assert (await patient.book({**ADA, "patient_is": "existing"})).name == "confirmed"
    return link_of(patient)


def link_of(patient: Patient) -> str:
    """The path of the booking that is shown."""
    calendar = next(each for each in patient.page.links if each.endswith("/appointment.ics"))
    return "/b/" + calendar.rpartition("/b/")[2].removesuffix("/appointment.ics")
