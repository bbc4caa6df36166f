"""The waiting list as staff see it: in its order, with what was offered to whom."""

from dataclasses import dataclass

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.staff import Member
from slotkeeper.domain.waitlist import FreeTime, WaitlistEntry, WaitlistOffer, fits, in_order
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.calling import find_calling
from slotkeeper.services.waitlist.entry import EntryUnknown
from slotkeeper.services.waitlist.free import FreeTimes
from slotkeeper.services.waitlist.reached import find_unreached
from slotkeeper.storage.waitlist import count_waiting, find_entry, find_waiting
from slotkeeper.storage.waitlist_list import (
    BookedPerson,
    Gone,
    find_booked,
    find_booked_of,
    find_gone,
)
from slotkeeper.storage.waitlist_offer import find_offers, find_offers_of_waiting
from slotkeeper.storage.waitlist_telling import find_not_joined

_DAYS_BACK = 14 * 86_400
_MOST_GONE = 20
_MOST_TIMES = 40


@dataclass(frozen=True, slots=True)
class OnList:
    """One who waits; `booked` where it is for an earlier time than they have, `offers` the latest
    first. Who is `asked_to_call`, or `unreached` as no offer could be told to them, is offered
    times by staff only; who `unjoined` could not be told that they wait.
    """

    entry: WaitlistEntry
    booked: BookedPerson | None
    offers: list[WaitlistOffer]
    asked_to_call: bool = False
    unreached: bool = False
    unjoined: bool = False

    @property
    def name(self) -> str:
        """Whose place it is."""
        who = self.booked or self.entry
        return f"{who.first_name} {who.last_name}"

    @property
    def open_offer(self) -> WaitlistOffer | None:
        """What is kept for them, or is just being booked."""
        return next((each for each in self.offers if each.state == "open"), None)


@dataclass(frozen=True, slots=True)
class Offerable:
    """Times that could be offered now, in order of start: those that they would take, and others
    with somebody who gives that type.
    """

    fitting: list[FreeTime]
    others: list[FreeTime]


async def list_waiting(toolbox: Toolbox, clinic: Clinic) -> list[OnList]:
    """Whose turn it is, as the next free time will find it."""
    reader = toolbox.database
    entries = await find_waiting(reader, clinic.id)
    booked = await find_booked(reader, clinic.id)
    offers = await find_offers_of_waiting(reader, clinic.id)
    calling = await find_calling(reader, clinic.id, entries, toolbox.clock())
    unreached = await find_unreached(reader, entries)
    unjoined = await find_not_joined(reader, clinic.id)
    return [
        OnList(
            each,
            booked.get(each.id),
            offers.get(each.id, []),
            each.id in calling,
            each.id in unreached,
            each.id in unjoined,
        )
        for each in in_order(entries, clinic.waitlist)
    ]


async def list_gone(toolbox: Toolbox, clinic: Clinic) -> list[Gone]:
    """Who stopped waiting in the last two weeks."""
    since = toolbox.clock() - _DAYS_BACK
    return await find_gone(toolbox.database, clinic.id, since, _MOST_GONE)


async def get_on_list(toolbox: Toolbox, clinic: Clinic, entry_id: int) -> OnList:
    """One of that clinic, whatever became of it. Raises EntryUnknown."""
    reader = toolbox.database
    entry = await find_entry(reader, clinic.id, entry_id)
    if entry is None:
        raise EntryUnknown
    booked = await find_booked_of(reader, clinic.id, entry_id)
    waiting = [entry] if entry.state == "waiting" else []
    calling = await find_calling(reader, clinic.id, waiting, toolbox.clock())
    return OnList(
        entry,
        booked,
        await find_offers(reader, clinic.id, entry_id),
        bool(calling),
        bool(await find_unreached(reader, waiting)),
        bool(waiting) and entry_id in await find_not_joined(reader, clinic.id),
    )


async def find_offerable(toolbox: Toolbox, clinic: Clinic, found: OnList) -> Offerable:
    """What staff could offer them by hand: all that is free, also what they let go before."""
    entry = found.entry
    if entry.state != "waiting" or found.open_offer:
        return Offerable([], [])
    free = await FreeTimes(toolbox.database, clinic, toolbox.clock()).of([entry])
    before = found.booked.starts_at if found.booked else None
    times = [e for e in free.get(entry.id, []) if before is None or e.slot.starts_at < before]
    wanted = [fits(entry.wanted, each, clinic.time_zone, before) for each in times]
    sorted_out: dict[bool, list[FreeTime]] = {True: [], False: []}
    for each, is_wanted in zip(times, wanted, strict=True):
        sorted_out[is_wanted].append(each)
    return Offerable(sorted_out[True][:_MOST_TIMES], sorted_out[False][:_MOST_TIMES])


async def count_on_list(toolbox: Toolbox, clinic: Clinic, member: Member) -> int:
    """How many wait, for whoever may see them."""
    return 0 if member.only_diary else await count_waiting(toolbox.database, clinic.id)
