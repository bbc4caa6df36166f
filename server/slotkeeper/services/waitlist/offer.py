"""Offering what is free to those who wait, clinic by clinic, only where something changed.

One process at a time looks through a clinic's list: the database says which. What it places is
decided once more under the practitioner's lock row, so that losing the turn does no harm.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfoNotFoundError

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.horizon import last_bookable_day
from slotkeeper.domain.interval import overlap
from slotkeeper.domain.local_time import local_date, next_local_day
from slotkeeper.domain.protected_time import next_release
from slotkeeper.domain.quiet_hours import quiet_until
from slotkeeper.domain.waitlist import WaitlistEntry, in_order, match
from slotkeeper.services.changing.changeable import is_open
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.calling import find_calling
from slotkeeper.services.waitlist.free import FreeTimes
from slotkeeper.services.waitlist.freed import AFTER_UNDO_SECONDS
from slotkeeper.services.waitlist.give_up import give_up
from slotkeeper.services.waitlist.place import Placing, place_offer
from slotkeeper.services.waitlist.reached import find_unreached
from slotkeeper.services.waitlist.settle import settle_offer, why_over
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.clinic import find_slug
from slotkeeper.storage.database import ConstraintBroken, Reader, Transaction
from slotkeeper.storage.news import get_news
from slotkeeper.storage.waitlist import end_entry, find_waiting, lock_entry
from slotkeeper.storage.waitlist_offer import (
    end_turn,
    find_asked,
    find_clinics_waiting,
    find_open_offers,
    is_looked_through,
    take_turn,
)
from slotkeeper.storage.waitlist_telling import find_untold, has_vain_offer
from slotkeeper.storage.waitlist_undo import find_undoable

EVERY_SECONDS = 2
TURN_SECONDS = 60
"""After so long another process looks, where the one that had the turn died."""
_LATEST_LOOK_SECONDS = 3600
_LOG = logging.getLogger("slotkeeper.waitlist")


@dataclass(frozen=True, slots=True)
class _List:
    """A clinic's list at one instant: who may be offered something, what they have booked, and when
    it ends that others are asked to call.
    """

    toolbox: Toolbox
    clinic: Clinic
    now: int
    entries: list[WaitlistEntry]
    booked: dict[int, Booking]
    calls_until: list[int]


async def offer_free(toolbox: Toolbox) -> int:
    """Settle what became of the offers and make new ones, at all clinics; how many were made.

    Raises DatabaseUnavailable.
    """
    made = 0
    for clinic_id in await find_clinics_waiting(toolbox.database, toolbox.clock()):
        try:
            made += await look_through(toolbox, clinic_id)
        except (OverflowError, ValueError, ZoneInfoNotFoundError) as problem:
            # Nothing of one clinic keeps those who wait at others from being asked.
            _LOG.error("clinic %d: no offers: %s", clinic_id, type(problem).__name__)
    if made:
        toolbox.bell.ring()
    return made


async def look_through(toolbox: Toolbox, clinic_id: int) -> int:
    """Look through one clinic's list where anything changed since the last time; how many offers
    were made. Raises DatabaseUnavailable.
    """
    database, now = toolbox.database, toolbox.clock()
    news = await get_news(database, clinic_id)
    if news is None or not await _asks_for_a_look(database, clinic_id, news, now):
        return 0
    until = now + TURN_SECONDS
    if not await database.write(lambda tx: take_turn(tx, clinic_id, now, until)):
        return 0
    clinic = await toolbox.clinics.get(database, await find_slug(database, clinic_id) or "")
    await _settle(toolbox, clinic)
    found = await _read(toolbox, clinic, now)
    made, next_at = await _offer(found)
    await database.write(
        lambda tx: end_turn(tx, clinic_id, until, news=news, next_at=max(next_at, now + 1))
    )
    return made


async def _asks_for_a_look(reader: Reader, clinic_id: int, news: int, now: int) -> bool:
    """A message that fails is no news of the clinic's time."""
    is_known = await is_looked_through(reader, clinic_id, news, now)
    return not is_known or await has_vain_offer(reader, clinic_id)


async def _settle(toolbox: Toolbox, clinic: Clinic) -> None:
    database = toolbox.database
    for offer in await find_open_offers(database, clinic.id):
        hold = await find_booking(database, clinic.id, offer.hold_id)
        is_live = hold is not None and hold.is_live_hold(toolbox.clock())
        if not is_live or await find_untold(database, offer) == "failed":
            job = partial(settle_offer, clinic=clinic, offer=offer, now=toolbox.clock())
            await toolbox.database.write(job)


