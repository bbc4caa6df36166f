"""Choosing a time places a hold on it at once (H1, H3, H7)."""

import secrets
from dataclasses import dataclass, replace

from msgspec import structs

from slotkeeper.domain.booking import OURS, Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import HoldUnknown, OnlineBookingClosed, SlotTaken
from slotkeeper.domain.known import Known
from slotkeeper.domain.local_time import local_date, to_instant
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.slots import Slot, is_free
from slotkeeper.services.asker import check_open
from slotkeeper.services.counted import lock_counted, places_then
from slotkeeper.services.hold_caps import check_caps
from slotkeeper.services.hold_token import HoldKey, read_hold
from slotkeeper.services.holds import Held, hold_of
from slotkeeper.services.look import look_at_start
from slotkeeper.services.refusals import others_offered
from slotkeeper.services.seats import find_seat
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import Wish, make_wish
from slotkeeper.storage.busy import count_booked
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.hold import delete_hold, find_holds_of_visitor, insert_hold
from slotkeeper.storage.identity import lock_identities
from slotkeeper.storage.practitioner import lock_practitioner

_LATEST = 253_370_764_800
"""The year 9999: an instant beyond it is no date."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: `visitor` is the random name that one browser gives itself, `address` the network
    address or "".
    """

    visitor: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class _Placing:
    toolbox: Toolbox
    wish: Wish
    visitor: str
    address_key: str
    extensions: int = 0


async def place_hold(
    toolbox: Toolbox, wish: Wish, starts_at: int, caller: Caller, previous: str = ""
) -> Held:
    """Hold that start for the visitor; a hold they have already moves here in the same transaction,
    or stays.

    `previous` is the token of that hold where the browser has one. With several practitioners the
    least booked of that day is tried first. Raises OnlineBookingClosed, ClosedToNew,
    HoldCapReached; OthersOffered where nobody is free then.
    """
    if not wish.clinic.online_booking.enabled:
        raise OnlineBookingClosed
    if not wish.moving:
        await check_open(toolbox, wish)
    visitor = _visitor(toolbox, wish.clinic, caller.visitor, previous)
    placing = _Placing(toolbox, wish, visitor, toolbox.signer.digest("address", caller.address))
    held = await _hold_first_free(placing, starts_at)
    if held is None:
        raise await others_offered(toolbox, wish, starts_at)
    return held


async def hold_again(toolbox: Toolbox, wish: Wish, old: Booking, address: str) -> Held | None:
    """The time of a hold that ran out, held anew for the same visitor as one more extension; None
    where it is taken.
    """
    address_key = toolbox.signer.digest("address", address)
    wish = replace(wish, moving=old.moves)
    placing = _Placing(toolbox, wish, old.visitor, address_key, old.extensions + 1)
    return await _hold_first_free(placing, old.starts_at)


async def _hold_first_free(placing: _Placing, starts_at: int) -> Held | None:
    for practitioner in await _least_booked_first(placing, starts_at):
        try:
            return await _hold_with(placing, practitioner, starts_at)
        except SlotTaken:
            continue
    return None


async def _least_booked_first(placing: _Placing, starts_at: int) -> list[Practitioner]:
    offering = list(placing.wish.practitioners)
    if len(offering) < 2 or not 0 < starts_at < _LATEST:  # noqa: PLR2004 - two make a choice
        return offering
    zone = placing.wish.clinic.time_zone
    day = local_date(starts_at, zone)
    booked = await count_booked(
        placing.toolbox.database,
        placing.wish.clinic.id,
        to_instant(day, 0, zone),
        to_instant(day, 1440, zone),
        placing.toolbox.clock(),
    )
    return sorted(offering, key=lambda each: booked.get(each.id, 0))


async def _hold_with(placing: _Placing, practitioner: Practitioner, starts_at: int) -> Held:
    if not 0 < starts_at < _LATEST:
        raise SlotTaken

    async def job(tx: Transaction) -> Held:
        return await _move_or_place(tx, placing, practitioner, starts_at)

    return await placing.toolbox.database.write(job)


