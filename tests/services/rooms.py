"""The pretend clinic with rooms, caps and a second place."""

from collections.abc import Sequence

from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.resource import Resource
from slotkeeper.services.clinics import get_clinic
from slotkeeper.storage.database import Row
from tests.services.desk import Desk

KINDS = ("room", "ultrasound")


async def with_rooms(desk: Desk, *counts: int, cap: int = 0, **needs: Sequence[str]) -> Clinic:
    """So many rooms, so many ultrasounds; `needs` by type, "room" for all where none is said."""
    clinic = await get_clinic(desk.database, desk.slug)
    place = clinic.locations[0].slug
    resources = tuple(
        Resource(slug=f"{kind}-{n}", name=f"{kind} {n}", kind=kind, location=place)
        for kind, count in zip(KINDS, counts, strict=False)
        for n in range(count)
    )
    kinds = tuple(
        replace(
            each, max_per_day=cap, needs=tuple(needs.get(each.slug, ("room",) if counts else ()))
        )
        for each in clinic.appointment_types
    )
    return await desk.save(replace(clinic, resources=resources, appointment_types=kinds))


def most_in_use(clinic: Clinic, rows: Sequence[Row], need: str) -> int:
    """How many of that kind the bookings and holds use at once."""
    kinds = {kind.id for kind in clinic.appointment_types if need in kind.needs}
    spans = [
        (row["busy_from"], row["busy_until"]) for row in rows if row["appointment_type_id"] in kinds
    ]
    return max((sum(b <= at < e for b, e in spans) for at, _ in spans), default=0)
