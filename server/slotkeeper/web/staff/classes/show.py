"""/staff/{clinic}/classes/{session}: one class on one day, who comes and what can be done."""

import re
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.services.staff.bookings.move import MOVABLE
from slotkeeper.services.staff.classes.find import ClassAt, ClassKey, get_class
from slotkeeper.services.staff.time_off.affected import list_bookings
from slotkeeper.web.staff.acts.against import NOTHING, moments_of
from slotkeeper.web.staff.acts.reading import local_fields
from slotkeeper.web.staff.deliveries.phone import shown_phone
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.roles import EVERYBODY
from slotkeeper.web.staff.time_off.affected_view import booking_view

TEMPLATE = "classes/show.html"
_KEY = re.compile(r"([0-9]{1,15})-([0-9]{1,15})-([0-9]{1,10})")


@get("/{clinic:str}/classes/{session:str}", opt=EVERYBODY)
async def show_class(session: FromPath[str], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """Everybody who comes, and what the clinic cancelled last."""
    return staff.show(TEMPLATE, **await class_context(staff, await find_class(staff, session)))


async def find_class(staff: StaffVisit, session: str) -> ClassAt:
    """Raises NotThere, PractitionerUnknown, AppointmentTypeUnknown."""
    found = _KEY.fullmatch(session)
    if found is None:
        raise NotThere
    practitioner, kind, start = map(int, found.groups())
    key = ClassKey(practitioner_id=practitioner, kind_id=kind, starts_at=start)
    toolbox = staff.toolbox
    return await get_class(toolbox.database, staff.clinic, staff.member, key, toolbox.clock())


def address_of(staff: StaffVisit, key: ClassKey) -> str:
    """Of the page of a class."""
    return f"{staff.home}/classes/{key.practitioner_id}-{key.kind_id}-{key.starts_at}"


async def class_context(staff: StaffVisit, found: ClassAt) -> dict[str, Any]:
    """For every page of a class: `rows` of who comes, `gone` of whom the clinic cancelled last,
    each with its revision.
    """
    moments, key = moments_of(staff), found.key
    ids = [each.id for each in (*found.coming, *found.undoable)]
    listed = await list_bookings(staff.toolbox.database, staff.clinic, ids)
    rows = {
        each.booking_id: {
            **booking_view(moments, each, listed.alerts.get(each.patient_id, "")),
            "phone": each.phone,
            "phone_text": shown_phone(each.phone, staff.clinic),
        }
        for each in listed.bookings
    }
    ends_at = key.starts_at + found.kind.minutes * 60
    day, _ = local_fields(key.starts_at, staff.clinic.time_zone)
    where = next((e.name for e in staff.clinic.locations if e.slug == found.location), "")
    coming = [rows[each.id] for each in found.coming if each.id in rows]
    return {
        **NOTHING,
        "is_changed": False,
        "address": address_of(staff, key),
        "name": found.kind.name,
        "when": f"{moments.long_day(key.starts_at)}, {moments.time(key.starts_at)}"
        f" – {moments.time(ends_at)}",
        "practitioner": found.practitioner.name,
        "place": where,
        "calendar": f"{staff.home}/calendar?{urlencode({'day': day})}",
        "rows": coming,
        "told_by_mail": sum(each["has_email"] for each in coming),
        "gone": [rows[each.id] for each in found.undoable if each.id in rows],
        "gone_at": moments.ago(found.undoable[0].cancelled_at) if found.undoable else "",
        "choosing": found.choosing,
        "most": found.planned.places if found.planned else 0,
        "is_planned": found.planned is not None,
        "book_in": _book_in(staff, found),
        "may_move": bool(found.coming) and all(e.state in MOVABLE for e in found.coming),
        "is_past": key.starts_at <= moments.now,
    }


def _book_in(staff: StaffVisit, found: ClassAt) -> str:
    """The form for a booking, filled in; "" where it is full or not planned."""
    taken = len(found.coming) + found.choosing
    if found.planned is None or taken >= found.planned.places:
        return ""
    wanted = {"type": found.kind.slug, "practitioner": found.practitioner.slug}
    return f"{staff.home}/calendar/new?{urlencode({**wanted, 'start': found.key.starts_at})}"
