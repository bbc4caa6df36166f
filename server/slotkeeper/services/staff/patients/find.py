"""Looking through a clinic's patients: the last booked first, or those whom a search finds; a
practitioner sees those of the own diary only.
"""

from dataclasses import dataclass

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.patient_record import Counters, ListedPatient
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.search_text import parse_search
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_list import Whose, find_booking_named, find_listed
from slotkeeper.storage.patient_counters import find_counters
from slotkeeper.storage.patient_list import find_by_name, find_recent, find_visits
from slotkeeper.storage.patient_record import find_records
from slotkeeper.storage.patient_search import find_patient_ids

PAGE = 50
MOST_FOUND = 500
"""Whoever finds more than these is read along the names instead: one of the next rows will do."""
COUNTED_SECONDS = 90 * 86_400
"""The counters in rows look so far back."""

Place = tuple[int, int]
"""Where a page ends: of recent patients when the newest booking was made, and its id; of found ones
0 and the patient's id.
"""


@dataclass(frozen=True, slots=True)
class PatientPage:
    """Some patients; `after` leads on to the next page, None at the end."""

    patients: list[ListedPatient]
    after: Place | None


async def find_patients_page(
    toolbox: Toolbox,
    member: Member,
    clinic: Clinic,
    text: str = "",
    after: Place | None = None,
    most: int = PAGE,
) -> PatientPage:
    """One page of those whom `text` finds: part of a name, phone, e-mail address, or a booking's
    reference. Without a text those whose bookings were made last.
    """
    if not text.strip():
        recent = await find_recent(
            toolbox.database, member.clinic_id, member.only_diary, after, most + 1
        )
        places = [place for _, place in recent]
        return await _page(toolbox, member, [each for each, _ in recent], places, most)
    ids = await _found(toolbox, member, clinic, text, after, most + 1)
    return await _page(toolbox, member, ids, [(0, each) for each in ids], most)


async def _found(
    toolbox: Toolbox, member: Member, clinic: Clinic, text: str, after: Place | None, most: int
) -> list[int]:
    reader, clinic_id = toolbox.database, member.clinic_id
    search = parse_search(text, clinic)
    booking_id = (
        await find_booking_named(reader, clinic_id, search.reference) if search.reference else None
    )
    booking = await find_listed(reader, clinic_id, booking_id) if booking_id else None
    if booking and member.may_see_diary(booking.practitioner_id):
        return [booking.patient_id]
    if not search.terms:
        return []
    ids = await find_patient_ids(reader, clinic_id, search.terms, MOST_FOUND + 1)
    whose = Whose(patient_ids=ids) if len(ids) <= MOST_FOUND else Whose(terms=search.terms)
    last = after[1] if after else None
    return await find_by_name(reader, clinic_id, whose, member.only_diary, last, most)


async def _page(
    toolbox: Toolbox, member: Member, ids: list[int], places: list[Place], most: int
) -> PatientPage:
    after = places[most - 1] if len(ids) > most else None
    ids = ids[:most]
    reader, clinic_id, now = toolbox.database, member.clinic_id, toolbox.clock()
    records = await find_records(reader, clinic_id, ids)
    visits = await find_visits(reader, clinic_id, ids, member.only_diary, now)
    counters = await find_counters(reader, clinic_id, ids, now - COUNTED_SECONDS)
    patients = [
        ListedPatient(
            record=records[each],
            last_at=visits.get(each, (None, None))[0],
            next_at=visits.get(each, (None, None))[1],
            counters=counters.get(each, Counters()),
        )
        for each in ids
        if each in records
    ]
    return PatientPage(patients, after)
