"""/staff/{clinic}/website: the lines for the clinic's website, and a try of the real widget."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from babel import Locale, UnknownLocaleError
from litestar import MediaType, Response, get, post
from litestar.di import NamedDependency

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.contrast import read_colour
from slotkeeper.services.staff import website
from slotkeeper.services.staff.first_run import mark
from slotkeeper.services.staff.website import Choices, Server
from slotkeeper.web.bundles import Bundles
from slotkeeper.web.headers import portal_with_frame, trial_page
from slotkeeper.web.staff.door import PRIVATE, StaffVisit
from slotkeeper.web.staff.roles import OWNERS

_STEPS = ("start", "holds", "holds/extend", "holds/renew", "holds/resume", "holds/release")
"""What the try may ask the server for besides times. Booking and paying are not among it, so that
the browser itself refuses them.
"""


@get("/{clinic:str}/website", opt=OWNERS)
async def show_website(
    staff: NamedDependency[StaffVisit], bundles: NamedDependency[Bundles]
) -> Response[Any]:
    """The lines as the choices make them; a script that asks while somebody chooses gets these
    alone.
    """
    choices = read_choices(staff.request.query_params, staff.clinic)
    is_piece = bool(staff.request.headers.get("hx-request"))
    template = "components/website_lines.html" if is_piece else "page/website.html"
    response = staff.show(template, **_context(staff, bundles, choices))
    response.headers.update(portal_with_frame(_preview_address(staff)))
    return response


@get("/{clinic:str}/website/preview", opt=OWNERS)
async def show_preview(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """A page with the widget in it as on the clinic's website, for a frame without any rights."""
    choices = read_choices(staff.request.query_params, staff.clinic)
    html = staff.portal.show(
        "page/website_preview.html",
        staff.language,
        {
            "clinic": staff.clinic,
            "server": staff.toolbox.base_url,
            "attributes": choices.attributes,
            "look": _look(choices),
        },
    )
    headers = {**PRIVATE, **trial_page(staff.toolbox.base_url, _open_addresses(staff))}
    return Response(html, media_type=MediaType.HTML, headers=headers)


@post("/{clinic:str}/website/copied", opt=OWNERS)
async def note_copied(staff: NamedDependency[StaffVisit]) -> Response[Any]:
    """The lines were copied: one thing less to do for a new clinic."""
    await mark(staff.toolbox.database, staff.actor, "snippet_copied")
    return staff.redirect(f"{staff.home}/website", told="snippet_copied")


def read_choices(fields: Mapping[str, str], clinic: Clinic) -> Choices:
    """Of an address; what is none of the choices is left as it is by itself."""
    chosen = Choices()
    radius = fields.get("radius", "")
    return Choices(
        type=_one_of(fields, "type", [each.slug for each in clinic.appointment_types]),
        practitioner=_one_of(
            fields, "practitioner", ["any", *(each.slug for each in clinic.practitioners)]
        ),
        location=_one_of(fields, "location", [each.slug for each in clinic.locations]),
        lang=_one_of(fields, "lang", clinic.languages),
        font=_one_of(fields, "font", ["inherit"]),
        density=_one_of(fields, "density", ["compact"]),
        accent=read_colour(fields.get("accent", "")) or chosen.accent,
        text=read_colour(fields.get("text", "")) or chosen.text,
        page=read_colour(fields.get("page", "")) or chosen.page,
        radius=int(radius) if radius in map(str, website.RADII) else chosen.radius,
    )


def _one_of(fields: Mapping[str, str], name: str, known: Any) -> str:  # noqa: ANN401 - any texts
    return next((each for each in known if each == fields.get(name)), "")


def _context(staff: StaffVisit, bundles: Bundles, choices: Choices) -> dict[str, Any]:
    clinic = staff.clinic
    server = Server(
        address=staff.toolbox.base_url,
        clinic=clinic.slug,
        link_text=staff.text("website.link_text"),
        pinned_path=f"/embed/{bundles.embed.version}/embed.js",
        integrity=bundles.embed.integrity,
    )
    fields = {**choices.attributes, **{name: getattr(choices, name) for name in _LOOK}}
    return {
        "choices": choices,
        "types": [each for each in clinic.appointment_types if each.enabled],
        "practitioners": [each for each in clinic.practitioners if each.enabled],
        "languages": {each: _language_name(each, staff.language) for each in clinic.languages},
        "radii": website.RADII,
        "two_tags": website.two_tags(server, choices),
        "one_tag": website.one_tag(server, choices),
        "styles": website.style_sheet(choices),
        "policy": website.policy_lines(server),
        "pinned": website.two_tags(server, choices, is_pinned=True),
        "checks": website.check_colours(choices),
        "preview": f"{_preview_address(staff)}?{urlencode(fields)}",
        "attributes": choices.attributes,
        "look": _look(choices),
        "public": f"{staff.toolbox.base_url}/c/{clinic.slug}",
        "asks_for_payment": any(
            each.enabled and each.prepay.kind != "none" for each in clinic.appointment_types
        ),
    }


def _language_name(tag: str, language: str) -> str:
    """What a language is called, such as German; the tag itself where nobody knows it."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(language.replace("-", "_")) or tag
    except (UnknownLocaleError, ValueError):
        return tag


_LOOK = ("accent", "text", "page", "radius")


def _look(choices: Choices) -> str:
    """What the preview sets, as JSON: the page's colour, and the properties of the element."""
    return msgspec.json.encode({"page": choices.page, "theme": choices.theme}).decode()


def _preview_address(staff: StaffVisit) -> str:
    return f"{staff.toolbox.base_url}{staff.home}/website/preview"


def _open_addresses(staff: StaffVisit) -> tuple[str, ...]:
    """The steps of booking that a try may take."""
    steps = (*_STEPS, *(each.slug for each in staff.clinic.appointment_types))
    closed = {"bookings", "payments"}
    base = f"{staff.toolbox.base_url}/f/{staff.clinic.slug}"
    return tuple(f"{base}/{each}" for each in steps if each not in closed)
