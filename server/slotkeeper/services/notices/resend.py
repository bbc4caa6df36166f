"""Sending something once more because staff ask for it."""

from slotkeeper.domain.staff import Member
from slotkeeper.services.diary.queue import queue_anew
from slotkeeper.services.notices.acknowledge import get_delivery
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.task import send_again


async def resend(toolbox: Toolbox, member: Member, actor: Actor, delivery_id: int) -> bool:
    """Send it at once, to the address or number of today; False where it is on its way already, or
    staff write it by hand. An entry of a diary is written over what somebody made of it there. What
    is not true any more is dropped instead, like everything else.
    Raises DeliveryUnknown.
    """

    async def job(tx: Transaction) -> bool:
        told = await get_delivery(tx, member, delivery_id)
        if told.channel == "diary" and told.state == "inserted":
            whose = member.clinic_id, told.booking_id, told.target
            done = await queue_anew(tx, *whose, toolbox.clock())
        else:
            done = await send_again(tx, member.clinic_id, told.id)
        if done:
            await note(tx, actor, "delivery_resent", "booking", told.booking_id)
        return done

    done = await toolbox.database.write(job)
    toolbox.bell.ring()
    return done
