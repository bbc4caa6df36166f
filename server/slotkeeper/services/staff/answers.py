"""What a patient answered before an appointment, for staff who look at it."""

from dataclasses import dataclass

from slotkeeper.domain.booking_list import ListedBooking
from slotkeeper.domain.errors import BookingUnknown
from slotkeeper.domain.question import Answers
from slotkeeper.domain.staff import Member
from slotkeeper.services.intake import open_answers
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.booking_detail import get_listed
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.vault import VaultLocked
from slotkeeper.storage.intake import find_intake


@dataclass(frozen=True, slots=True)
class OpenedAnswers:
    """`answers` is None where no key of this server opens them."""

    booking: ListedBooking
    answers: Answers | None

    def __repr__(self) -> str:
        return "OpenedAnswers()"


async def see_answers(toolbox: Toolbox, member: Member, booking_id: int) -> OpenedAnswers:
    """The answers for somebody who looks at them, which is written down each time (R6).

    Raises BookingUnknown as `open_booking` does, and where nothing was answered.
    """
    booking = await get_listed(toolbox, member, booking_id)
    sealed = await find_intake(toolbox.database, member.clinic_id, booking_id)
    if not sealed:
        raise BookingUnknown
    actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=toolbox.clock())
    await toolbox.database.write(lambda tx: note(tx, actor, "answers_seen", "booking", booking_id))
    try:
        answers = open_answers(toolbox.vault, member.clinic_id, booking_id, sealed)
    except VaultLocked:
        return OpenedAnswers(booking, None)
    return OpenedAnswers(booking, answers)
