"""Keeping a hold longer, and holding its time again after it ran out (H5)."""

from dataclasses import replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import HoldNotExtendable, HoldOver
from slotkeeper.services.changing.changeable import is_open
from slotkeeper.services.counted import lock_time_of
from slotkeeper.services.hold_token import HoldKey, read_hold
from slotkeeper.services.holds import MOST_EXTENSIONS, Held, hold_of, wish_of
from slotkeeper.services.place_hold import hold_again
from slotkeeper.services.refusals import hold_ended
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import ANY
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.hold import extend_hold, find_holds_of_visitor
from slotkeeper.storage.manage_link import is_renewed_since


class HoldRenewed(HoldOver):
    """The hold ran out, and its time, still free, is held again: the patient may go on."""

    def __init__(self, held: Held) -> None:
        super().__init__(held.hold.id)
        self.held = held


async def extend(toolbox: Toolbox, clinic: str, token: str, address: str) -> Held:
    """Keep the hold for another full time, at most ten times; one that has just run out is held
    again if it can be.

    Raises ClinicUnknown, HoldUnknown, AlreadyBooked, HoldNotExtendable, HoldEnded.
    """
    known = await toolbox.clinics.get(toolbox.database, clinic)
    key = read_hold(toolbox.signer, token, known.id, toolbox.clock())

    async def job(tx: Transaction) -> Held:
        await lock_time_of(tx, known, key.hold_id)
        now = toolbox.clock()
        until = now + known.online_booking.hold_seconds
        longer = await extend_hold(
            tx, known.id, key.hold_id, until=until, now=now, most=MOST_EXTENSIONS
        )
        found = hold_of(toolbox, known, key, await find_booking(tx, known.id, key.hold_id), now)
        if not longer:
            raise HoldNotExtendable
        return found

    try:
        return await toolbox.database.write(job)
    except HoldOver:
        return await renew(toolbox, clinic, token, address)


async def renew(toolbox: Toolbox, clinic: str, token: str, address: str) -> Held:
    """The hold of that token, held again where it ran out and its time is still free; this counts
    as one extension.

    Raises ClinicUnknown, HoldUnknown, AlreadyBooked; HoldEnded where the time went to somebody
    else, was given back, or the hold was kept as often as is allowed.
    """
    known = await toolbox.clinics.get(toolbox.database, clinic)
    now = toolbox.clock()
    key = read_hold(toolbox.signer, token, known.id, now)
    old = await find_booking(toolbox.database, known.id, key.hold_id)
    try:
        return hold_of(toolbox, known, key, old, now)
    except HoldOver as over:
        again = await _again(toolbox, known, key, old, address)
        if again is None:
            raise await hold_ended(toolbox, wish_of(known, key), key.starts_at) from over
        return again


async def _again(
    toolbox: Toolbox, clinic: Clinic, key: HoldKey, old: Booking | None, address: str
) -> Held | None:
    if old is None:
        return await _held_since(toolbox, clinic, key)
    if old.is_offered or old.extensions >= MOST_EXTENSIONS or not clinic.online_booking.enabled:
        return None
    if old.moves and not await _may_move(toolbox, clinic, old):
        return None
    wish = wish_of(clinic, key)
    if key.practitioner not in {wish.practitioner, ANY}:
        return None  # whom the patient chose has left: others are offered, not just held
    return await hold_again(toolbox, wish, old, address)


async def _may_move(toolbox: Toolbox, clinic: Clinic, old: Booking) -> bool:
    """Whoever had the link of the booking when they chose that time must still have it."""
    reader, now = toolbox.database, toolbox.clock()
    booking = await find_booking(reader, clinic.id, old.moves)
    if booking is None or not is_open(clinic, booking, now):
        return False
    return not await is_renewed_since(reader, clinic.id, booking.id, old.held_at)


async def _held_since(toolbox: Toolbox, clinic: Clinic, key: HoldKey) -> Held | None:
    """The same time, held again already by the other click of a double click."""
    now, kind = toolbox.clock(), wish_of(clinic, key).kind
    for hold in await find_holds_of_visitor(toolbox.database, clinic.id, key.visitor):
        same = (hold.starts_at, hold.appointment_type_id) == (key.starts_at, kind.id)
        if same and hold.is_live_hold(now):
            return hold_of(toolbox, clinic, replace(key, hold_id=hold.id), hold, now)
    return None
