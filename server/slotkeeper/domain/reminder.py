"""When a patient is reminded of an appointment, and when it is too late for that (N7).

Minutes and hours elapse: "24h" is so many seconds before the start. Days are those of the wall
clock, as with the cut-off (S3): "1d" is the same local time on the day before, which is 23 or 25
hours where clocks change in between (docs/adr/0030).
"""

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.local_time import plus_days

_SECONDS = {"m": 60, "h": 3600, "d": 86_400}
_CLOCK_CHANGE_SECONDS = 2 * 3600  # no zone has moved its clocks by more since 1970


def remind_at(starts_at: int, before: CutOff, zone: str) -> int:
    """The instant of the reminder of what starts then; epoch seconds."""
    if before.unit == "d":
        return plus_days(starts_at, -before.amount, zone)
    return starts_at - lead_seconds(before)


def last_useful(starts_at: int, before: CutOff) -> int:
    """Until when a reminder that was kept up may still go: half of its lead."""
    return starts_at - lead_seconds(before) // 2


def lead_seconds(before: CutOff) -> int:
    """Its length, days taken as 24 hours."""
    return before.amount * _SECONDS[before.unit]


def starts_to_look_at(before: CutOff, since: int, now: int) -> tuple[int, int]:
    """First and last start of which a reminder may have become due after `since` and until `now`:
    a little more than that, as clocks may change in between.
    """
    lead = lead_seconds(before)
    slack = _CLOCK_CHANGE_SECONDS if before.unit == "d" else 0
    return max(since + lead - slack, now + lead // 2), now + lead + slack


def is_due(starts_at: int, before: CutOff, zone: str, told_at: int, now: int) -> bool:
    """Whether a reminder is to go now: its instant is there and not long past, and nobody has told
    the patient of this appointment since that instant (`told_at`; a booking tells by itself).
    """
    due_at = remind_at(starts_at, before, zone)
    return told_at < due_at <= now <= last_useful(starts_at, before)


def occasion_of(starts_at: int, before: CutOff) -> str:
    """What makes a reminder the same one: an appointment that is moved gets another."""
    return f"{before.amount}{before.unit}:{starts_at}"


def why_no_reminder(occasion: str, booking: Booking, now: int) -> str:
    """Why a reminder of that occasion must not go out any more, as one word; "" if it should."""
    lead, _, starts_at = occasion.partition(":")
    if booking.state != "confirmed":
        return "cancelled" if booking.state == "cancelled" else "over"
    if int(starts_at) != booking.starts_at:
        return "moved"
    if now > last_useful(booking.starts_at, _lead(lead)):
        return "late"
    return ""


def _lead(text: str) -> CutOff:
    unit = text[-1]
    return CutOff(int(text[:-1]), "m" if unit == "m" else "h" if unit == "h" else "d")
