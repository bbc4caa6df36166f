"""A patient moves a booking: the new time is held while the old one is kept, then one statement
swaps them (C4).
"""

from dataclasses import dataclass, replace

from msgspec import Struct

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import (
    BookingUnknown,
    FieldsInvalid,
    HoldOver,
    HoldUnknown,
    PractitionerUnknown,
    Problem,
    SlotTaken,
)
from slotkeeper.domain.price_difference import Difference
from slotkeeper.services.booking_checks import check_rules
from slotkeeper.services.booking_link import Managed, get_managed
from slotkeeper.services.changing.cancel import BookingChanged
from slotkeeper.services.changing.changeable import ChangesClosed, Cost, cost_of, is_open
from slotkeeper.services.changing.often import check_often
from slotkeeper.services.changing.paid_move import ask_difference
from slotkeeper.services.changing.price import PriceChanged, difference_of, settle_price
from slotkeeper.services.changing.swap import lock_times, swap
from slotkeeper.services.counted import kind_of
from slotkeeper.services.hold_token import HoldKey, read_hold
from slotkeeper.services.holds import Held
from slotkeeper.services.keep_hold import HoldRenewed, renew
from slotkeeper.services.place_hold import Caller, place_hold
from slotkeeper.services.refusals import others_offered
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import ANY, Wish, make_wish
from slotkeeper.storage.acceptance import find_accepted, insert_acceptance
from slotkeeper.storage.agreed_change import AgreedChange, insert_agreed
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.payment import find_payments_of, lock_payment
from slotkeeper.storage.terms import get_current_terms


class WantedMove(Struct, frozen=True, kw_only=True):
    """`hold` is the key to the new time, `revision` that of the booking as it was shown, `shown`
    the sentence about what moving costs. Minor units as it says them: `keeps` is what cancelling
    costs from now on, `pays` and `returns` are the difference of the price; `paid` is what goes
    along and `at_clinic` what is left to be paid there, None where that was not said.
    `terms_version` is that of the terms the patient ticked, "" where none had to be.
    """

    hold: str
    revision: int
    keeps: int = 0
    paid: int | None = None
    at_clinic: int | None = None
    pays: int = 0
    returns: int = 0
    shown: str = ""
    terms_version: str = ""


@dataclass(frozen=True, slots=True)
class _Moving:
    toolbox: Toolbox
    managed: Managed
    key: HoldKey
    wanted: WantedMove
    language: str


def wish_to_move(managed: Managed, practitioner: str = "") -> Wish:
    """What its patient may choose from: the same type with whoever gave it, or with `practitioner`
    (slug or "any"), its own time among the free ones; with anyone, where that one gives it no more.

    Raises ChangesClosed where the clinic offers that no more.
    """
    clinic, kind = managed.clinic, kind_of(managed.clinic, managed.booking)
    whom = practitioner or managed.practitioner.slug
    if kind is None or not kind.enabled:
        raise ChangesClosed
    try:
        wish = make_wish(clinic, kind.slug, whom, ANY, "existing")
    except PractitionerUnknown:
        wish = make_wish(clinic, kind.slug, ANY, ANY, "existing")
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
    """Hold a new time for the booking of that link; the old one stays its own. One that still waits
    for an answer is not moved.

    Raises ClinicUnknown, BookingUnknown, ChangesClosed, MovedTooOften; as `place_hold`, also where
    `practitioner` gives it no more.
    """
    managed = await get_managed(toolbox, slug, token)
    stands = managed.booking.state == "confirmed"
    if not stands or not is_open(managed.clinic, managed.booking, toolbox.clock()):
        raise ChangesClosed
    await check_often(toolbox.database, managed.booking, toolbox.clock())
    wish = wish_to_move(managed, practitioner)
    if practitioner not in {"", ANY, *(each.slug for each in wish.practitioners)}:
        raise await others_offered(toolbox, wish, starts_at)
    return await place_hold(toolbox, wish, starts_at, caller, previous)


