"""Looking through a clinic's bookings: searched, filtered, a page at a time; a practitioner sees
the own ones only.
"""

from dataclasses import dataclass

from msgspec.structs import replace

from slotkeeper.domain.booking_list import BookingFilter, ListedBooking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import AppointmentTypeUnknown, PractitionerUnknown
from slotkeeper.domain.local_time import DAY_MINUTES, to_instant
from slotkeeper.domain.patient_search import Search
from slotkeeper.domain.staff import Member
from slotkeeper.services.staff.search_text import parse_search
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_list import (
    Whose,
    find_booking_named,
    find_bookings,
    find_bookings_begun,
    find_listed,
)
from slotkeeper.storage.patient_record import find_alert_notes
from slotkeeper.storage.patient_search import find_patient_ids
from slotkeeper.storage.set_up_names import Parts, find_parts

PAGE = 50
MOST_PATIENTS = 200
"""Whoever finds more than these is read along the list instead: one of the next rows will do."""
MOST_BEGUN = 10
"""Bookings whose reference begins with what was typed."""


@dataclass(frozen=True, slots=True)
class BookingPage:
    """Some bookings, with the names of all that the clinic offers; `after` leads on to the next
    page, None at the end; `alerts` are notes by patient.
    """

    bookings: list[ListedBooking]
    parts: Parts
    after: tuple[int, int] | None
    alerts: dict[int, str]


async def list_bookings(
    toolbox: Toolbox, member: Member, clinic: Clinic, wanted: BookingFilter, most: int = PAGE
) -> BookingPage:
    """One page of what is wanted.

    Raises PractitionerUnknown for one who is not of this clinic, or whose diary the member may not
    see, and AppointmentTypeUnknown.
    """
    parts = await find_parts(toolbox.database, member.clinic_id)
    wanted = _walled(member, wanted, parts)
    found = await _find(toolbox, member, clinic, wanted, most + 1)
    page, rest = found[:most], found[most:]
    after = page[-1].place_in(wanted.order) if rest else None
    whose = {each.patient_id for each in page}
    alerts = await find_alert_notes(toolbox.database, member.clinic_id, whose)
    return BookingPage(page, parts, after, alerts)


def _walled(member: Member, wanted: BookingFilter, parts: Parts) -> BookingFilter:
    whose, kind = wanted.practitioner_id, wanted.appointment_type_id
    if whose is not None and (whose not in parts.practitioners or not member.may_see_diary(whose)):
        raise PractitionerUnknown(str(whose))
    if kind is not None and kind not in parts.appointment_types:
        raise AppointmentTypeUnknown(str(kind))
    return replace(wanted, practitioner_id=whose if whose is not None else member.only_diary)


async def _find(
    toolbox: Toolbox, member: Member, clinic: Clinic, wanted: BookingFilter, most: int
) -> list[ListedBooking]:
    whose, begun = Whose(), list[ListedBooking]()
    if wanted.text.strip():
        search = parse_search(wanted.text, clinic)
        named = await _find_named(toolbox, member, search.reference)
        if named:
            return [named]
        begun = await _find_begun(toolbox, member, search.begun, wanted)
        if not search.terms:
            return begun
        whose = await _whose(toolbox, member.clinic_id, search)
    begins, ends = _span(wanted, clinic.time_zone)
    found = await find_bookings(
        toolbox.database, member.clinic_id, wanted, whose, begins=begins, ends=ends, most=most
    )
    ids = {each.id for each in begun}
    return [*begun, *(each for each in found if each.id not in ids)]


async def find_by_reference(
    toolbox: Toolbox, member: Member, search: Search, most: int
) -> list[ListedBooking]:
    """The booking that a reference names, or at most so many whose reference begins like that."""
    named = await _find_named(toolbox, member, search.reference)
    if named:
        return [named]
    return (await _find_begun(toolbox, member, search.begun, BookingFilter()))[:most]


async def _find_named(toolbox: Toolbox, member: Member, reference: str) -> ListedBooking | None:
    """A reference names one booking, whatever else is filtered by."""
    reader, clinic_id = toolbox.database, member.clinic_id
    booking_id = await find_booking_named(reader, clinic_id, reference) if reference else None
    found = await find_listed(reader, clinic_id, booking_id) if booking_id else None
    return found if found and member.may_see_diary(found.practitioner_id) else None


async def _find_begun(
    toolbox: Toolbox, member: Member, begun: str, wanted: BookingFilter
) -> list[ListedBooking]:
    """The same for what a reference begins with: above all else, so on the first page only."""
    if not begun or wanted.after:
        return []
    reader, clinic_id = toolbox.database, member.clinic_id
    ids = await find_bookings_begun(reader, clinic_id, begun, MOST_BEGUN)
    found = [await find_listed(reader, clinic_id, each) for each in ids]
    return [each for each in found if each and member.may_see_diary(each.practitioner_id)]


async def _whose(toolbox: Toolbox, clinic_id: int, search: Search) -> Whose:
    """The few patients who are found; or, where they are many, by what to know them in the list."""
    most = MOST_PATIENTS + 1
    found = await find_patient_ids(toolbox.database, clinic_id, search.terms, most)
    return Whose(patient_ids=found) if len(found) < most else Whose(terms=search.terms)


def _span(wanted: BookingFilter, zone: str) -> tuple[int | None, int | None]:
    """From the first local midnight to the last, in the order by day."""
    if wanted.order != "day":
        return None, None
    begins = to_instant(wanted.from_on, 0, zone) if wanted.from_on else None
    ends = to_instant(wanted.until_on, DAY_MINUTES, zone) if wanted.until_on else None
    return begins, ends