async def _move_or_place(
    tx: Transaction, placing: _Placing, practitioner: Practitioner, starts_at: int
) -> Held:
    placing, practitioner = await _with_present_set_up(tx, placing, practitioner)
    clinic = placing.wish.clinic
    await lock_identities(tx, clinic.id, _lock_keys(placing))
    there = places_then(clinic, practitioner, starts_at)
    await lock_counted(tx, clinic, placing.wish.kind, there)
    old = await find_holds_of_visitor(tx, clinic.id, placing.visitor)
    for locked in sorted({practitioner.id, *(hold.practitioner_id for hold in old)}):
        await lock_practitioner(tx, locked)
    now = placing.toolbox.clock()
    for hold in old:
        if _is_same(hold, placing, starts_at) and hold.is_live_hold(now):
            _derive(placing.wish, practitioner, starts_at, _kept(placing.wish, now))
            return hold_of(placing.toolbox, clinic, _key(placing, hold, now), hold, now)
        await delete_hold(tx, clinic.id, hold.id)
    kind, asker = placing.wish.kind, placing.wish.asker
    moving = placing.wish.moving
    known = await look_at_start(tx, clinic, kind, starts_at, now, asker, moving)
    slot = _derive(placing.wish, practitioner, starts_at, known)
    await check_caps(tx, placing.toolbox, clinic, placing.address_key, now)
    seat = await find_seat(tx, clinic, kind, practitioner, starts_at, now, moving)
    if seat is None:
        raise SlotTaken
    wanted = _booking(placing, practitioner, slot, seat, now)
    hold_id = await insert_hold(tx, wanted, address_key=placing.address_key, now=now)
    if hold_id is None:
        raise SlotTaken
    placed = structs.replace(wanted, id=hold_id)
    return hold_of(placing.toolbox, clinic, _key(placing, placed, now), placed, now)


async def _with_present_set_up(
    tx: Transaction, placing: _Placing, practitioner: Practitioner
) -> tuple[_Placing, Practitioner]:
    """The same wish by the clinic's set-up of this instant, where that changed since it was read.

    Raises SlotTaken where the practitioner does not give it any more.
    """
    wish = placing.wish
    clinic = await placing.toolbox.clinics.get(tx, wish.clinic.slug)
    if clinic.version == wish.clinic.version:
        return placing, practitioner
    wish = make_wish(clinic, wish.kind.slug, wish.practitioner, wish.location or "", wish.said)
    wish = replace(wish, moving=placing.wish.moving)
    for each in wish.practitioners:
        if each.id == practitioner.id:
            return replace(placing, wish=wish), each
    raise SlotTaken


def _lock_keys(placing: _Placing) -> list[str]:
    """Whose holds are counted here: the visitor's, as a double click is two requests, and with the
    checks the address's. Visitors share 256 rows, so that the table does not grow with each.
    """
    stripe = f"visitor:{placing.toolbox.signer.digest('visitor', placing.visitor)[:2]}"
    return [stripe, placing.address_key] if placing.toolbox.abuse_checks else [stripe]


def _kept(wish: Wish, now: int) -> Known:
    """What is asked of a time that the visitor holds already."""
    return Known(now=now, asker=wish.asker, is_held=True)


def _derive(wish: Wish, practitioner: Practitioner, starts_at: int, known: Known) -> Slot:
    """The slot by the clinic's rules of this instant (S13)."""
    slot = is_free(wish.clinic, wish.kind, practitioner, starts_at, known, wish.location)
    if slot is None:
        raise SlotTaken
    return slot


def _is_same(hold: Booking, placing: _Placing, starts_at: int) -> bool:
    would_do = {each.id for each in placing.wish.practitioners}
    wanted = placing.wish.kind.id, starts_at, placing.wish.moving
    same_time = (hold.appointment_type_id, hold.starts_at, hold.moves) == wanted
    return same_time and hold.practitioner_id in would_do


def _booking(
    placing: _Placing, practitioner: Practitioner, slot: Slot, seat: int, now: int
) -> Booking:
    wish = placing.wish
    return Booking(
        id=0,
        clinic_id=wish.clinic.id,
        practitioner_id=practitioner.id,
        appointment_type_id=wish.kind.id,
        location_id=wish.clinic.location(slot.location).id if slot.location else None,
        state="held",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        busy_from=slot.starts_at - wish.kind.padding_before * 60,
        busy_until=slot.ends_at + wish.kind.padding_after * 60,
        expires_at=now + wish.clinic.online_booking.hold_seconds,
        extensions=placing.extensions,
        visitor=placing.visitor,
        held_at=now,
        seat=seat,
        moves=wish.moving,
    )


def _key(placing: _Placing, hold: Booking, now: int) -> HoldKey:
    wish = placing.wish
    return HoldKey(
        clinic_id=wish.clinic.id,
        hold_id=hold.id,
        visitor=placing.visitor,
        kind=wish.kind.slug,
        practitioner=wish.practitioner,
        location=wish.location or "",
        starts_at=hold.starts_at,
        issued_at=now,
        said=wish.said,
    )


def _visitor(toolbox: Toolbox, clinic: Clinic, given: str, previous: str) -> str:
    """Whose hold it will be: as the token at hand says, else as the browser calls itself, else
    somebody new. No browser calls itself an offer of the waiting list, which keeps its price, or a
    time that somebody is paying for.
    """
    try:
        return read_hold(toolbox.signer, previous, clinic.id, toolbox.clock()).visitor
    except HoldUnknown:
        is_usable = given and not given.startswith(OURS)
        return given if is_usable else secrets.token_urlsafe(16)
