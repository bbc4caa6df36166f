"""A time that is given up is kept for who is next before anybody else can have it (C5, C6,
docs/adr/0040): chosen before the lock rows of time are taken, kept in the transaction that frees
it.
"""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.quiet_hours import quiet_until
from slotkeeper.domain.waitlist import Match, WaitlistEntry, in_order, match
from slotkeeper.services.changing.changeable import is_open
from slotkeeper.services.counted import kind_of, lock_counted, place_of_booking, places_then
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.calling import find_calling
from slotkeeper.services.waitlist.entry import kind_of_entry
from slotkeeper.services.waitlist.free import FreeTimes
from slotkeeper.services.waitlist.place import Placing, place_offer
from slotkeeper.services.waitlist.reached import find_unreached
from slotkeeper.services.waitlist.settle import why_over
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.identity import lock_identities
from slotkeeper.storage.waitlist import count_waiting, find_waiting, lock_entry
from slotkeeper.storage.waitlist_offer import find_asked, find_offers

AFTER_UNDO_SECONDS = 5
"""Nobody can take a cancellation back any more by then, by whichever server's clock."""


async def choose_next(
    tx: Transaction, toolbox: Toolbox, clinic: Clinic, booking_id: int, undo_seconds: int = 0
) -> list[Placing]:
    """Who is to be offered the time of a booking, or of a hold, that this transaction is about to
    end; nothing where nobody waits for it. They are told when nobody can take that back any more.

    Their places on the list, and what the offers count in, are locked from now on: taken before the
    lock rows of time. The place of a session goes to the list with the next look, and so does what
    counts in something else.
    """
    now, rules = toolbox.clock(), clinic.waitlist
    if not rules.enabled or not clinic.online_booking.enabled:
        return []
    freed = await find_booking(tx, clinic.id, booking_id)
    is_quiet = quiet_until(clinic.notices.quiet_hours, clinic.time_zone, now) is not None
    if freed is None or freed.seat or freed.starts_at <= now or is_quiet:
        return []
    if not await count_waiting(tx, clinic.id):
        return []
    # One after the other, or several times that are freed at once were all for the first in turn.
    await lock_identities(tx, clinic.id, ["waitlist:freed"])
    matches = await _match(tx, clinic, freed, now)
    locked = [each for each in matches if await _lock(tx, clinic, each.entry)]
    await _lock_counted(tx, clinic, freed, locked)
    tell_at = now + undo_seconds + AFTER_UNDO_SECONDS if undo_seconds else 0
    return [_placing(toolbox, clinic, each, tell_at) for each in locked]


async def keep_for_next(tx: Transaction, chosen: list[Placing]) -> None:
    """The time is free by now, under its lock row: it is theirs to answer for. What does not fit
    any more is left to the next look at the list.
    """
    for each in chosen:
        await place_offer(tx, each)


async def _match(tx: Transaction, clinic: Clinic, freed: Booking, now: int) -> list[Match]:
    """In ascending order of the entries, as they are locked."""
    waiting = await find_waiting(tx, clinic.id)
    asked = await find_asked(tx, clinic.id)
    busy = {key for key, each in asked.items() if any(e.state == "open" for e in each)}
    entries: list[WaitlistEntry] = []
    before: dict[int, int] = {}
    for entry in waiting:
        wanted = entry.booking_id or 0
        booking = await find_booking(tx, clinic.id, wanted) if wanted else None
        is_asked = entry.id not in busy and wanted != freed.id
        is_asked = is_asked and not _is_counted_else(clinic, freed, entry)
        if not is_asked or why_over(clinic, entry, booking, now):
            continue
        if booking is None or is_open(clinic, booking, now):
            entries.append(entry)
            before |= {entry.id: booking.starts_at} if booking else {}
    passed = {*await find_calling(tx, clinic.id, entries, now), *await find_unreached(tx, entries)}
    entries = in_order((e for e in entries if e.id not in passed), clinic.waitlist)
    free = await FreeTimes(tx, clinic, now, freed).of(entries)
    found = match(entries, free, asked, before, clinic.time_zone)
    return sorted(found, key=lambda each: each.entry.id)


async def _lock_counted(
    tx: Transaction, clinic: Clinic, freed: Booking, matches: list[Match]
) -> None:
    """In one go, with what the freed time counts in, as others take them in ascending order."""
    kind = kind_of(clinic, freed)
    who = next((e for e in clinic.practitioners if e.id == freed.practitioner_id), None)
    if kind is None or who is None or not matches:
        return
    places = {place_of_booking(clinic, freed)}
    for each in matches:
        places |= places_then(clinic, who, each.time.slot.starts_at)
    await lock_counted(tx, clinic, kind, places)


def _is_counted_else(clinic: Clinic, freed: Booking, entry: WaitlistEntry) -> bool:
    """Whether a time of theirs counts in what that of the freed one does not: those lock rows could
    not be taken in order.
    """
    kind = kind_of_entry(clinic, entry)
    is_other = kind is not None and kind.id != freed.appointment_type_id
    return is_other and kind is not None and bool(kind.max_per_day or kind.needs)


async def _lock(tx: Transaction, clinic: Clinic, entry: WaitlistEntry) -> bool:
    """Whether they have no offer by then; whether they still wait is asked when it is placed."""
    await lock_entry(tx, clinic.id, entry.id)
    offers = await find_offers(tx, clinic.id, entry.id)
    return not any(each.state == "open" for each in offers)


def _placing(toolbox: Toolbox, clinic: Clinic, found: Match, tell_at: int) -> Placing:
    return Placing(
        toolbox,
        clinic.slug,
        found.entry.id,
        found.time.practitioner_id,
        found.time.slot.starts_at,
        tell_at=tell_at,
    )
