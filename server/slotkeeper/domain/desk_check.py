"""A patient stands at the desk: whether the booking they name is good for today (N5)."""

import re
from collections.abc import Collection
from typing import Literal

from msgspec import Struct

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.reference import ALPHABET, LENGTH

Verdict = Literal[
    "today",
    "arrived",
    "another_day",
    "moved",
    "cancelled",
    "waits",
    "paying",
    "unpaid",
    "seen",
    "missed",
]
"""today: confirmed, and for this day; moved: not for this day any more, and it was; waits: it is no
booking before somebody has answered; unpaid: it never became one, as the money did not come; seen
and missed: as staff have marked it.
"""

Tone = Literal["good", "warn", "wrong"]
TONES: dict[Verdict, Tone] = {
    "today": "good",
    "arrived": "good",
    "another_day": "warn",
    "moved": "warn",
    "cancelled": "wrong",
    "waits": "warn",
    "paying": "warn",
    "unpaid": "wrong",
    "seen": "warn",
    "missed": "warn",
}
"""good: come in; warn: something is to be settled first; wrong: there is no such appointment."""

PATH = "desk"
"""Where the address in a QR code leads, below the clinic's part of the portal."""

_ADDRESS = re.compile(
    rf"/staff/(?P<clinic>[a-z0-9-]+)/{PATH}/(?P<reference>[{ALPHABET}]{{{LENGTH}}})/?$",
    re.IGNORECASE,
)
_MANAGE = re.compile(
    r"(?:/c/|#slotkeeper=)(?P<clinic>[a-z0-9-]+)(?:/b/|\.)(?P<token>[A-Za-z0-9_.~-]+)/?$"
)
"""A patient's link: the hosted page, or the clinic's own with the token in its fragment."""


class Code(Struct, frozen=True):
    """What a QR code or a pasted link says: the clinic's slug, with either the booking's reference
    or the token of the patient's own link.
    """

    clinic: str
    reference: str = ""
    token: str = ""


def code_address(base_url: str, clinic: str, reference: str) -> str:
    """What the QR code of a booking says; it names the booking and nobody else."""
    return f"{base_url}/staff/{clinic}/{PATH}/{reference}"


def read_code(text: str) -> Code | None:
    """A scanned or pasted text as a code; None for whatever somebody has typed."""
    plain = text.strip()
    if found := _ADDRESS.search(plain):
        return Code(found["clinic"].lower(), reference=found["reference"].upper())
    if found := _MANAGE.search(plain):
        return Code(found["clinic"], token=found["token"])
    return None


def verdict_of(
    booking: Booking, zone: str, now: int, earlier_starts: Collection[int] = ()
) -> Verdict:
    """What the desk is told at `now` (epoch seconds); the clinic's `zone` says which day it is.
    `earlier_starts` are the instants at which the booking has been before.
    """
    found = _BY_STATE.get(booking.state)
    if booking.was_not_paid:
        return "unpaid"
    if booking.state == "pending" and not booking.is_waiting(now):
        return "cancelled"
    if found:
        return found
    today = local_date(now, zone)
    if local_date(booking.starts_at, zone) == today:
        return "arrived" if booking.state == "arrived" else "today"
    was_today = any(local_date(each, zone) == today for each in earlier_starts)
    return "moved" if was_today else "another_day"


_BY_STATE: dict[str, Verdict] = {
    "pending": "waits",
    "paying": "paying",
    "cancelled": "cancelled",
    "fulfilled": "seen",
    "noshow": "missed",
}
