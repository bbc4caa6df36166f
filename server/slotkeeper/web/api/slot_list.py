"""GET /api/v1/clinics/{clinic}/slots."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.slots import Slot
from slotkeeper.services.slot_search import search_slots
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import get_wish
from slotkeeper.web.api.clinic_show import ClinicPath
from slotkeeper.web.api.description import SLOTS
from slotkeeper.web.api.values import SlotOut, SlotsOut
from slotkeeper.web.days import DaysContradict, parse_day
from slotkeeper.web.rate_limits import RateLimits

MOST_DAYS = 366
_WHO = ("new", "existing")
_PATIENT_IS = QueryParameter(
    name="patient_is",
    description="For whom: a clinic may keep times for those who have been there before",
    examples=[Example(value="new")],
    schema_extra={"enum": list(_WHO)},
)


def _slug(name: str, description: str, example: str) -> QueryParameter:
    return QueryParameter(name=name, description=description, examples=[Example(value=example)])


def _day(name: str, description: str, example: str) -> QueryParameter:
    return QueryParameter(
        name=name,
        description=description,
        examples=[Example(value=example)],
        schema_extra={"format": "date"},
    )


@get("/clinics/{clinic:str}/slots", operation_id="listSlots", summary="Free times", responses=SLOTS)
async def list_slots(
    clinic: ClinicPath,
    toolbox: NamedDependency[Toolbox],
    limits: NamedDependency[RateLimits],
    address: NamedDependency[str],
    kind: Annotated[str, _slug("type", "Slug of the appointment type", "initial")],
    begin: Annotated[str, _day("from", "First local date", "2027-01-05")],
    end: Annotated[str, _day("to", "Last local date, included; at most a year on", "2027-01-11")],
    practitioner: Annotated[str, _slug("practitioner", 'Slug, or "any"', "any")] = "any",
    location: Annotated[str, _slug("location", 'Slug, or "any"', "any")] = "any",
    patient_is: Annotated[str, _PATIENT_IS] = "new",
) -> SlotsOut:
    """The times that can be held now. Local dates are the clinic's; instants are UTC."""
    limits.check("read", address)
    first = parse_day("from", begin, "problem.date")
    last = parse_day("to", end, "problem.date")
    if patient_is not in _WHO:
        raise FieldsInvalid({"patient_is": Problem("problem.patient_is")})
    wish = await get_wish(toolbox, clinic, kind, practitioner, location, patient_is)
    if last < first:
        raise DaysContradict({"to": Problem("problem.to_before_from")})
    if (last - first).days >= MOST_DAYS:
        raise DaysContradict({"to": Problem("problem.range_too_long", most=MOST_DAYS)})
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
