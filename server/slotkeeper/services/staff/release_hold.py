"""Staff release a patient's hold: whoever held it is told that the time is gone."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.errors import HoldUnknown
from slotkeeper.domain.staff import Member
from slotkeeper.services.counted import get_clinic_of
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.staff.bookings.refusals import StateForbids
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.freed import choose_next, keep_for_next
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Reader, Transaction
from slotkeeper.storage.hold import delete_hold
from slotkeeper.storage.practitioner import lock_practitioner_of


async def find_own_hold(reader: Reader, member: Member, hold_id: int) -> Booking:
    """A hold in a diary that is open to that member, or the booking that it became.

    Raises HoldUnknown where it is gone, or another's.
    """
    hold = await find_booking(reader, member.clinic_id, hold_id)
    if hold is None or not member.may_see_diary(hold.practitioner_id):
        raise HoldUnknown
    return hold


async def release_by_staff(toolbox: Toolbox, member: Member, hold_id: int) -> Booking:
    """The hold as it was; its time is free at once.

    Raises HoldUnknown where it is gone, StateForbids where it became a booking in the meantime, or
    is being paid.
    """

    async def job(tx: Transaction) -> Booking:
        await find_own_hold(tx, member, hold_id)
        clinic = await get_clinic_of(tx, toolbox, member.clinic_id)
        following = await choose_next(tx, toolbox, clinic, hold_id)
        await lock_practitioner_of(tx, member.clinic_id, hold_id)
        hold = await find_own_hold(tx, member, hold_id)
        if hold.state != "held":
            raise StateForbids(hold)
        await delete_hold(tx, member.clinic_id, hold_id)
        actor = Actor(clinic_id=member.clinic_id, staff_id=member.staff.id, at=toolbox.clock())
        changes = {
            "starts_at": (hold.starts_at, None),
            "practitioner": (hold.practitioner_id, None),
        }
        await note(tx, actor, "hold_released", "hold", hold_id, **changes)
        await keep_for_next(tx, following)
        return hold

    return await toolbox.database.write(job)
