"""POST …/holds: choosing a time."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.services.place_hold import Caller, place_hold
from slotkeeper.services.wanted import get_wanted
from slotkeeper.web.booking.details_view import details_context
from slotkeeper.web.booking.typed import LARGE_FORM, LARGE_FORM_BYTES, typed_fields
from slotkeeper.web.booking.visit import Visit

LONGEST_VISITOR = 64
"""Characters of the name that a browser gives itself."""


@post("/holds", opt=LARGE_FORM, status_code=200, request_max_body_size=LARGE_FORM_BYTES)
async def create_hold(visit: NamedDependency[Visit]) -> Response[Any]:
    """Hold the chosen time and ask for the contact details."""
    fields, surface = await visit.form("hold"), visit.surface
    slot = read_slot(fields)
    type_, practitioner, location = (
        fields.get(name, "") for name in ("type", "practitioner", "location")
    )
    said = fields.get("patient_is", "")
    wish = await get_wanted(visit.toolbox, visit.clinic, slot, type_, practitioner, location, said)
    caller = Caller(fields.get("visitor", "")[:LONGEST_VISITOR], visit.address)
    held = await place_hold(visit.toolbox, wish, slot, caller, fields.get("hold", ""))
    typed = typed_fields(fields)
    if typed.keys() <= {"patient_is"}:
        typed = {}  # the hold knows that
    if typed and not surface.is_fragment:
        # What was typed must not stand in an address, so this one page is not redirected to.
        return surface.show("booking/details.html", details_context(visit, held, typed))
    return surface.done(
        f"/h/{held.token}", "booking/details.html", lambda: details_context(visit, held, typed)
    )


def read_slot(fields: dict[str, str]) -> int:
    """The start that was chosen, epoch seconds. Raises FieldsInvalid."""
    text = fields.get("slot", "").strip()
    if not text:
        raise FieldsInvalid({"slot": Problem("problem.slot_missing")})
    if not (text.isascii() and text.isdigit() and len(text) <= 12):  # noqa: PLR2004 - beyond any year
        raise FieldsInvalid({"slot": Problem("problem.slot_invalid")})
    return int(text)
