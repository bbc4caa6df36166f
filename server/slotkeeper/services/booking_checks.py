"""What must hold before a hold becomes a booking: the clinic's rules, the terms, the limits, and
that a person sent it.
"""

from collections.abc import Mapping

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.daily_limit import DAY_SECONDS, next_possible
from slotkeeper.domain.errors import (
    DailyLimitReached,
    FieldsInvalid,
    OnlineBookingClosed,
    Problem,
    SlotTaken,
    TooManyRequests,
)
from slotkeeper.domain.known import Known
from slotkeeper.domain.slots import is_free
from slotkeeper.services.closed_to_new import closed_since
from slotkeeper.services.refusals import ClosedToNew
from slotkeeper.services.wish import Wish
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.identity import find_made_at
from slotkeeper.storage.terms import Terms

MOST_BOOKINGS_AN_ADDRESS = 40
"""In 24 hours from one network address, whoever the patients are (B5)."""

QUICKEST_SECONDS = 2
"""Nobody reads the form and fills it in within less (T6)."""


def check_rules(wish: Wish, hold: Booking) -> None:
    """The clinic's rules once more (S13), as of the instant of the hold: cut-off and horizon do not
    move under it.

    Raises OnlineBookingClosed, SlotTaken.
    """
    if not wish.clinic.online_booking.enabled:
        raise OnlineBookingClosed
    practitioner = next(
        (each for each in wish.practitioners if each.id == hold.practitioner_id), None
    )
    if practitioner is None:
        raise SlotTaken
    known = Known(now=hold.held_at, asker=wish.asker, is_held=True, is_offered=hold.is_offered)
    slot = is_free(wish.clinic, wish.kind, practitioner, hold.starts_at, known, wish.location)
    lengths = (hold.ends_at, hold.busy_from, hold.busy_until)
    if slot is None or lengths != (
        slot.ends_at,
        slot.starts_at - wish.kind.padding_before * 60,
        slot.ends_at + wish.kind.padding_after * 60,
    ):
        raise SlotTaken


def check_terms(terms: Terms, shown: str) -> None:
    """The terms in force are those that the patient has seen. Raises FieldsInvalid."""
    if terms.version != shown:
        raise FieldsInvalid({"terms": Problem("problem.terms_changed")})


async def check_daily_limit(tx: Transaction, clinic: Clinic, keys: list[str], now: int) -> None:
    """The person of those identity keys may book once more. Raises DailyLimitReached."""
    made_at = await find_made_at(tx, clinic.id, keys, now - DAY_SECONDS, now)
    next_at = next_possible(made_at, clinic.online_booking.daily_limit, now)
    if next_at is not None:
        raise DailyLimitReached(next_at)


async def check_address_limit(tx: Transaction, clinic: Clinic, key: str, now: int) -> None:
    """So may whoever is at the network address of that key. Raises TooManyRequests."""
    made_at = await find_made_at(tx, clinic.id, [key], now - DAY_SECONDS, now)
    next_at = next_possible(made_at, MOST_BOOKINGS_AN_ADDRESS, now)
    if next_at is not None:
        raise TooManyRequests(next_at - now)


async def check_new_patients(tx: Transaction, wish: Wish, hold: Booking) -> None:
    """Where new patients are closed they are asked to call (S9); not for a time that was kept
    before the load closed it. Raises ClosedToNew.
    """
    if wish.asker == "new":
        since = await closed_since(tx, wish.clinic, wish.kind)
        if since is not None and since <= hold.held_at:
            raise ClosedToNew(wish)


def check_timing(fields: Mapping[str, str], hold: Booking | None, now: int) -> None:
    """Robots fill in the field that nobody sees, or answer at once (T6); a person is told to press
    once more. Raises FieldsInvalid.
    """
    # Whoever had the hold extended or placed again has seen the form before.
    had_time = hold is None or hold.extensions > 0 or now - hold.held_at >= QUICKEST_SECONDS
    if fields.get("website") or not had_time:
        raise FieldsInvalid({"form": Problem("problem.robot")})
