"""/staff/{clinic}/classes/{session}/move: everybody to another time or practitioner."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.services.staff.bookings.refusals import StateForbids
from slotkeeper.services.staff.classes.find import ClassAt, ClassChanged
from slotkeeper.services.staff.classes.move import WantedClassMove, move_class
from slotkeeper.web.staff.acts.book_form import own_practitioners
from slotkeeper.web.staff.acts.reading import Reading, local_fields
from slotkeeper.web.staff.classes.form import SEVERAL, answer_form, shown_bookings
from slotkeeper.web.staff.classes.show import address_of, class_context, find_class
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY

TEMPLATE = "classes/move.html"


@get("/{clinic:str}/classes/{session:str}/move", opt=EVERYBODY)
async def show_class_move(
    session: FromPath[str], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """The form, with where it is now."""
    found = await find_class(staff, session)
    day, time = local_fields(found.key.starts_at, staff.clinic.time_zone)
    now = {"day": day, "time": time, "practitioner": found.practitioner.slug, "tell": "on"}
    return staff.show(TEMPLATE, **await _context(staff, found), values=now)


@post("/{clinic:str}/classes/{session:str}/move", status_code=200, opt=SEVERAL)
async def move_whole_class(
    session: FromPath[str], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """All of them, or nobody; what stands against it is said."""
    return await answer_form(staff, session, _move, TEMPLATE, _context)


async def _move(staff: StaffVisit, found: ClassAt) -> Redirect:
    wanted = _read(staff, found)
    try:
        key = await move_class(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    except StateForbids as gone:
        raise ClassChanged from gone
    return staff.redirect(address_of(staff, key), told="class_moved")


def _read(staff: StaffVisit, found: ClassAt) -> WantedClassMove:
    """Raises FieldsInvalid."""
    reading = Reading(staff.fields, staff.clinic)
    people = {each.slug for each in staff.clinic.practitioners if each.enabled}
    wanted = WantedClassMove(
        key=found.key,
        bookings=shown_bookings(staff),
        practitioner=reading.choice("practitioner", people, "wrong.practitioner"),
        starts_at=reading.start(),
        tell=reading.is_ticked("tell"),
        agreed=reading.agreed(),
    )
    reading.finish()
    return wanted


async def _context(staff: StaffVisit, found: ClassAt) -> dict[str, Any]:
    return {
        **await class_context(staff, found),
        "practitioners": own_practitioners(staff),
        "zone": staff.clinic.time_zone.rpartition("/")[2].replace("_", " "),
    }
