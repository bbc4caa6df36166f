"""/staff/{clinic}/calendar/new: a booking by staff."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.local_time import local_date
from slotkeeper.services.staff.bookings.book import book_by_staff
from slotkeeper.services.staff.bookings.refusals import RulesAgainst, TimeTaken
from slotkeeper.web.staff.acts.against import against_context, taken_context
from slotkeeper.web.staff.acts.book_form import (
    chosen_kind,
    chosen_practitioner,
    find_people,
    form_context,
    names_of,
)
from slotkeeper.web.staff.acts.book_reading import read_booking
from slotkeeper.web.staff.acts.reading import Reading, local_fields
from slotkeeper.web.staff.acts.release import release_first
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.roles import EVERYBODY

TEMPLATE = "acts/book.html"


@get("/{clinic:str}/calendar/new", opt=EVERYBODY)
async def show_new_booking(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The form; an address may name `practitioner`, `start` (epoch seconds), `type`, `patient`."""
    query = staff.request.query_params
    asked = Reading(query, staff.clinic)
    start = asked.moment("start")
    day, time = local_fields(start, staff.clinic.time_zone) if start else (_today(staff), "")
    values = {
        "day": day,
        "time": time,
        "practitioner": chosen_practitioner(staff, query.get("practitioner", "")),
        "kind": chosen_kind(staff, query.get("type", "")),
        "patient": str(asked.number("patient") or ""),
        "tell": "on",
    }
    return staff.show(TEMPLATE, **await form_context(staff, values), values=values)


@post("/{clinic:str}/calendar/new", status_code=200, opt=EVERYBODY)
async def create_booking(staff: NamedDependency[StaffVisit]) -> Response[Any] | Redirect:
    """Book, or say what stands against it; what was typed stays. `act=find` looks for patients."""
    fields = staff.fields
    if fields.get("act") == "find" and staff.request.headers.get("hx-request"):
        return staff.show("acts/found.html", values=fields, **await find_people(staff, fields))
    if fields.get("act") == "find":
        return staff.show(TEMPLATE, values=fields, **await form_context(staff, fields))
    try:
        booking = await _book(staff)
    except FieldsInvalid as wrong:
        return staff.show_wrong(TEMPLATE, wrong, **await form_context(staff, fields))
    except TimeTaken as taken:
        return await _show_against(staff, taken_context(staff, taken))
    except RulesAgainst as against:
        return await _show_against(staff, against_context(staff, against, **names_of(staff)))
    return staff.redirect(f"{staff.home}/bookings/{booking.id}", told="booking_made")


async def _show_against(staff: StaffVisit, against: dict[str, Any]) -> Response[Any]:
    context = {**await form_context(staff, staff.fields), **against}
    return staff.show(TEMPLATE, 409, values=staff.fields, **context)


async def _book(staff: StaffVisit) -> Booking:
    wanted = read_booking(staff)
    await release_first(staff)
    return await book_by_staff(staff.toolbox, staff.member, staff.clinic.slug, wanted)


def _today(staff: StaffVisit) -> str:
    return local_date(staff.toolbox.clock(), staff.clinic.time_zone).isoformat()
