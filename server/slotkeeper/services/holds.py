"""Holds: found again and given back (H4, H6). Placing is in `place_hold.py`, keeping in
`keep_hold.py`.
"""

from dataclasses import dataclass, replace

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import HoldOver, PractitionerUnknown
from slotkeeper.services.booking_link import sign_link
from slotkeeper.services.hold_token import HoldKey, read_hold, sign_hold
from slotkeeper.services.payments.links import sign_payment
from slotkeeper.services.refusals import AlreadyBooked, BeingAnswered, BeingPaid, hold_ended
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import ANY, Wish, make_wish
from slotkeeper.storage.booking import find_booking
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.hold import delete_hold
from slotkeeper.storage.practitioner import lock_practitioner_of

MOST_EXTENSIONS = 10
"""One click each, as WCAG 2.2.1 asks (H5)."""


@dataclass(frozen=True, slots=True)
class Held:
    """A hold with what its patient is shown: `token` is the key to it, `now` the instant (epoch
    seconds) it was read.
    """

    wish: Wish
    hold: Booking
    token: str
    now: int

    @property
    def can_extend(self) -> bool:
        """Whether "Keep it longer" is still to be had."""
        return self.hold.extensions < MOST_EXTENSIONS


async def get_hold(toolbox: Toolbox, clinic: str, token: str) -> Held:
    """The live hold of that token.

    Raises ClinicUnknown; HoldUnknown where the token is not ours; AlreadyBooked; HoldEnded where it
    ran out, was given back or moved.
    """
    known = await toolbox.clinics.get(toolbox.database, clinic)
    now = toolbox.clock()
    key = read_hold(toolbox.signer, token, known.id, now)
    hold = await find_booking(toolbox.database, known.id, key.hold_id)
    try:
        return hold_of(toolbox, known, key, hold, now)
    except HoldOver as over:
        raise await hold_ended(toolbox, wish_of(known, key), key.starts_at) from over


async def release(toolbox: Toolbox, clinic: str, token: str) -> Wish:
    """Give the time back at once (H6); what was wanted comes back. Releasing twice is no mistake.

    Raises ClinicUnknown, HoldUnknown where the token is not ours.
    """
    known = await toolbox.clinics.get(toolbox.database, clinic)
    key = read_hold(toolbox.signer, token, known.id, toolbox.clock())

    async def job(tx: Transaction) -> None:
        await lock_practitioner_of(tx, known.id, key.hold_id)
        await delete_hold(tx, known.id, key.hold_id)

    await toolbox.database.write(job)
    return wish_of(known, key)


def hold_of(toolbox: Toolbox, clinic: Clinic, key: HoldKey, hold: Booking | None, now: int) -> Held:
    """The hold with a fresh token.

    Raises AlreadyBooked where a booking stands in its place, BeingPaid where that waits for its
    payment, BeingAnswered where it waits for an answer or had none; HoldOver where it ran out, is
    gone, or was not paid.
    """
    if hold is None or hold.was_not_paid:
        raise HoldOver
    if hold.state == "paying" or (hold.is_being_paid and hold.is_live_hold(now)):
        raise BeingPaid(hold, sign_payment(toolbox.signer, hold))
    if hold.state == "pending" or hold.cancelled_by in {"declined", "deadline"}:
        raise BeingAnswered(hold, sign_link(toolbox, hold))
    if hold.state != "held":
        raise AlreadyBooked(hold)
    if not hold.is_live_hold(now):
        raise HoldOver
    token = sign_hold(toolbox.signer, replace(key, issued_at=now))
    return Held(wish_of(clinic, key), hold, token, now)


def wish_of(clinic: Clinic, key: HoldKey, said: str = "") -> Wish:
    """What the patient wanted when the hold was placed; anyone, where the clinic has that
    practitioner no more. `said` is what they say of themselves now, "" where that has not changed.
    """
    said = said or key.said
    try:
        return make_wish(clinic, key.kind, key.practitioner, key.location, said)
    except PractitionerUnknown:
        return make_wish(clinic, key.kind, ANY, key.location, said)
