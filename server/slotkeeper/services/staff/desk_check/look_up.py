"""Finding whoever stands at the desk by what they can show or say."""

from dataclasses import dataclass

from slotkeeper.domain.booking_list import BookingFilter, ListedBooking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.desk_check import read_code
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.local_time import day_spans, local_date
from slotkeeper.domain.patient_record import ListedPatient
from slotkeeper.domain.staff import Member
from slotkeeper.services.booking_link import get_managed
from slotkeeper.services.staff.booking_list import find_by_reference
from slotkeeper.services.staff.patients.find import find_patients_page
from slotkeeper.services.staff.search_text import parse_search
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking_list import Whose, find_bookings
from slotkeeper.storage.patient_record import find_alert_notes
from slotkeeper.storage.set_up_names import Parts, find_parts

MOST = 20
"""People, and bookings, that are shown to choose from."""
_LOOKED_BACK = 14 * 86_400
_READ_ALONG = 200


@dataclass(frozen=True, slots=True)
class LookedUp:
    """`bookings`: this day's first, then those to come, then those of the last two weeks; `people`
    are those found who have none of these. `is_elsewhere`: the code is another clinic's. `alerts`
    are notes by patient, `parts` the names of what is booked.
    """

    bookings: list[ListedBooking]
    people: list[ListedPatient]
    parts: Parts
    alerts: dict[int, str]
    today: int
    is_elsewhere: bool = False

    @property
    def only(self) -> int | None:
        """The id of the one booking that is meant, None where there is a choice."""
        if len(self.bookings) == 1 and not self.people:
            return self.bookings[0].id
        whose = {each.patient_id for each in self.bookings}
        return self.bookings[0].id if self.today == len(whose) == 1 and not self.people else None


async def look_up(toolbox: Toolbox, member: Member, clinic: Clinic, text: str) -> LookedUp:
    """What a scanned code, a pasted link, a reference, a name, a number or an e-mail address finds
    at that clinic; a practitioner's own only. Nothing of it is written down.
    """
    code = read_code(text)
    if code and code.clinic != clinic.slug:
        return await _looked_up(toolbox, clinic, [], [], is_elsewhere=True)
    sought = text
    if code:
        sought = code.reference or await _reference_of(toolbox, clinic, code.token)
    search = parse_search(sought, clinic)
    named = await find_by_reference(toolbox, member, search, MOST)
    if search.reference and named:
        return await _looked_up(toolbox, clinic, named, [])
    if code or not (search.terms or named):
        return await _looked_up(toolbox, clinic, named, [])
    page = await find_patients_page(toolbox, member, clinic, sought, None, MOST)
    around = await _around(toolbox, member, clinic, [each.record.id for each in page.patients])
    known = {each.id for each in named}
    bookings = [*named, *(each for each in around if each.id not in known)]
    booked = {each.patient_id for each in bookings}
    people = [each for each in page.patients if each.record.id not in booked]
    return await _looked_up(toolbox, clinic, bookings, people)


async def find_around(
    toolbox: Toolbox, member: Member, clinic: Clinic, patient_id: int
) -> list[ListedBooking]:
    """A patient's bookings of this day and to come, in order of time."""
    begins, _ = _today(toolbox, clinic)
    found = await _around(toolbox, member, clinic, [patient_id])
    return [each for each in found if each.starts_at >= begins]


async def _reference_of(toolbox: Toolbox, clinic: Clinic, token: str) -> str:
    """Of the patient's own link; "" where it is none of ours."""
    try:
        return (await get_managed(toolbox, clinic.slug, token)).booking.reference
    except BookingUnknown:
        return ""


async def _around(
    toolbox: Toolbox, member: Member, clinic: Clinic, patient_ids: list[int]
) -> list[ListedBooking]:
    if not patient_ids:
        return []
    begins, ends = _today(toolbox, clinic)
    wanted = BookingFilter(order="day", practitioner_id=member.only_diary)
    whose = Whose(patient_ids=patient_ids)
    found = await find_bookings(
        toolbox.database,
        clinic.id,
        wanted,
        whose,
        begins=begins - _LOOKED_BACK,
        most=_READ_ALONG,
    )
    now = [each for each in found if begins <= each.starts_at < ends]
    later = [each for each in found if each.starts_at >= ends]
    before = [each for each in found if each.starts_at < begins]
    return [*now, *later, *reversed(before)][:MOST]


def _today(toolbox: Toolbox, clinic: Clinic) -> tuple[int, int]:
    spans = day_spans(local_date(toolbox.clock(), clinic.time_zone), clinic.time_zone)
    return spans[0][0], spans[-1][1]


async def _looked_up(
    toolbox: Toolbox,
    clinic: Clinic,
    bookings: list[ListedBooking],
    people: list[ListedPatient],
    *,
    is_elsewhere: bool = False,
) -> LookedUp:
    begins, ends = _today(toolbox, clinic)
    whose = {each.patient_id for each in bookings} | {each.record.id for each in people}
    return LookedUp(
        bookings=bookings,
        people=people,
        parts=await find_parts(toolbox.database, clinic.id),
        alerts=await find_alert_notes(toolbox.database, clinic.id, whose),
        today=sum(begins <= each.starts_at < ends for each in bookings),
        is_elsewhere=is_elsewhere,
    )