async def move_by_patient(
    toolbox: Toolbox,
    slug: str,
    token: str,
    wanted: WantedMove,
    address: str = "",
    language: str = "en",
) -> Booking:
    """The booking at its new time: payment, answers and acceptance go along, the daily limit does
    not count it. Pressed twice, it is moved once. Where a difference of the price is paid first it
    is the hold of the new time (`is_being_paid`), and the booking stays until it is paid. One
    booking is moved MOST_MOVES (10) times within 24 hours; offers of the waiting list are taken all
    the same.

    Raises ClinicUnknown, BookingUnknown, HoldUnknown, ChangesClosed, BookingChanged, MovedTooOften;
    PriceChanged where it costs something else than what was shown, PaymentsClosed; FieldsInvalid
    where terms are to be accepted anew; HoldRenewed where the hold ran out and is placed again,
    HoldEnded where its time is gone; OthersOffered where the clinic's hours changed under it.
    """
    managed = await get_managed(toolbox, slug, token)
    key = read_hold(toolbox.signer, wanted.hold, managed.clinic.id, toolbox.clock())
    moving = _Moving(toolbox, managed, key, wanted, language)
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
    await lock_times(tx, clinic, (booking_id, moving.key.hold_id))
    now = toolbox.clock()
    before = await find_booking(tx, clinic.id, booking_id)
    hold = await find_booking(tx, clinic.id, moving.key.hold_id)
    if before is None:
        raise BookingUnknown
    is_over = hold is None or hold.is_being_paid or not hold.is_live_hold(now)
    if is_over and _is_moved(clinic, before, moving):
        return before  # the other click of a double click
    if hold is not None and hold.moves != booking_id:
        raise HoldUnknown
    if hold is not None and hold.is_being_paid:
        return hold  # the same before it is paid
    if before.revision != moving.wanted.revision:
        raise BookingChanged
    if before.state != "confirmed" or not is_open(clinic, before, now):
        raise ChangesClosed
    if hold is None or not hold.is_offered:
        await check_often(tx, before, now)
    if hold is None or not hold.is_live_hold(now):
        raise HoldOver
    check_rules(wish_to_move(replace(moving.managed, clinic=clinic), ANY), hold)
    await _accept(tx, moving, now)
    return await _agree_and_swap(tx, clinic, before, hold, moving, now)


def _is_moved(clinic: Clinic, booking: Booking, moving: _Moving) -> bool:
    """Whether it was changed since it was shown, and is at the time of that hold."""
    key = moving.key
    whom = {e.id for e in clinic.practitioners if key.practitioner in {e.slug, ANY}}
    is_there = booking.starts_at == key.starts_at and booking.practitioner_id in whom
    is_other = booking.revision > moving.wanted.revision
    return is_there and is_other and booking.state == "confirmed"


async def _accept(tx: Transaction, moving: _Moving, now: int) -> None:
    """Terms that have changed since are accepted anew (C4)."""
    booking = moving.managed.booking
    terms = await get_current_terms(tx, booking.clinic_id)
    if not terms.text or await find_accepted(tx, booking.id) in {"", terms.sha256}:
        return
    if moving.wanted.terms_version != terms.version:
        raise FieldsInvalid({"terms": Problem("problem.terms_changed")})
    await insert_acceptance(tx, booking.id, terms_id=terms.id, sha256=terms.sha256, accepted_at=now)


async def _agree_and_swap(
    tx: Transaction, clinic: Clinic, before: Booking, hold: Booking, moving: _Moving, now: int
) -> Booking:
    """At the price that was shown: at once, or when the difference is paid."""
    wanted = moving.wanted
    for payment in await find_payments_of(tx, clinic.id, before.id):
        await lock_payment(tx, clinic.id, payment.id)  # nobody gives back of it meanwhile
    cost = await cost_of(tx, clinic, before, now)
    difference = await difference_of(tx, clinic, before, hold, cost, now)
    if not hold.is_offered and not _is_as_shown(wanted, cost, difference):
        raise PriceChanged(difference)
    agreed = AgreedChange(
        clinic_id=clinic.id,
        booking_id=before.id,
        kind="moved",
        revision=before.revision + 1,
        keeps=cost.consequence.keeps,
        returns=difference.returns,
        is_late=cost.consequence.is_late,
        shown=wanted.shown,
        policy=cost.policy,
        agreed_at=now,
        undo_until=now,
        state="settled",
    )
    if difference.pays:
        return await ask_difference(tx, clinic, hold, agreed, difference, moving.language, now)
    await insert_agreed(tx, agreed)
    after = await swap(tx, clinic, before, hold, now)
    if after is None:
        raise SlotTaken
    await settle_price(tx, after, difference, "policy", now)
    return after


def _is_as_shown(wanted: WantedMove, cost: Cost, difference: Difference) -> bool:
    """Of what the clinic offers by itself (the waiting list) no cost is shown."""
    found = cost.consequence
    said = (wanted.keeps, wanted.pays, wanted.returns)
    if said != (found.keeps, difference.pays, difference.returns):
        return False
    if wanted.at_clinic not in {None, difference.at_clinic}:
        return False
    return wanted.paid in {None, found.keeps + found.returns}
