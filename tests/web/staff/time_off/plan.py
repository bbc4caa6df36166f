"""Planning time off by its form."""

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.clinics import get_clinic
from tests.web.staff.staff import Colleague
from tests.web.world import World

PAGE = "/staff/harbour-physio/time-off"
NEW = f"{PAGE}/new"
BOOKING = "/staff/harbour-physio/bookings"
WEEK = {"who": "nell-tidewater", "from": "2027-02-08", "to": "2027-02-12"}


async def stored(world: World) -> Clinic:
    return await get_clinic(world.toolbox.database, "harbour-physio")


async def nell(world: World) -> Practitioner:
    return (await stored(world)).practitioner("nell-tidewater")


async def add(planner: Colleague, **fields: str) -> None:
    """Fill in the form, look at the effect, save."""
    await planner.get(NEW)
    await planner.post(NEW, {**fields, "do": "effect"})
    assert planner.status == 200, planner.page.text
    await planner.post(NEW, {**fields, "do": "save"})
