"""One class on one day: what is planned, and who comes."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import AppointmentTypeUnknown, Fact, PractitionerUnknown
from slotkeeper.domain.occurrence import Occurrence, occurrence_at
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.bookings.cancel import CANCELLABLE
from slotkeeper.storage.database import Reader
from slotkeeper.storage.session_booking import Attendance, find_attendances


class ClassChanged(Fact):
    """Somebody has joined or left it, or was changed, since it was shown."""


class ClassKey(Struct, frozen=True, kw_only=True):
    """Which one: practitioner and type by id, its start in epoch seconds."""

    practitioner_id: int
    kind_id: int
    starts_at: int


@dataclass(frozen=True, slots=True)
class ClassAt:
    """`planned` is None where the timetable does not have it, `location` a slug. `coming` can be
    cancelled, `choosing` are places that are typed or paid for at this moment, `undoable` is what
    the clinic cancelled last.
    """

    clinic: Clinic
    key: ClassKey
    kind: AppointmentType
    practitioner: Practitioner
    planned: Occurrence | None
    location: str | None
    coming: Sequence[Attendance]
    choosing: int
    undoable: Sequence[Attendance]


async def get_class(
    reader: Reader, clinic: Clinic, member: Member, key: ClassKey, now: int
) -> ClassAt:
    """Raises PractitionerUnknown, also for another's diary where only the own is open;
    AppointmentTypeUnknown, also where no such class ever was.
    """
    whose = (each for each in clinic.practitioners if each.id == key.practitioner_id)
    practitioner = next(whose, None)
    if practitioner is None or not member.may_see_diary(practitioner.id):
        raise PractitionerUnknown(str(key.practitioner_id))
    kind = next((each for each in clinic.appointment_types if each.id == key.kind_id), None)
    if kind is None:
        raise AppointmentTypeUnknown(str(key.kind_id))
    found = await find_attendances(reader, practitioner.id, kind.id, key.starts_at, now)
    planned = occurrence_at(clinic, kind, practitioner, key.starts_at)
    if planned is None and not found:
        raise AppointmentTypeUnknown(str(key.kind_id))
    there = [each for each in found if each.is_there]
    coming = [each for each in there if each.is_made and each.state in CANCELLABLE]
    return ClassAt(
        clinic=clinic,
        key=key,
        kind=kind,
        practitioner=practitioner,
        planned=planned,
        location=planned.location if planned else _location(clinic, found),
        coming=coming,
        choosing=sum(each.state in {"held", "paying"} for each in there),
        undoable=_last_cancelled(found) if key.starts_at > now else [],
    )


def _location(clinic: Clinic, found: Sequence[Attendance]) -> str | None:
    """Where those are who once came to it."""
    return next((e.slug for e in clinic.locations if e.id == found[0].location_id), None)


def _last_cancelled(found: Sequence[Attendance]) -> list[Attendance]:
    """All that the clinic cancelled in the last instant in which it did."""
    gone = [each for each in found if (each.state, each.cancelled_by) == ("cancelled", "clinic")]
    last = max((each.cancelled_at for each in gone), default=0)
    return [each for each in gone if each.cancelled_at == last]
