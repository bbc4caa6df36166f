"""GET …/waitlist and …/b/{token}/earlier, POST …/waitlist: somebody joins the waiting list."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.services.booking_link import get_managed
from slotkeeper.services.changing.changeable import ChangesClosed
from slotkeeper.services.changing.moving import can_move
from slotkeeper.services.waitlist.join import WaitlistClosed, join, join_earlier
from slotkeeper.services.wish import make_wish
from slotkeeper.web.booking.surface import Context
from slotkeeper.web.booking.visit import Visit
from slotkeeper.web.booking.waitlist_form import read_wanted
from slotkeeper.web.booking.waitlist_join_view import Problems, earlier_context, join_context
from slotkeeper.web.booking.waitlist_show import waiting_step

_FORM = "waitlist/join.html"


@get("/waitlist")
async def show_join(visit: NamedDependency[Visit]) -> Response[Any]:
    """Which times somebody would take, and how they are reached."""
    visit.limit("read")
    asked = dict(visit.request.query_params)
    return visit.surface.show(_FORM, await _join_form(visit, asked, {}, {}))


@get("/b/{token:str}/earlier")
async def show_earlier(token: FromPath[str], visit: NamedDependency[Visit]) -> Response[Any]:
    """The same for an earlier time; looking at it changes nothing."""
    visit.limit("read")
    return visit.surface.show(_FORM, await _earlier_form(visit, token, {}, {}))


@post("/waitlist", status_code=200)
async def create_entry(visit: NamedDependency[Visit]) -> Response[Any]:
    """The button was pressed."""
    fields, toolbox, surface = await visit.form("change"), visit.toolbox, visit.surface
    booking = fields.get("booking", "")
    try:
        wanted = read_wanted(fields)
        if booking:
            waiting = await join_earlier(toolbox, visit.clinic, booking, wanted, surface.language)
        else:
            waiting = await join(toolbox, visit.clinic, wanted, fields, surface.language)
    except FieldsInvalid as invalid:
        form = (
            await _earlier_form(visit, booking, fields, invalid.problems)
            if booking
            else await _join_form(visit, fields, fields, invalid.problems)
        )
        return surface.show(_FORM, form, status=422)
    template, context = await waiting_step(visit, waiting)
    return surface.done(f"/w/{waiting.token}", template, lambda: context)


async def _join_form(
    visit: Visit, asked: dict[str, str], values: dict[str, str], problems: Problems
) -> Context:
    clinic = await _open_clinic(visit)
    kind, person, place, said = (
        asked.get(name, "") for name in ("type", "practitioner", "location", "patient_is")
    )
    if values and all(each.slug != place for each in clinic.locations):
        place = ""  # it left while the form was open, which stays: the problem stands at the choice
    wish = make_wish(clinic, kind, person, place, said)
    return join_context(visit.surface, wish, visit.toolbox.clock(), values, problems)


async def _earlier_form(
    visit: Visit, token: str, values: dict[str, str], problems: Problems
) -> Context:
    await _open_clinic(visit)
    managed, now = await get_managed(visit.toolbox, visit.clinic, token), visit.toolbox.clock()
    if not can_move(managed, now):
        raise ChangesClosed
    return earlier_context(visit.surface, managed, now, values, problems)


async def _open_clinic(visit: Visit) -> Clinic:
    """Raises WaitlistClosed."""
    clinic = await visit.toolbox.clinics.get(visit.toolbox.database, visit.clinic)
    if not clinic.waitlist.enabled or not clinic.online_booking.enabled:
        raise WaitlistClosed
    return clinic
