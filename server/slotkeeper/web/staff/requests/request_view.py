"""A request in words, on its own page and on the booking's."""

from typing import Any

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.reference import spoken
from slotkeeper.domain.trust import Standing
from slotkeeper.services.trust.confirm_link import confirm_url
from slotkeeper.storage.booker import find_booker
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.patient_record import is_in_diary
from slotkeeper.storage.pending import Waiting, find_near_patients
from slotkeeper.storage.set_up_names import Parts
from slotkeeper.storage.trust import find_standing
from slotkeeper.web.staff.booker_words import booked_by
from slotkeeper.web.staff.door import StaffVisit
from slotkeeper.web.staff.moments import Moments
from slotkeeper.web.staff.trust.standing_view import reason_key


async def request_view(
    staff: StaffVisit, waiting: Waiting, parts: Parts, alert: str
) -> dict[str, Any]:
    """One of the queue."""
    booking, moments = waiting.booking, _moments(staff)
    place = parts.locations.get(booking.location_id or 0)
    stands = await _standing(staff, booking.patient_id or 0)
    booker = await find_booker(staff.toolbox.database, staff.clinic.id, booking.id)
    if stands.step == "normal" and waiting.near_id:
        stands = await _standing(staff, waiting.near_id)  # that record is why it waits
    return {
        "id": booking.id,
        "reference": spoken(booking.reference),
        "patient_id": booking.patient_id,
        "patient": waiting.patient,
        "email": booker.email if booker else waiting.email,
        "phone": booker.phone if booker else waiting.phone,
        "booked_by": booked_by(booker, staff.text) if booker else "",
        "alert": alert,
        "near_id": waiting.near_id,
        "near_name": waiting.near_name,
        "step": stands.step,
        "reason": reason_key(stands.reason),
        "why": stands.note,
        "note": booking.note,
        "starts": moments.day_and_time(booking.starts_at),
        "starts_iso": moments.iso(booking.starts_at),
        "starts_ago": moments.ago(booking.starts_at),
        "kind": parts.appointment_types[booking.appointment_type_id].name,
        "practitioner": parts.practitioners[booking.practitioner_id].name,
        "place": place.name if place else "",
        **_deadline(booking, moments),
    }


async def pending_view(staff: StaffVisit, booking_id: int) -> dict[str, Any] | None:
    """What a booking's page says of what it waits for, and of whom its patient may be; None where
    it waits for nothing.
    """
    booking = await find_booking(staff.toolbox.database, staff.clinic.id, booking_id)
    moments = _moments(staff)
    if booking is None or not booking.is_waiting(moments.now):
        return None
    may_answer = staff.member.only_diary is None
    of_patient = booking.awaits == "patient"
    link = confirm_url(staff.toolbox, staff.clinic.slug, booking) if of_patient else ""
    return {
        "awaits": booking.awaits,
        "may_answer": may_answer,
        "link": link if may_answer else "",
        **_deadline(booking, moments),
    }


async def near_view(staff: StaffVisit, booking_id: int) -> dict[str, Any] | None:
    """With whom staff should compare a booking's patient: number and name; None for nobody, and for
    somebody who is in no diary that is open to them.
    """
    reader, clinic_id = staff.toolbox.database, staff.clinic.id
    found = await find_near_patients(reader, clinic_id, [booking_id])
    if booking_id not in found:
        return None
    number, name = found[booking_id]
    diary = staff.member.only_diary
    if diary is not None and not await is_in_diary(reader, clinic_id, number, diary):
        return None
    return {"id": number, "name": name}


def _deadline(booking: Booking, moments: Moments) -> dict[str, Any]:
    ends = booking.expires_at or booking.starts_at
    return {
        "until": moments.day_and_time(ends),
        "until_iso": moments.iso(ends),
        "until_ago": moments.ago(ends),
    }


async def _standing(staff: StaffVisit, patient_id: int) -> Standing:
    found = await find_standing(staff.toolbox.database, staff.clinic.id, patient_id)
    return (found or Standing()).at(staff.toolbox.clock())


def _moments(staff: StaffVisit) -> Moments:
    return Moments(staff.clinic.time_zone, staff.language, staff.toolbox.clock())
