"""To which address a message goes: that of the moment in which it is sent."""

from slotkeeper.domain.notice_rules import address_number
from slotkeeper.services.notices.notice import Notice
from slotkeeper.storage.database import Reader
from slotkeeper.storage.set_up import find_practitioner

Address = tuple[str, str]
"""An e-mail address and the name of who reads there; the address is "" where there is none."""


async def find_address(reader: Reader, notice: Notice) -> Address:
    """Of who is told: of a patient, or of who booked for them; of a practitioner, `target` is the
    id; of the clinic, the number of one of its addresses (`address_number`), 0 for its own.
    """
    match notice.delivery.recipient:
        case "patient":
            patient, booker = notice.patient, notice.managed.booker
            if booker is not None:
                return booker.email, booker.name
            return patient.email, f"{patient.first_name} {patient.last_name}".strip()
        case "practitioner":
            return await _of_practitioner(reader, notice)
        case _:
            return _of_clinic(notice), notice.clinic.name


async def _of_practitioner(reader: Reader, notice: Notice) -> Address:
    person, target = notice.managed.practitioner, notice.delivery.target
    if target and target != person.id:
        found = await find_practitioner(reader, notice.clinic.id, target)
        return (found.email, found.name) if found else ("", "")
    return person.email, person.name


def _of_clinic(notice: Notice) -> str:
    """One that the clinic has taken from its list gets nothing any more."""
    target, clinic = notice.delivery.target, notice.clinic
    if not target:
        return clinic.email
    return next((each for each in clinic.notices.send_to if address_number(each) == target), "")


def went_elsewhere(notice: Notice) -> str:
    """Why a practitioner need not hear of a booking as they were to, as it is somebody else's by
    now, or theirs again; "" where they should.
    """
    delivery = notice.delivery
    if delivery.recipient != "practitioner" or not delivery.target:
        return ""
    is_theirs = delivery.target == notice.booking.practitioner_id
    if delivery.message == "booking_moved_away":
        return "back" if is_theirs else ""
    return "" if is_theirs else "moved"
