"""Staff steer the waiting list: who comes first, who is off it, who is offered what by hand."""

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import Fact, SlotTaken
from slotkeeper.domain.waitlist import PRIORITIES, WaitlistOffer
from slotkeeper.services.staff.audit import Actor, note
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.entry import EntryUnknown
from slotkeeper.services.waitlist.give_up import give_up
from slotkeeper.services.waitlist.place import Placing, place_offer
from slotkeeper.storage.database import ConstraintBroken, Transaction
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.waitlist import end_entry, find_entry, save_priority

SUBJECT = "waitlist"


class NotWaiting(Fact):
    """They wait no more: they took a time, left, or somebody else was quicker."""


class HasOffer(Fact):
    """A time is kept for them already; one at a time."""


class OfferChanged(Fact):
    """It is not kept for them any more, or another time is."""


async def set_priority(toolbox: Toolbox, actor: Actor, entry_id: int, priority: int) -> None:
    """-1 after all others, 0 as it comes, 1 before all others. Raises EntryUnknown, NotWaiting;
    ValueError for another number.
    """
    if priority not in PRIORITIES:
        raise ValueError(priority)

    async def job(tx: Transaction) -> None:
        entry = await find_entry(tx, actor.clinic_id, entry_id)
        if entry is None:
            raise EntryUnknown
        if not await save_priority(tx, actor.clinic_id, entry_id, priority):
            raise NotWaiting
        changes = {"priority": (entry.priority, priority)}
        await note(tx, actor, "waitlist_priority", SUBJECT, entry_id, **changes)
        await tell_calendars(tx, actor.clinic_id)

    await toolbox.database.write(job)
    toolbox.bell.ring()


async def take_off(toolbox: Toolbox, actor: Actor, entry_id: int) -> None:
    """They are on the list no more, and what was kept for them is free for the next. Raises
    EntryUnknown, NotWaiting.
    """

    async def job(tx: Transaction) -> None:
        entry = await find_entry(tx, actor.clinic_id, entry_id)
        if entry is None:
            raise EntryUnknown
        await give_up(tx, actor.clinic_id, entry_id, "withdrawn", actor.at)
        if not await end_entry(tx, actor.clinic_id, entry_id, "removed", actor.at):
            raise NotWaiting
        await note(tx, actor, "waitlist_removed", SUBJECT, entry_id)
        await tell_calendars(tx, actor.clinic_id)

    await toolbox.database.write(job)
    toolbox.bell.ring()


async def take_back(toolbox: Toolbox, actor: Actor, entry_id: int, offer_id: int) -> None:
    """What was offered to them by that offer is free for the next; they go on waiting. Raises
    EntryUnknown, OfferChanged where that is not what is kept for them.
    """

    async def job(tx: Transaction) -> None:
        if await find_entry(tx, actor.clinic_id, entry_id) is None:
            raise EntryUnknown
        offer = await give_up(tx, actor.clinic_id, entry_id, "withdrawn", actor.at)
        if offer is None or offer.id != offer_id:
            raise OfferChanged
        changes = {"starts_at": (offer.starts_at, None)}
        await note(tx, actor, "waitlist_withdrawn", SUBJECT, entry_id, **changes)
        await tell_calendars(tx, actor.clinic_id)

    await toolbox.database.write(job)
    toolbox.bell.ring()


async def offer_by_hand(
    toolbox: Toolbox,
    clinic: Clinic,
    actor: Actor,
    entry_id: int,
    practitioner_id: int,
    starts_at: int,
) -> WaitlistOffer:
    """Keep that time for them and tell them, out of turn. Raises EntryUnknown, NotWaiting,
    HasOffer; SlotTaken where it is free no more.
    """
    placing = Placing(toolbox, clinic.slug, entry_id, practitioner_id, starts_at, actor.staff_id)

    async def job(tx: Transaction) -> WaitlistOffer:
        entry = await find_entry(tx, clinic.id, entry_id)
        if entry is None:
            raise EntryUnknown
        if entry.state != "waiting":
            raise NotWaiting
        offer = await place_offer(tx, placing)
        if offer is None:
            raise SlotTaken(starts_at)
        changes = {"starts_at": (None, starts_at), "practitioner": (None, practitioner_id)}
        await note(tx, actor, "waitlist_offered", SUBJECT, entry_id, **changes)
        return offer

    try:
        offer = await toolbox.database.write(job)
    except ConstraintBroken as broken:
        raise HasOffer from broken
    toolbox.bell.ring()
    return offer
