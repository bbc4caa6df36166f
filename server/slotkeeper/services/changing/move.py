"""A patient moves a booking: the new time is held while the old one is kept, then one statement
swaps them (C4).
"""

from dataclasses import dataclass, replace

from msgspec import Struct, structs

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import (
    AppointmentTypeUnknown,
    BookingUnknown,
    FieldsInvalid,
    HoldOver,
    HoldUnknown,
    Problem,
    SlotTaken,
)
from slotkeeper.domain.local_time import local_text
from slotkeeper.services.booking_checks import check_rules
from slotkeeper.services.booking_link import Managed, get_managed
from slotkeeper.services.changing.cancel import BookingChanged
from slotkeeper.services.changing.changeable import ChangesClosed, cost_of, is_open
from slotkeeper.services.counted import kind_of, lock_counted, place_of_booking
from slotkeeper.services.hold_token import HoldKey, read_hold
from slotkeeper.services.holds import Held
from slotkeeper.services.keep_hold import HoldRenewed, renew
from slotkeeper.services.notices.announce import announce
from slotkeeper.services.notices.queue import BOTH
from slotkeeper.services.place_hold import Caller, place_hold
from slotkeeper.services.refusals import others_offered
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import ANY, Wish, make_wish
from slotkeeper.storage.acceptance import find_accepted, insert_acceptance
from slotkeeper.storage.agreed_change import AgreedChange, insert_agreed
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.booking_change import save_moved
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.delivery import insert_delivery
from slotkeeper.storage.hold import delete_hold
from slotkeeper.storage.practitioner import lock_practitioner
from slotkeeper.storage.terms import get_current_terms


class WantedMove(Struct, frozen=True, kw_only=True):
    """`hold` is the key to the new time, `revision` that of the booking as it was shown, `shown`
    the sentence about what moving costs; `terms_version` is that of the terms the patient ticked,
    "" where none had to be.
    """

    hold: str
    revision: int
    shown: str = ""
    terms_version: str = ""


@dataclass(frozen=True, slots=True)
class _Moving:
    toolbox: Toolbox
    managed: Managed
    key: HoldKey
    wanted: WantedMove


def wish_to_move(managed: Managed, practitioner: str = "") -> Wish:
    """What its patient may choose from: the same type with whoever gave it, or with `practitioner`
    (slug or "any"), its own time among the free ones.

    Raises ChangesClosed where the clinic offers that no more.
    """
    kind = kind_of(managed.clinic, managed.booking)
    whom = practitioner or managed.practitioner.slug
    try:
        if kind is None:
            raise ChangesClosed
        wish = make_wish(managed.clinic, kind.slug, whom, ANY, "existing")
    except AppointmentTypeUnknown as gone:
        raise ChangesClosed from gone
    return replace(wish, moving=managed.booking.id)


async def hold_move(
    toolbox: Toolbox,
    slug: str,
    token: str,
    starts_at: int,
    caller: Caller,
    *,
    practitioner: str = "",
    previous: str = "",
) -> Held:
    """Hold a new time for the booking of that link; the old one stays its own.

    Raises ClinicUnknown, BookingUnknown, ChangesClosed, PractitionerUnknown; as `place_hold`.
    """
    managed = await get_managed(toolbox, slug, token)
    if not is_open(managed.clinic, managed.booking, toolbox.clock()):
        raise ChangesClosed
    wish = wish_to_move(managed, practitioner)
    return await place_hold(toolbox, wish, starts_at, caller, previous)


async def move_by_patient(
    toolbox: Toolbox, slug: str, token: str, wanted: WantedMove, address: str = ""
) -> Booking:
    """The booking at its new time: payment, answers and acceptance go along, the daily limit does
    not count it. Pressed twice, it is moved once.

    Raises ClinicUnknown, BookingUnknown, HoldUnknown, ChangesClosed, BookingChanged; FieldsInvalid
    where terms are to be accepted anew; HoldRenewed where the hold ran out and is placed again,
    HoldEnded where its time is gone; OthersOffered where the clinic's hours changed under it.
    """
    managed = await get_managed(toolbox, slug, token)
    key = read_hold(toolbox.signer, wanted.hold, managed.clinic.id, toolbox.clock())
    moving = _Moving(toolbox, managed, key, wanted)
    try:
        booking = await toolbox.database.write(lambda tx: _move(tx, moving))
    except HoldOver as over:
        raise HoldRenewed(await renew(toolbox, slug, wanted.hold, address)) from over
    except SlotTaken as gone:
        raise await others_offered(toolbox, wish_to_move(managed), key.starts_at) from gone
    toolbox.bell.ring()
    return booking


