"""/staff: which clinic; straight on where there is but one."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect

from slotkeeper.storage.membership import Workplace, find_workplaces
from slotkeeper.web.staff.door import SignedIn, StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY


@get("/")
async def show_clinics(signed_in: NamedDependency[SignedIn]) -> Response[Any]:
    """The clinics that somebody works for."""
    places = await find_workplaces(signed_in.toolbox.database, signed_in.person.id)
    if len(places) == 1:
        return signed_in.redirect(f"/staff/{places[0].slug}/today")
    return signed_in.show("page/clinics.html", places=await named(signed_in, places))


@get("/{clinic:str}", opt=EVERYBODY)
async def show_clinic(staff: NamedDependency[StaffVisit]) -> Redirect:
    """A clinic's pages begin with the day."""
    return staff.redirect(f"{staff.home}/today")


async def named(signed_in: SignedIn, places: list[Workplace]) -> list[dict[str, str]]:
    """Slug, name and role of each."""
    toolbox = signed_in.toolbox
    return [
        {
            "slug": each.slug,
            "name": (await toolbox.clinics.get(toolbox.database, each.slug)).name,
            "role": each.role,
        }
        for each in places
    ]
