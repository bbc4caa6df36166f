"""/staff/{clinic}/desk-check/{booking}/squeeze-in and …/without-booking: a time for somebody who
stands at the desk, today.
"""

from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.staff.bookings.book import WantedBooking
from slotkeeper.services.staff.bookings.move import WantedMove
from slotkeeper.services.staff.bookings.refusals import (
    BookingStale,
    RulesAgainst,
    StateForbids,
    TimeTaken,
)
from slotkeeper.services.staff.desk_check.squeeze_in import squeeze_in
from slotkeeper.web.staff.acts.against import against_context, taken_context
from slotkeeper.web.staff.acts.book_reading import read_booking
from slotkeeper.web.staff.acts.release import release_first
from slotkeeper.web.staff.acts.stale import stale_context
from slotkeeper.web.staff.desk_check.page import show_desk
from slotkeeper.web.staff.desk_check.squeeze_form import Squeeze, load_squeeze
from slotkeeper.web.staff.desk_check.squeeze_view import squeeze_context
from slotkeeper.web.staff.desk_check.taken_offer import TakenOffer, read_offer
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.numbers import row_number
from slotkeeper.web.staff.roles import EVERYBODY

TEMPLATE = "desk/squeeze.html"


@get("/{clinic:str}/desk-check/without-booking", opt=EVERYBODY)
async def show_without_booking(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """For whom, and for what; an address may name `patient` and `type` by number and slug."""
    query = staff.request.query_params
    fields = {"patient": query.get("patient", ""), "kind": query.get("type", ""), "tell": "on"}
    return await _show(staff, await load_squeeze(staff, fields))


@post("/{clinic:str}/desk-check/without-booking", status_code=200, opt=EVERYBODY)
async def take_without_booking(
    staff: NamedDependency[StaffVisit],
) -> Response[Any] | Redirect:
    """What can be had today; with `take` the time is booked."""
    return await _answer(staff, await load_squeeze(staff, staff.fields))


@get("/{clinic:str}/desk-check/{booking:int}/squeeze-in", opt=EVERYBODY)
async def show_squeeze_in(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any]:
    """What can be had today by the patient of that booking: it moves, or is made anew where it is
    over.
    """
    return await _show(staff, await load_squeeze(staff, {"tell": "on"}, row_number(booking)))


@post("/{clinic:str}/desk-check/{booking:int}/squeeze-in", status_code=200, opt=EVERYBODY)
async def take_squeeze_in(
    booking: FromPath[int], staff: NamedDependency[StaffVisit]
) -> Response[Any] | Redirect:
    """The same; with `take` the time is taken."""
    return await _answer(staff, await load_squeeze(staff, staff.fields, row_number(booking)))


async def _answer(staff: StaffVisit, squeeze: Squeeze) -> Response[Any] | Redirect:
    await release_first(staff)
    if not staff.fields.get("take"):
        return await _show(staff, squeeze)
    offer = read_offer(staff)
    try:
        booking = await _take(staff, squeeze, offer)
    except FieldsInvalid as wrong:
        problems = {
            name: staff.text(each.key, **each.values) for name, each in wrong.problems.items()
        }
        return await _show(staff, squeeze, 422, problems=problems)
    except TimeTaken as taken:
        return await _show(staff, squeeze, 409, **taken_context(staff, taken))
    except RulesAgainst as against:
        names = {"practitioner": offer.name_in(staff.clinic), "kind": squeeze.kind_name}
        return await _show(staff, squeeze, 409, **against_context(staff, against, **names))
    except (BookingStale, StateForbids) as stale:
        return await _show(
            staff, squeeze, 409, **await stale_context(staff, "booking", stale.booking)
        )
    return staff.redirect(f"{staff.home}/desk-check/{booking.id}", told="squeezed_in")


async def _take(staff: StaffVisit, squeeze: Squeeze, offer: TakenOffer) -> Booking:
    fields = {**squeeze.values, **offer.fields}
    wanted: WantedBooking | WantedMove
    if squeeze.own:
        wanted = offer.as_move(squeeze.own.id, is_told=fields.get("tell") == "on")
    else:
        wanted = read_booking(replace(staff, fields=fields))
    return await squeeze_in(staff.toolbox, staff.member, staff.clinic.slug, wanted, offer.room)


async def _show(
    staff: StaffVisit,
    squeeze: Squeeze,
    status: int = 200,
    **context: Any,  # noqa: ANN401 - what the template shows
) -> Response[Any]:
    shown = {**await squeeze_context(staff, squeeze), **context}
    return show_desk(staff, TEMPLATE, status, **shown)
