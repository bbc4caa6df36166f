"""/staff/{clinic}/classes/{session}/move: everybody to another time or practitioner."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.staff.bookings.refusals import RulesAgainst, StateForbids, TimeTaken
from slotkeeper.services.staff.classes.find import ClassAt, ClassChanged
from slotkeeper.services.staff.classes.move import WantedClassMove, move_class
from slotkeeper.services.staff.settings.save import SettingsStale
from slotkeeper.web.staff.acts.against import NOTHING, against_context, taken_context
from slotkeeper.web.staff.acts.book_form import own_practitioners
from slotkeeper.web.staff.acts.reading import Reading, local_fields
from slotkeeper.web.staff.classes.cancel import shown_bookings
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


@post(
    "/{clinic:str}/classes/{session:str}/move",
    status_code=200,
    opt={**EVERYBODY, "most_fields": 1000},
)
async def move_whole_class(
    session: FromPath[str], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """All of them, or nobody; what stands against it is said."""
    found = await find_class(staff, session)
    try:
        wanted = _read(staff, found)
        key = await move_class(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **await _context(staff, found))
    except TimeTaken as taken:
        return await _refused(staff, session, taken_context(staff, taken))
    except RulesAgainst as against:
        people = {each.slug: each.name for each in staff.clinic.practitioners}
        who = people.get(staff.fields.get("practitioner", ""), "")
        why = against_context(staff, against, practitioner=who, kind=found.kind.name)
        return await _refused(staff, session, why)
    except (ClassChanged, SettingsStale, StateForbids):
        return await _refused(staff, session, {"is_changed": True})
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


async def _refused(staff: StaffVisit, session: str, why: dict[str, Any]) -> Response[Any]:
    context = await _context(staff, await find_class(staff, session))
    return staff.show(TEMPLATE, 409, values=staff.fields, **{**context, **why})


async def _context(staff: StaffVisit, found: ClassAt) -> dict[str, Any]:
    context = await class_context(staff, found)
    return {
        **NOTHING,
        **context,
        "is_changed": False,
        "practitioners": own_practitioners(staff),
        "zone": staff.clinic.time_zone.rpartition("/")[2].replace("_", " "),
        "told_by_mail": sum(each["has_email"] for each in context["rows"]),
    }
