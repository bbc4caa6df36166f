"""GET /f/{clinic}/start and /c/{clinic}[/{type}]: the next decision that is still open."""

from collections.abc import Mapping

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import OnlineBookingClosed
from slotkeeper.domain.reasons import offered_types
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import ANY, Wish, make_wish
from slotkeeper.web.booking.clinic_view import (
    asked_of,
    base_context,
    kept,
    places_of,
    summary,
    types_with,
)
from slotkeeper.web.booking.prepay_text import prepay_of_type
from slotkeeper.web.booking.slot_view import slot_step
from slotkeeper.web.booking.step_cache import (
    Step,
    StepCache,
    encoding_for,
    packed,
    unchanging_until,
)
from slotkeeper.web.booking.step_shortcut import StepShortcut, step_headers
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.booking.view import Choice
from slotkeeper.web.booking.visit import Visit
from slotkeeper.web.etags import is_known
from slotkeeper.web.formats import money_text


@get("/start")
async def show_fragment(
    visit: NamedDependency[Visit],
    steps: NamedDependency[StepCache],
    shortcut: NamedDependency[StepShortcut],
) -> Response[bytes]:
    """The first step that has more than one answer and none yet; the times where all is chosen."""
    visit.limit("read")
    request, toolbox, surface = visit.request, visit.toolbox, visit.surface
    encoding = encoding_for(request.headers.get("accept-encoding", ""))
    key = (visit.clinic, request.scope["query_string"], surface.language)
    entry = await steps.get(
        toolbox, key, lambda: find_step(toolbox, surface, visit.clinic, request.query_params)
    )
    shortcut.remember(request.scope, toolbox, entry, encoding)
    headers = step_headers(entry, encoding)
    if is_known(request.headers.get("if-none-match", ""), entry.etag):
        return Response(b"", status_code=304, headers=headers)
    return Response(packed(entry, encoding), media_type=MediaType.HTML, headers=headers)


@get(["/", "/{kind:str}"])
async def show_page(visit: NamedDependency[Visit], kind: FromPath[str] = "") -> Response[str]:
    """The same as a page; the type may stand in the address, as it is linked or printed on a card
    (B7).
    """
    visit.limit("read")
    query = {**visit.request.query_params, **({"type": kind} if kind else {})}
    step = await find_step(visit.toolbox, visit.surface, visit.clinic, query)
    return visit.surface.answer(step.html)


async def find_step(
    toolbox: Toolbox, surface: Surface, slug: str, query: Mapping[str, str]
) -> Step:
    """The next open decision for what is chosen in `query`: type, location, practitioner, day; and
    `patient_is`, which the times may depend on.

    Raises ClinicUnknown, AppointmentTypeUnknown, PractitionerUnknown, LocationUnknown,
    OnlineBookingClosed, FieldsInvalid.
    """
    clinic = await toolbox.clinics.get(toolbox.database, slug)
    if not clinic.online_booking.enabled or not offered_types(clinic):
        raise OnlineBookingClosed
    surface = surface.said(query.get("patient_is", ""))
    practitioner, location = query.get("practitioner", ""), query.get("location", "")
    types = types_with(clinic, practitioner, location)
    chosen = query.get("type", "") or (types[0].slug if len(types) == 1 else "")
    until = unchanging_until(toolbox.clock())
    if not chosen:
        hidden = kept(surface, practitioner=practitioner, location=location)
        context = _type_context(surface, clinic, types, hidden)
        return Step(surface.text("booking/type.html", context), until)
    wish = make_wish(clinic, chosen, practitioner, location, surface.patient_is)
    places = places_of(wish)
    if len(places) > 1 and location == "":
        return Step(
            surface.text("booking/location.html", _location_context(surface, wish, places)), until
        )
    here = working_at(wish)
    if len(here) == 1:
        wish = make_wish(clinic, chosen, here[0], wish.location or "", surface.patient_is)
    elif practitioner == "" and here:
        return Step(
            surface.text("booking/practitioner.html", _practitioner_context(surface, wish, here)),
            until,
        )
    return await slot_step(toolbox, surface, wish, query.get("day", ""))


def _type_context(
    surface: Surface, clinic: Clinic, types: list[AppointmentType], hidden: dict[str, str]
) -> Context:
    choices = [
        Choice(
            value=kind.slug,
            name=kind.name,
            description=kind.description,
            minutes=kind.minutes,
            price=money_text(kind.price, clinic.currency, surface.language) if kind.price else "",
            patients=kind.patients,
            prepay_text=prepay_of_type(surface, clinic, kind),
        )
        for kind in types
    ]
    position = asked_of(clinic, None).position("type")
    return {**base_context(clinic, position), "choices": choices, "kept": hidden}


def _location_context(surface: Surface, wish: Wish, places: list[str]) -> Context:
    found = (wish.clinic.location(slug) for slug in places)
    choices = [
        Choice(value=place.slug, name=place.name, description=place.address) for place in found
    ]
    return {
        **base_context(wish.clinic, asked_of(wish.clinic, wish.kind).position("location")),
        "choices": choices,
        "summary": [
            each
            for each in summary(surface, wish)
            if each.kind != "practitioner" or wish.practitioner != ANY
        ],
        "kept": kept(surface, type=wish.kind.slug, practitioner=_chosen_practitioner(wish)),
    }


def _practitioner_context(surface: Surface, wish: Wish, here: list[str]) -> Context:
    known = {each.slug: each.name for each in wish.practitioners}
    return {
        **base_context(wish.clinic, asked_of(wish.clinic, wish.kind).position("practitioner")),
        "choices": [
            Choice(value=ANY, name=""),
            *(Choice(value=slug, name=known[slug]) for slug in here),
        ],
        "summary": [each for each in summary(surface, wish) if each.kind != "practitioner"],
        "kept": kept(surface, type=wish.kind.slug, location=wish.location or ""),
    }


def working_at(wish: Wish) -> list[str]:
    """Slugs of those of the wish who work at its location, in the clinic's order."""
    if wish.location is None:
        return [each.slug for each in wish.practitioners]
    alone = (
        (each.slug, make_wish(wish.clinic, wish.kind.slug, each.slug, ""))
        for each in wish.practitioners
    )
    return [slug for slug, only in alone if wish.location in places_of(only)]


def _chosen_practitioner(wish: Wish) -> str:
    return "" if wish.practitioner == ANY else wish.practitioner
