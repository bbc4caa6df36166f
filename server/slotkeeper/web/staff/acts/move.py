"""/staff/{clinic}/bookings/{booking}/move: to another time or practitioner, by form or by drag."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.staff.booking_detail import BookingDetail, get_booking_detail
from slotkeeper.services.staff.bookings.move import MOVABLE, WantedMove, move_by_staff
from slotkeeper.services.staff.bookings.refusals import (
    BookingStale,
    RulesAgainst,
    StateForbids,
    TimeTaken,
)
from slotkeeper.web.staff.acts.against import (
    NOTHING,
    against_context,
    moments_of,
    taken_context,
)
from slotkeeper.web.staff.acts.answers import is_piece, leads_to, nothing_to_show
from slotkeeper.web.staff.acts.book_form import own_practitioners
from slotkeeper.web.staff.acts.reading import Reading, local_fields
from slotkeeper.web.staff.acts.release import release_first
from slotkeeper.web.staff.acts.stale import stale_context
from slotkeeper.web.staff.booking_row import row_of
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY

TEMPLATE = "acts/move.html"
PIECE = "acts/move_refused.html"


@get("/{clinic:str}/bookings/{booking:int}/move", opt=EVERYBODY)
async def show_move(booking: FromPath[int], staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The form, with where the booking is now."""
    detail = await _detail(staff, booking)
    if detail.present.state not in MOVABLE:
        raise StateForbids(detail.present)
    return staff.show(TEMPLATE, **_context(staff, detail), values=_now(staff, detail))


@post("/{clinic:str}/bookings/{booking:int}/move", status_code=200, opt=EVERYBODY)
async def move_booking(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """Move it, or say what stands against it; a drag in the calendar gets a piece that says so."""
    detail = await _detail(staff, booking)
    try:
        wanted = _read(staff, detail)
        await release_first(staff)
        await move_by_staff(staff.toolbox, staff.member, staff.clinic.slug, wanted)
    except FieldsInvalid as wrong:
        return staff.show_wrong(_template(staff), wrong, **_context(staff, detail))
    except TimeTaken as taken:
        return _refused(staff, detail, taken_context(staff, taken))
    except RulesAgainst as against:
        return _refused(staff, detail, against_context(staff, against, **_names(staff, detail)))
    except BookingStale as stale:
        fresh = await _detail(staff, booking)
        context = await stale_context(staff, "booking", stale.booking)
        return _refused(staff, fresh, context)
    if is_piece(staff):
        return nothing_to_show()
    told = "booking_moved" if _is_elsewhere(staff, detail, wanted) else "booking_stays"
    return staff.redirect(leads_to(staff, booking), told=told)


async def _detail(staff: StaffVisit, booking: int) -> BookingDetail:
    return await get_booking_detail(staff.toolbox, staff.member, row_number(booking))


def _read(staff: StaffVisit, detail: BookingDetail) -> WantedMove:
    """Raises FieldsInvalid."""
    reading = Reading(staff.fields, staff.clinic)
    people = {each.slug for each in staff.clinic.practitioners if each.enabled}
    wanted = WantedMove(
        booking_id=detail.booking.id,
        revision=reading.revision(),
        practitioner=reading.choice("practitioner", people, "wrong.practitioner"),
        starts_at=reading.start(),
        tell=reading.is_ticked("tell"),
        agreed=reading.agreed(),
    )
    reading.finish()
    return wanted


def _is_elsewhere(staff: StaffVisit, before: BookingDetail, wanted: WantedMove) -> bool:
    """Whoever presses the button without another time is not told that something moved."""
    was = (_now(staff, before)["practitioner"], before.booking.starts_at)
    return (wanted.practitioner, wanted.starts_at) != was


def _refused(staff: StaffVisit, detail: BookingDetail, why: dict[str, Any]) -> Response[Any]:
    context = {**_context(staff, detail), **why}
    return staff.show(_template(staff), 409, values=staff.fields, **context)


def _template(staff: StaffVisit) -> str:
    return PIECE if is_piece(staff) else TEMPLATE


def _context(staff: StaffVisit, detail: BookingDetail) -> dict[str, Any]:
    moments = moments_of(staff)
    starts_at = Reading(staff.fields, staff.clinic).moment("starts_at")
    return {
        **NOTHING,
        "stale": None,
        "it": detail.booking,
        "row": row_of(detail.booking, detail.parts, moments, detail.alert),
        "long_day": moments.long_day(detail.booking.starts_at),
        "revision": detail.present.revision,
        "practitioners": own_practitioners(staff),
        "zone": staff.clinic.time_zone.rpartition("/")[2].replace("_", " "),
        "wanted_time": moments.day_and_time(starts_at) if starts_at else "",
        "names": _names(staff, detail),
        "leads_to": leads_to(staff, detail.booking.id),
    }


def _names(staff: StaffVisit, detail: BookingDetail) -> dict[str, str]:
    people = {each.slug: each.name for each in staff.clinic.practitioners}
    kind = detail.parts.appointment_types[detail.booking.appointment_type_id]
    chosen = people.get(staff.fields.get("practitioner", ""), "")
    return {"practitioner": chosen, "kind": kind.name}


def _now(staff: StaffVisit, detail: BookingDetail) -> dict[str, str]:
    day, time = local_fields(detail.booking.starts_at, staff.clinic.time_zone)
    slugs = {each.id: each.slug for each in staff.clinic.practitioners}
    who = slugs.get(detail.booking.practitioner_id, "")
    return {"day": day, "time": time, "practitioner": who, "tell": "on"}
