"""What stands against a time, looked up under the practitioner's lock row."""

from collections.abc import Collection

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.daily_limit import DAY_SECONDS
from slotkeeper.domain.patient import ContactDetails, Patient
from slotkeeper.domain.staff_booking import (
    Objection,
    Rule,
    StaffTime,
    against_patient,
    left_open,
)
from slotkeeper.services.closed_to_new import find_closed
from slotkeeper.services.seats import find_seat
from slotkeeper.services.staff.bookings.refusals import RulesAgainst, SessionFull, TimeTaken
from slotkeeper.storage.block import find_blocks
from slotkeeper.storage.booking_change import find_in_the_way
from slotkeeper.storage.database import Reader
from slotkeeper.storage.diary_busy import BusyInDiary, find_busy_in_diaries
from slotkeeper.storage.identity import find_made_at
from slotkeeper.storage.patient import has_only_tried
from slotkeeper.storage.patient_choice import count_made_by_staff, find_alike

MOST_ALIKE = 5


def agree(objections: Collection[Objection], agreed: Collection[str]) -> list[str]:
    """The rules that are gone beyond, each once, for the audit log.

    Raises RulesAgainst with all that stands against it, where one of them was not agreed to.
    """
    if left_open(objections, agreed):
        raise RulesAgainst(list(objections))
    beyond = (each.rule.value for each in objections if not each.is_said_only)
    return list(dict.fromkeys(beyond))


async def check_free(
    reader: Reader,
    practitioner_id: int,
    begins: int,
    ends: int,
    now: int,
    leave_out: int = 0,
    session: tuple[int, int] = (0, 0),
) -> None:
    """Raises TimeTaken with what takes the time; nobody can go beyond that. Attendees of a
    `session`, its type's id and its start, do not.
    """
    taken = await find_in_the_way(reader, practitioner_id, begins, ends, now, leave_out, session)
    if taken:
        raise TimeTaken(taken)


async def check_place(
    reader: Reader, clinic: Clinic, time: StaffTime, now: int, leave_out: int = 0
) -> int:
    """The seat that can be had at that time: 0 for an individual appointment.

    Raises TimeTaken; SessionFull where everybody who may come to the session is there.
    """
    kind, who = time.kind, time.practitioner
    session = (kind.id, time.starts_at) if kind.is_group else (0, 0)
    await check_free(reader, who.id, time.busy_from, time.busy_until, now, leave_out, session)
    seat = await find_seat(reader, clinic, kind, who, time.starts_at, now, leave_out)
    if seat is None:
        raise SessionFull
    return seat


async def against_blocks(
    reader: Reader, clinic_id: int, practitioner_id: int, begins: int, ends: int
) -> list[Objection]:
    """The practitioner's blocks that meet [begins, ends), and what stands in the diary then."""
    blocks = [
        Objection(
            rule=Rule.BLOCK,
            about=(block.id, block.revision),
            words=block.reason,
            begins_at=block.begins_at,
            ends_at=block.ends_at,
        )
        for block in await find_blocks(reader, clinic_id, begins, ends, practitioner_id)
    ]
    busy = await find_busy_in_diaries(reader, clinic_id, begins, ends, practitioner_id)
    return [*blocks, *map(in_diary, busy)]


def in_diary(busy: BusyInDiary) -> Objection:
    """Something else that stands in the practitioner's diary; what it is stays there."""
    about = (busy.practitioner_id, busy.starts_at, busy.ends_at)
    return Objection(rule=Rule.DIARY, about=about, begins_at=busy.starts_at, ends_at=busy.ends_at)


async def against_known(
    reader: Reader, clinic: Clinic, time: StaffTime, patient: Patient, keys: list[str], now: int
) -> list[Objection]:
    """What stands against booking for a patient who is known; keys are those of `identity_keys`."""
    is_new = await has_only_tried(reader, clinic.id, patient.id)
    closed = await find_closed(reader, clinic)
    found = list(against_patient(time, patient, now, is_new=is_new, closed_to_new=closed))
    limit, since = clinic.online_booking.daily_limit, now - DAY_SECONDS
    made = len(await find_made_at(reader, clinic.id, keys, since, now))
    made += await count_made_by_staff(reader, clinic.id, patient.id, since)
    if limit and made >= limit:
        about = (patient.id, made)
        name = patient.first_name
        found.append(
            Objection(rule=Rule.DAILY_LIMIT, about=about, words=name, number=made + 1, limit=limit)
        )
    return found


async def against_new(
    reader: Reader,
    clinic: Clinic,
    time: StaffTime,
    details: ContactDetails,
    diary: int | None,
    now: int,
) -> list[Objection]:
    """What stands against booking for somebody new, those who may be the same person among it: of
    one practitioner's `diary` only, where there is one.
    """
    alike = await find_alike(reader, clinic.id, details, diary, MOST_ALIKE)
    closed = await find_closed(reader, clinic)
    return [
        *against_patient(time, None, now, is_new=True, closed_to_new=closed),
        *(Objection(rule=Rule.DUPLICATE, about=(each.id,), words=who(each)) for each in alike),
    ]


def who(patient: Patient) -> str:
    """By what staff tell people of one name apart."""
    born = patient.birth_date.isoformat() if patient.birth_date else ""
    parts = [f"{patient.first_name} {patient.last_name}", born, patient.phone, patient.email]
    return " · ".join(each for each in parts if each)
