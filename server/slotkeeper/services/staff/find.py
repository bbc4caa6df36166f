"""Finding a patient or a booking by whatever somebody has of it."""

from dataclasses import dataclass

from slotkeeper.domain.booking_list import ListedBooking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.patient_record import ListedPatient
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.booking_list import find_by_reference
from slotkeeper.services.staff.patients.find import find_patients_page
from slotkeeper.services.staff.search_text import parse_search
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.set_up_names import Parts, find_parts


@dataclass(frozen=True, slots=True)
class Found:
    """`has_more`: there are more patients than these. `parts` are the names of what is booked."""

    patients: list[ListedPatient]
    bookings: list[ListedBooking]
    parts: Parts
    has_more: bool


async def find_everywhere(
    toolbox: Toolbox, member: Member, clinic: Clinic, text: str, most: int
) -> Found:
    """At most so many patients and bookings whom a text means at that clinic; a practitioner's own
    only. A text without letters and digits finds nobody. No patient counts as looked at.
    """
    parts = await find_parts(toolbox.database, member.clinic_id)
    search = parse_search(text, clinic)
    if not (search.reference or search.begun or search.terms):
        return Found([], [], parts, has_more=False)
    page = await find_patients_page(toolbox, member, clinic, text, None, most)
    bookings = await find_by_reference(toolbox, member, search, most)
    return Found(page.patients, bookings, parts, has_more=page.after is not None)