async def _read(toolbox: Toolbox, clinic: Clinic, now: int) -> _List:
    """Those who wait, without those for whom nothing can come any more, and without those who could
    not book what they are offered: it would be kept from the next for nothing.
    """
    database, entries, booked = toolbox.database, [], {}
    for entry in await find_waiting(database, clinic.id):
        wanted = entry.booking_id
        booking = await find_booking(database, clinic.id, wanted) if wanted else None
        if why_over(clinic, entry, booking, now):
            await database.write(partial(_end, clinic=clinic, entry=entry, now=now))
        elif booking is None or is_open(clinic, booking, now):
            entries.append(entry)
            if booking is not None:
                booked[entry.id] = booking
    calling = await find_calling(database, clinic.id, entries, now)
    unreached = await find_unreached(database, entries)
    asked = [each for each in entries if each.id not in calling and each.id not in unreached]
    ends = [end for end in calling.values() if end is not None]
    return _List(toolbox, clinic, now, asked, booked, ends)


async def _end(tx: Transaction, clinic: Clinic, entry: WaitlistEntry, now: int) -> None:
    """Unless the booking stands again by now, which puts back only who is off the list."""
    await lock_entry(tx, clinic.id, entry.id)
    wanted = entry.booking_id
    booking = await find_booking(tx, clinic.id, wanted) if wanted else None
    if why_over(clinic, entry, booking, now):
        await give_up(tx, clinic.id, entry.id, "withdrawn", now)
        await end_entry(tx, clinic.id, entry.id, "over", now)


async def _offer(found: _List) -> tuple[int, int]:
    """How many offers were made, and when time alone asks for another look."""
    toolbox, clinic, now = found.toolbox, found.clinic, found.now
    quiet = quiet_until(clinic.notices.quiet_hours, clinic.time_zone, now)
    if not clinic.waitlist.enabled or not clinic.online_booking.enabled:
        return 0, now + _LATEST_LOOK_SECONDS
    offers = await find_asked(toolbox.database, clinic.id)
    ends = [e.open_until for each in offers.values() for e in each if e.state == "open"]
    ends = [each for each in ends if each > now]  # what waits to be paid or answered tells by news
    ends += found.calls_until
    if quiet is not None:
        return 0, min([quiet, *ends])
    has_one = {key for key, each in offers.items() if any(e.state == "open" for e in each)}
    asked = [each for each in found.entries if each.id not in has_one]
    times = FreeTimes(toolbox.database, clinic, now)
    free = await times.of(asked)
    undoable = await find_undoable(toolbox.database, clinic.id, now)
    matches = await asyncio.to_thread(
        match,
        in_order(asked, clinic.waitlist),
        free,
        offers,
        {key: booking.starts_at for key, booking in found.booked.items()},
        clinic.time_zone,
    )
    made = 0
    for each in matches:
        who, time = each.time.practitioner_id, each.time
        until = [end for whose, span, end in undoable if whose == who and overlap(span, time.busy)]
        placing = Placing(
            toolbox,
            clinic.slug,
            each.entry.id,
            who,
            time.slot.starts_at,
            tell_at=max(until, default=-AFTER_UNDO_SECONDS) + AFTER_UNDO_SECONDS,
        )
        made += await _place(toolbox, placing)
    ends += [times.valid_until] if times.valid_until is not None else []
    return made, min([*ends, _next_look(clinic, now)])


async def _place(toolbox: Toolbox, placing: Placing) -> bool:
    with suppress(ConstraintBroken):  # somebody has offered them another time
        return await toolbox.database.write(lambda tx: place_offer(tx, placing)) is not None
    return False


def _next_look(clinic: Clinic, now: int) -> int:
    """The horizon moves at midnight, and protected times are released to the waiting list first."""
    zone = clinic.time_zone
    days = local_date(now, zone), last_bookable_day(clinic, now)
    kept = (each.protected for each in clinic.practitioners)
    released = next_release(kept, zone, days, now, "waitlist")
    latest = min(next_local_day(now, zone), now + _LATEST_LOOK_SECONDS)
    return latest if released is None else min(latest, released)
