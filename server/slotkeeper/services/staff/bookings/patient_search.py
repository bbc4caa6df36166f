"""Finding the patient whom a booking is for; a practitioner finds those of the own diary."""

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.patient import Patient
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.search_text import parse_search
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.patient_choice import find_chosen
from slotkeeper.storage.patient_search import find_patient_ids

MOST_FOUND = 12


async def search_patients(
    toolbox: Toolbox, member: Member, clinic: Clinic, text: str
) -> list[Patient]:
    """At most MOST_FOUND who are found by a name, number or address, by name."""
    terms = parse_search(text, clinic).terms
    if not terms:
        return []
    ids = await find_patient_ids(toolbox.database, clinic.id, terms, 200)
    found = await find_chosen(toolbox.database, clinic.id, ids, member.only_diary)
    return found[:MOST_FOUND]


async def choose_patient(toolbox: Toolbox, member: Member, patient_id: int) -> Patient | None:
    """One patient, None for whom this member may not book."""
    reader, clinic_id = toolbox.database, member.clinic_id
    found = await find_chosen(reader, clinic_id, [patient_id], member.only_diary)
    return found[0] if found else None
