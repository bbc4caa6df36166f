"""A time is kept for one person of the waiting list, and they are told, or nothing happens."""

import secrets
from dataclasses import dataclass

from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booking import OFFERED, Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.quiet_hours import quiet_until
from slotkeeper.domain.slots import Slot, is_free
from slotkeeper.domain.waitlist import WaitlistEntry, WaitlistOffer
from slotkeeper.services.changing.changeable import is_open
from slotkeeper.services.counted import lock_counted, places_then
from slotkeeper.services.look import look_at_start
from slotkeeper.services.seats import find_seat
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.waitlist.entry import kind_of_entry
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import Channel, insert_delivery
from slotkeeper.storage.hold import insert_hold
from slotkeeper.storage.practitioner import lock_practitioner
from slotkeeper.storage.sms_account import find_text_rules
from slotkeeper.storage.waitlist import find_entry, lock_entry
from slotkeeper.storage.waitlist_offer import insert_offer


@dataclass(frozen=True, slots=True)
class Placing:
    """What is to be offered to whom; `made_by` is the member of staff who does it by hand. They are
    told at `tell_at` (epoch seconds), at once where that is past, and have their minutes from then.
    """

    toolbox: Toolbox
    slug: str
    entry_id: int
    practitioner_id: int
    starts_at: int
    made_by: int | None = None
    tell_at: int = 0


async def place_offer(tx: Transaction, placing: Placing) -> WaitlistOffer | None:
    """The offer with its hold, and its message queued; None where the time is taken, they wait for
    it no more, or would be told in the quiet hours. Raises ConstraintBroken "waitlist_offer_open"
    where they have one already.
    """
    toolbox = placing.toolbox
    clinic = await toolbox.clinics.get(tx, placing.slug)
    await lock_entry(tx, clinic.id, placing.entry_id)
    entry = await find_entry(tx, clinic.id, placing.entry_id)
    kind = kind_of_entry(clinic, entry) if entry else None
    people = clinic.who_offers(kind) if kind else ()
    who = next((each for each in people if each.id == placing.practitioner_id), None)
    if entry is None or kind is None or who is None:
        return None
    await lock_counted(tx, clinic, kind, places_then(clinic, who, placing.starts_at))
    await lock_practitioner(tx, who.id)
    now = toolbox.clock()
    if not await _still_wants(tx, clinic, entry, placing.starts_at, now):
        return None
    tell_at = max(now, placing.tell_at)
    if placing.made_by is None and _is_quiet(clinic, tell_at):
        return None
    until = min(tell_at + clinic.waitlist.offer_minutes * 60, placing.starts_at)
    hold = await _hold(tx, clinic, kind, who, entry, placing.starts_at, (now, until))
    return None if hold is None else await _offer(tx, clinic, entry, hold, tell_at, placing.made_by)


def _is_quiet(clinic: Clinic, tell_at: int) -> bool:
    """Whether nobody is to be told then, so that nothing is kept for them either."""
    return quiet_until(clinic.notices.quiet_hours, clinic.time_zone, tell_at) is not None


async def _still_wants(
    tx: Transaction, clinic: Clinic, entry: WaitlistEntry, starts_at: int, now: int
) -> bool:
    if entry.state != "waiting":
        return False
    if entry.booking_id is None:
        return True
    booking = await find_booking(tx, clinic.id, entry.booking_id)
    return may_be_earlier(clinic, booking, starts_at, now)


def may_be_earlier(clinic: Clinic, booking: Booking | None, starts_at: int, now: int) -> bool:
    """Whether a booking may be moved by its patient to that earlier start."""
    return (
        booking is not None
        and booking.state == "confirmed"
        and starts_at < booking.starts_at
        and is_open(clinic, booking, now)
    )


async def _hold(
    tx: Transaction,
    clinic: Clinic,
    kind: AppointmentType,
    who: Practitioner,
    entry: WaitlistEntry,
    starts_at: int,
    kept: Interval,
) -> Booking | None:
    now, _ = kept
    moving = entry.booking_id or 0
    known = await look_at_start(tx, clinic, kind, starts_at, now, entry.patient_is, moving)
    slot = is_free(clinic, kind, who, starts_at, replace(known, is_offered=True))
    seat = await find_seat(tx, clinic, kind, who, starts_at, now, moving)
    if slot is None or seat is None:
        return None
    hold = _booking(clinic, kind, who, slot, kept)
    hold = replace(hold, seat=seat, moves=moving)
    hold_id = await insert_hold(tx, hold, address_key="", now=now)
    return None if hold_id is None else replace(hold, id=hold_id)


def _booking(
    clinic: Clinic, kind: AppointmentType, who: Practitioner, slot: Slot, kept: Interval
) -> Booking:
    now, until = kept
    return Booking(
        id=0,
        clinic_id=clinic.id,
        practitioner_id=who.id,
        appointment_type_id=kind.id,
        location_id=clinic.location(slot.location).id if slot.location else None,
        state="held",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        busy_from=slot.starts_at - kind.padding_before * 60,
        busy_until=slot.ends_at + kind.padding_after * 60,
        expires_at=until,
        visitor=OFFERED + secrets.token_urlsafe(16),
        held_at=now,
    )


async def _offer(
    tx: Transaction,
    clinic: Clinic,
    entry: WaitlistEntry,
    hold: Booking,
    tell_at: int,
    made_by: int | None,
) -> WaitlistOffer:
    offer = WaitlistOffer(
        clinic_id=clinic.id,
        entry_id=entry.id,
        hold_id=hold.id,
        practitioner_id=hold.practitioner_id,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        made_at=hold.held_at,
        tell_at=tell_at,
        open_until=hold.expires_at or hold.held_at,
        made_by=made_by,
    )
    offer = replace(offer, id=await insert_offer(tx, offer))
    texts = clinic.waitlist.sms and await find_text_rules(tx, clinic.id) is not None
    ways: tuple[Channel, ...] = ("mail", "sms") if texts else ("mail",)
    for way in ways:
        await insert_delivery(
            tx,
            clinic_id=clinic.id,
            booking_id=hold.id,
            recipient="patient",
            message="waitlist_offer",
            occasion=str(offer.id),
            channel=way,
            language=entry.language,
            now=hold.held_at,
            not_before=tell_at,
        )
    return offer
