"""What ends by itself is written down: bookings that nobody answered in time, whose patients are
told, and steps of rules. Nothing rests on it: every query looks at the deadline, so that the time
is free whether this ran or not.
"""

from slotkeeper.services.notices.announce import announce
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.trust.tell import tell_patient
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.pending import end_overdue, find_overdue
from slotkeeper.storage.practitioner import lock_practitioner_of
from slotkeeper.storage.trust import find_outlasted, lock_standing, save_standing

_AT_ONCE = 100


async def end_unanswered(toolbox: Toolbox) -> int:
    """End what is overdue; how many this call ended. Any number of processes may do so at once:
    each booking is ended, and told of, once. Raises DatabaseUnavailable.
    """
    ended = 0
    for clinic_id, booking_id in await find_overdue(toolbox.database, toolbox.clock(), _AT_ONCE):
        ended += await _end(toolbox, clinic_id, booking_id)
    return ended


async def bring_back(toolbox: Toolbox) -> int:
    """Write down what staff had set where the time of a rule that asked for more is over; of how
    many patients. Raises DatabaseUnavailable.
    """
    over = await find_outlasted(toolbox.database, toolbox.clock(), _AT_ONCE)
    for clinic_id, patient_id in over:
        await _bring_back(toolbox, clinic_id, patient_id)
    return len(over)


async def _bring_back(toolbox: Toolbox, clinic_id: int, patient_id: int) -> None:
    async def job(tx: Transaction) -> None:
        stands = await lock_standing(tx, clinic_id, patient_id)
        if stands is not None:
            await save_standing(tx, clinic_id, patient_id, stands.at(toolbox.clock()))

    await toolbox.database.write(job)


async def _end(toolbox: Toolbox, clinic_id: int, booking_id: int) -> bool:
    async def job(tx: Transaction) -> bool:
        await lock_practitioner_of(tx, clinic_id, booking_id)
        now = toolbox.clock()
        booking = await find_booking(tx, clinic_id, booking_id)
        if booking is None or not await end_overdue(tx, clinic_id, booking_id, now):
            return False
        await tell_patient(tx, booking, "booking_lapsed", now)
        await announce(tx, clinic_id, booking_id, "cancelled", now)
        return True

    return await toolbox.database.write(job)
