"""The patient gives the time back before paying, or instead of it (P-11)."""

from slotkeeper.domain.payment import Payment
from slotkeeper.services.payments.patiently import settle_within
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.booking import let_booking_go
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import lock_payment, move_payment
from slotkeeper.storage.practitioner import lock_practitioner_of


async def give_up(toolbox: Toolbox, payment: Payment) -> bool:
    """Free the time at once, and end the pay page; what is paid there nevertheless is let go.
    Giving it back twice is no mistake.

    False where it is too late for that: the payment came through, or is over already.
    """

    async def job(tx: Transaction) -> bool:
        await lock_practitioner_of(tx, payment.clinic_id, payment.booking_id)
        now = toolbox.clock()
        present = await lock_payment(tx, payment.clinic_id, payment.id)
        if present is None or present.state != "open":
            return present is not None and present.lost_because == "given_up"
        await move_payment(tx, present, "slot_lost", because="given_up", look_at=now)
        await let_booking_go(tx, payment.clinic_id, payment.booking_id)
        return True

    given = await toolbox.database.write(job)
    if given:
        await settle_within(toolbox, payment)
    return given
