"""When a patient is reminded of an appointment, and when it is too late for that (N7).

Minutes and hours elapse: "24h" is so many seconds before the start. Days are those of the wall
clock, as with the cut-off (S3): "1d" is the same local time on the day before, which is 23 or 25
hours where clocks change in between (docs/adr/0030).
"""

from msgspec import Struct

from slotkeeper.domain.booking import Booking
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.local_time import (
    DAY_MINUTES,
    ONE_DAY,
    local_date,
    local_minute,
    plus_days,
    to_instant,
)
from slotkeeper.domain.notice_rules import QuietHours
from slotkeeper.domain.quiet_hours import quiet_until

BEFORE_QUIET_MINUTES = 10

_SECONDS = {"m": 60, "h": 3600, "d": 86_400}
_CLOCK_CHANGE_SECONDS = 2 * 3600  # no zone has moved its clocks by more since 1970


class Timing(Struct, frozen=True, kw_only=True):
    """When a reminder goes: so long `before`, in the clinic's zone; a text not in quiet hours."""

    before: CutOff
    zone: str
    quiet: QuietHours | None = None


def remind_at(starts_at: int, timing: Timing) -> int:
    """The instant of the reminder of what starts then; epoch seconds.

    A text that falls into quiet hours waits for their end; one that would then come too late goes
    shortly before they begin.
    """
    before, zone, quiet = timing.before, timing.zone, timing.quiet
    at = starts_at - lead_seconds(before)
    if before.unit == "d":
        at = plus_days(starts_at, -before.amount, zone)
    until = quiet_until(quiet, zone, at) if quiet else None
    if quiet is None or until is None or until <= last_useful(starts_at, before):
        return at
    return _begin_of(quiet, zone, at) - BEFORE_QUIET_MINUTES * 60


def _begin_of(quiet: QuietHours, zone: str, at: int) -> int:
    """When those quiet hours began in which that instant lies."""
    on = local_date(at, zone)
    if local_minute(at, zone) < quiet.starts:
        on -= ONE_DAY
    return to_instant(on, quiet.starts, zone)


def last_useful(starts_at: int, before: CutOff) -> int:
    """Until when a reminder that was kept up may still go: half of its lead."""
    return starts_at - lead_seconds(before) // 2


def lead_seconds(before: CutOff) -> int:
    """Its length, days taken as 24 hours."""
    return before.amount * _SECONDS[before.unit]


def starts_to_look_at(timing: Timing, since: int, now: int) -> tuple[int, int]:
    """First and last start of which a reminder may have become due after `since` and until `now`:
    a little more than that, as clocks may change in between, and texts go before quiet hours.
    """
    before = timing.before
    lead = lead_seconds(before)
    slack = _CLOCK_CHANGE_SECONDS if before.unit == "d" else 0
    sooner = DAY_MINUTES * 60 + _CLOCK_CHANGE_SECONDS if timing.quiet else 0
    return max(since + lead - slack, now + lead // 2), now + lead + slack + sooner


def is_due(starts_at: int, timing: Timing, told_at: int, now: int) -> bool:
    """Whether a reminder is to go now: its instant is there and not long past, and nobody has told
    the patient of this appointment since that instant (`told_at`; a booking tells by itself).
    """
    due_at = remind_at(starts_at, timing)
    return told_at < due_at <= now <= last_useful(starts_at, timing.before)


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
