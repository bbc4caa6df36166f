"""GET /api/v1/clinics/{clinic}/slots."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated

from litestar import get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Parameter

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.slots import Slot
from slotkeeper.services.slot_search import search_slots
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import get_wish
from slotkeeper.web.api.clinic_show import NOT_FOUND, ClinicPath
from slotkeeper.web.api.values import ProblemOut, SlotOut, SlotsOut

MOST_DAYS = 366

_REFUSED = {422: ResponseSpec(ProblemOut, description="A parameter is missing or cannot be read")}


@get("/clinics/{clinic:str}/slots", summary="Free times", responses=NOT_FOUND | _REFUSED)
async def list_slots(
    clinic: ClinicPath,
    toolbox: Toolbox,
    kind: Annotated[str, Parameter(query="type", description="Slug of the appointment type")],
    first: Annotated[date, Parameter(query="from", description="First local date")],
    last: Annotated[
        date, Parameter(query="to", description="Last local date, included; at most a year on")
    ],
    practitioner: Annotated[str, Parameter(description='Slug, or "any"')] = "any",
    location: Annotated[str, Parameter(description='Slug, or "any"')] = "any",
) -> SlotsOut:
    """The times that can be held now. Local dates are the clinic's; instants are UTC."""
    if last < first:
        raise FieldsInvalid({"to": Problem("problem.to_before_from")})
    if (last - first).days > MOST_DAYS:
        raise FieldsInvalid({"to": Problem("problem.range_too_long", most=MOST_DAYS)})
    wish = await get_wish(toolbox, clinic, kind, practitioner, location)
    found = await search_slots(toolbox, wish, first, last)
    return SlotsOut(time_zone=wish.clinic.time_zone, slots=_by_start(found.slots))


def _by_start(slots: Iterable[Slot]) -> list[SlotOut]:
    together: dict[int, SlotOut] = {}
    for slot in slots:
        if slot.starts_at in together:
            together[slot.starts_at].practitioners.append(slot.practitioner)
        else:
            together[slot.starts_at] = SlotOut(
                starts_at=datetime.fromtimestamp(slot.starts_at, UTC),
                ends_at=datetime.fromtimestamp(slot.ends_at, UTC),
                practitioners=[slot.practitioner],
                places=1,
            )
    return list(together.values())
