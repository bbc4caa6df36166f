"""Saying that one has seen to what did not get through, and taking that back (N2). Nobody is called
any more about what somebody has seen to.
"""

from collections.abc import Collection

from slotkeeper.domain.errors import Fact
from slotkeeper.domain.staff import Member
from slotkeeper.domain.way import Told
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.task import acknowledge_open, find_deliveries_of, reopen


class DeliveryUnknown(Fact):
    """No delivery of that number belongs to a booking that the member may see."""


async def acknowledge(
    toolbox: Toolbox, member: Member, actor: Actor, delivery_ids: Collection[int]
) -> int:
    """Note that somebody has seen to those, one or all of an outage; how many of them still were
    tasks. Raises DeliveryUnknown where not all of them are known.
    """
    wanted = set(delivery_ids)

    async def job(tx: Transaction) -> int:
        found = await find_deliveries_of(tx, member.clinic_id, member.only_diary, wanted)
        if not found or len(found) != len(wanted):
            raise DeliveryUnknown
        done = [each for each in found if await _acknowledge(tx, actor, each)]
        return len(done)

    return await toolbox.database.write(job)


async def take_back(toolbox: Toolbox, member: Member, actor: Actor, delivery_id: int) -> bool:
    """It is a task again; False where nobody had seen to it, or it has arrived since. Raises
    DeliveryUnknown.
    """

    async def job(tx: Transaction) -> bool:
        told = await get_delivery(tx, member, delivery_id)
        done = await reopen(tx, member.clinic_id, told.id)
        if done:
            await note(tx, actor, "delivery_reopened", "booking", told.booking_id)
        return done

    return await toolbox.database.write(job)


async def get_delivery(tx: Transaction, member: Member, delivery_id: int) -> Told:
    """One that the member may see. Raises DeliveryUnknown."""
    found = await find_deliveries_of(tx, member.clinic_id, member.only_diary, [delivery_id])
    if not found:
        raise DeliveryUnknown
    return found[0]


async def _acknowledge(tx: Transaction, actor: Actor, told: Told) -> bool:
    done = await acknowledge_open(tx, actor.clinic_id, told.id, actor.staff_id, actor.at)
    if done:
        await note(tx, actor, "delivery_seen", "booking", told.booking_id)
    return done
