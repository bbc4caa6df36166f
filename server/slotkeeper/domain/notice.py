"""Whether what was to be told is still true when its turn comes."""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.reminder import why_no_reminder
from slotkeeper.domain.told import TELLS_THE_TIME

_OF_AN_APPOINTMENT = frozenset(
    {
        "booking_confirmed",
        "booking_moved",
        "booking_moved_away",
        "booking_approved",
        "series_made",
        "series_changed",
        "link_renewed",
    }
)
_OF_AN_ENDED_ONE = frozenset(
    {"booking_cancelled", "booking_declined", "booking_lapsed", "series_cancelled"}
)
_ASKING = frozenset({"confirm_link", "booking_requested", "waitlist_offer"})

_LATEST_ONLY = frozenset({"booking_cancelled", "confirm_link", "series_changed", "link_renewed"})


def said_anew_by(message: str) -> frozenset[str]:
    """The messages of which a later one says all that this one says, as each is written when it is
    sent; empty where each is of its own.
    """
    if message in TELLS_THE_TIME:
        return TELLS_THE_TIME
    return frozenset({message}) & _LATEST_ONLY


def why_not(message: str, booking: Booking, now: int, occasion: str = "") -> str:
    """Why a message about that booking need not be sent any more, as one word; "" if it should be.

    Nobody is told of an appointment that was cancelled or is over (N7); money is always told of.
    The `occasion` says which start a reminder is about.
    """
    if message == "booking_reminder":
        return why_no_reminder(occasion, booking, now)
    is_cancelled = booking.state == "cancelled"
    if message in _OF_AN_APPOINTMENT and is_cancelled:
        return "cancelled"
    if message in _OF_AN_APPOINTMENT and booking.ends_at <= now:
        return "over"
    if message in _OF_AN_ENDED_ONE and not is_cancelled:
        return "restored"
    if message in _ASKING and not _is_waiting(booking, now):
        return "answered"
    return ""


def _is_waiting(booking: Booking, now: int) -> bool:
    until = booking.expires_at
    return booking.state in {"pending", "held"} and until is not None and until > now