async def _move(tx: Transaction, moving: _Moving) -> Booking:
    toolbox, booking_id = moving.toolbox, moving.managed.booking.id
    clinic = await toolbox.clinics.get(tx, moving.managed.clinic.slug)
    await _lock(tx, clinic, moving)
    now = toolbox.clock()
    before = await find_booking(tx, clinic.id, booking_id)
    hold = await find_booking(tx, clinic.id, moving.key.hold_id)
    if before is None:
        raise BookingUnknown
    if hold is None:
        if before.starts_at == moving.key.starts_at and before.state == "confirmed":
            return before  # the other click of a double click
        raise HoldOver
    if hold.moves != booking_id:
        raise HoldUnknown
    if not hold.is_live_hold(now):
        raise HoldOver
    if before.revision != moving.wanted.revision:
        raise BookingChanged
    if before.state != "confirmed" or not is_open(clinic, before, now):
        raise ChangesClosed
    check_rules(wish_to_move(replace(moving.managed, clinic=clinic), ANY), hold)
    await _accept(tx, moving, now)
    await _agree(tx, clinic, before, moving, now)
    return await _swap(tx, clinic, before, hold, now)


async def _lock(tx: Transaction, clinic: Clinic, moving: _Moving) -> None:
    """What both times count in, then both practitioners, in ascending order."""
    ids = (moving.managed.booking.id, moving.key.hold_id)
    found = [await find_booking(tx, clinic.id, each) for each in ids]
    both = [each for each in found if each is not None]
    for kind in {kind.id: kind for kind in (kind_of(clinic, e) for e in both) if kind}.values():
        await lock_counted(tx, clinic, kind, {place_of_booking(clinic, each) for each in both})
    for practitioner_id in sorted({each.practitioner_id for each in both}):
        await lock_practitioner(tx, practitioner_id)


async def _accept(tx: Transaction, moving: _Moving, now: int) -> None:
    """Terms that have changed since are accepted anew (C4)."""
    booking = moving.managed.booking
    terms = await get_current_terms(tx, booking.clinic_id)
    if not terms.text or await find_accepted(tx, booking.id) in {"", terms.sha256}:
        return
    if moving.wanted.terms_version != terms.version:
        raise FieldsInvalid({"terms": Problem("problem.terms_changed")})
    await insert_acceptance(tx, booking.id, terms_id=terms.id, sha256=terms.sha256, accepted_at=now)


async def _agree(
    tx: Transaction, clinic: Clinic, before: Booking, moving: _Moving, now: int
) -> None:
    cost = await cost_of(tx, clinic, before, now)
    agreed = AgreedChange(
        clinic_id=clinic.id,
        booking_id=before.id,
        kind="moved",
        revision=before.revision + 1,
        keeps=cost.consequence.keeps,
        returns=0,
        is_late=cost.consequence.is_late,
        shown=moving.wanted.shown,
        policy=cost.policy,
        agreed_at=now,
        undo_until=now,
        state="settled",
    )
    await insert_agreed(tx, agreed)


async def _swap(
    tx: Transaction, clinic: Clinic, before: Booking, hold: Booking, now: int
) -> Booking:
    after = structs.replace(
        before,
        practitioner_id=hold.practitioner_id,
        location_id=hold.location_id,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        busy_from=hold.busy_from,
        busy_until=hold.busy_until,
        seat=hold.seat,
    )
    await delete_hold(tx, clinic.id, hold.id)
    local_start = local_text(after.starts_at, clinic.time_zone)
    if not await save_moved(tx, after, local_start=local_start, now=now):
        raise SlotTaken
    after = structs.replace(after, revision=before.revision + 1)
    for recipient in BOTH:
        await insert_delivery(
            tx,
            clinic_id=clinic.id,
            booking_id=after.id,
            recipient=recipient,
            message="booking_moved",
            occasion=str(after.revision),
            now=now,
        )
    await announce(tx, clinic.id, after.id, "changed", now)
    return after
