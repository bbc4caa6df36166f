"""What became of the offers: read from the holds that they are, and written down (ADR 0035)."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.waitlist import OfferState, Untold, WaitlistEntry, WaitlistOffer
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.reached import find_reach
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.hold import delete_hold
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.practitioner import lock_practitioner_of
from slotkeeper.storage.waitlist import (
    count_unanswered,
    end_entry,
    find_entry,
    lock_entry,
    save_unreached,
)
from slotkeeper.storage.waitlist_message import insert_waitlist_message
from slotkeeper.storage.waitlist_offer import end_offer, find_open_offers
from slotkeeper.storage.waitlist_telling import find_untold


async def settle_entry(toolbox: Toolbox, clinic: Clinic, entry_id: int) -> None:
    """Write down what became of an entry's offer. Nothing rests on it being done at once."""

    async def job(tx: Transaction) -> None:
        for offer in await find_open_offers(tx, clinic.id):
            if offer.entry_id == entry_id:
                await settle_offer(tx, clinic, offer, toolbox.clock())
        await tell_calendars(tx, clinic.id)

    await toolbox.database.write(job)
    toolbox.bell.ring()


async def settle_offer(tx: Transaction, clinic: Clinic, offer: WaitlistOffer, now: int) -> None:
    """End an offer whose hold is over or became a booking, or of which nobody can be told, and the
    entry where it has its booking, or let too many offers pass.
    """
    await lock_entry(tx, clinic.id, offer.entry_id)
    await lock_practitioner_of(tx, clinic.id, offer.hold_id)
    hold = await find_booking(tx, clinic.id, offer.hold_id)
    entry = await find_entry(tx, clinic.id, offer.entry_id)
    if hold is None or entry is None:
        return
    state, untold = await _end_of(tx, entry, offer, hold, now)
    if state is None or not await end_offer(tx, offer, state, now, untold):
        return
    if state == "accepted":
        await end_entry(tx, clinic.id, entry.id, "booked", now)
    elif state == "expired" or untold:
        # For servers whose clocks are behind too: who was told that it passed does not get it.
        await delete_hold(tx, clinic.id, hold.id)
        if untold == "failed":
            await save_unreached(tx, clinic.id, entry.id, await find_reach(tx, entry))
        elif not untold:
            await _let_pass(tx, clinic, entry, now)


async def _end_of(
    tx: Transaction, entry: WaitlistEntry, offer: WaitlistOffer, hold: Booking, now: int
) -> tuple[OfferState | None, Untold]:
    """What became of it, None while it is open; nobody lets pass what they never heard of."""
    state = await _state_of(tx, entry, offer, hold, now)
    if hold.state != "held" or state not in {None, "expired"}:
        return state, ""
    untold = await find_untold(tx, offer)
    if untold == "failed":
        return "withdrawn", untold
    return state, untold if state == "expired" else ""


async def _state_of(
    tx: Transaction, entry: WaitlistEntry, offer: WaitlistOffer, hold: Booking, now: int
) -> OfferState | None:
    """None while it is open: kept for them still, or waiting for its payment or an answer."""
    if hold.state == "held":
        if hold.is_live_hold(now):
            return None
        moved = entry.booking_id and await find_booking(tx, entry.clinic_id, entry.booking_id)
        is_there = moved and has_time_of(offer, moved)
        was_released = hold.expires_at is not None and hold.expires_at < offer.open_until
        return "accepted" if is_there else "withdrawn" if was_released else "expired"
    if hold.was_not_paid or hold.cancelled_by in {"declined", "deadline"}:
        return "expired"
    return None if hold.state in {"paying", "pending"} else "accepted"


async def _let_pass(tx: Transaction, clinic: Clinic, entry: WaitlistEntry, now: int) -> None:
    count = entry.unanswered + 1
    await count_unanswered(tx, clinic.id, entry.id, count)
    if count >= clinic.waitlist.most_unanswered:
        await end_entry(tx, clinic.id, entry.id, "unanswered", now)
        await insert_waitlist_message(tx, entry, "waitlist_ended", now)


def why_over(clinic: Clinic, entry: WaitlistEntry, booking: Booking | None, now: int) -> bool:
    """Whether nothing can come any more: the last day is past, or the booking whose time they want
    changed is over, cancelled or theirs to change no more.
    """
    until = entry.wanted.until_on
    if until is not None and local_date(now, clinic.time_zone) > until:
        return True
    return entry.booking_id is not None and (booking is None or booking.state != "confirmed")


def has_time_of(offer: WaitlistOffer, booking: Booking) -> bool:
    """Whether a booking stands at the time, and with the practitioner, that were offered for it."""
    place = booking.practitioner_id, booking.starts_at
    return booking.state == "confirmed" and place == (offer.practitioner_id, offer.starts_at)
