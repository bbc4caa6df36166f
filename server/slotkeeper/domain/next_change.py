"""How long an answer of the search stays right while nothing is written."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.horizon import earliest_bookable
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.local_time import ONE_DAY, day_spans, local_date, next_local_day, to_instant


def next_change(clinic: Clinic, starts: Sequence[int], now: int) -> int:
    """Until when an answer of `find_starts` at `now` stays right, as far as time alone goes.

    The earliest of: the cut-off passes the first start; local midnight moves the horizon. Where the
    cut-off counts days and a clock change is near, perhaps earlier than needed, never later.
    """
    notice = earliest_bookable(clinic, now) - now
    until = next_local_day(now, clinic.time_zone)
    if clinic.online_booking.cut_off.unit == "d" and _clock_changes(clinic, now):
        until = _notice_changes(clinic, now, until)
    return min(until, starts[0] - notice + 1) if starts else until


def _clock_changes(clinic: Clinic, now: int) -> bool:
    """Whether a clock change falls on today or on the day to which the cut-off leads."""
    today = local_date(now, clinic.time_zone)
    days = (today, today + clinic.online_booking.cut_off.amount * ONE_DAY)
    return any(day_spans(on, clinic.time_zone) != _plain_day(on, clinic.time_zone) for on in days)


def _plain_day(on: date, zone: str) -> tuple[Interval, ...]:
    midnight = to_instant(on, 0, zone)
    return ((midnight, midnight + 86400),)


def _notice_changes(clinic: Clinic, now: int, until: int) -> int:
    """When the elapsed time of a cut-off in days changes in (now, until), else `until`."""
    notice = earliest_bookable(clinic, now) - now

    def has_changed(instant: int) -> bool:
        return earliest_bookable(clinic, instant) - instant != notice

    # Two changes may undo each other after the half-hour that some zones move by.
    for same in range(now, until, 900):
        if has_changed(min(same + 900, until)):
            steps = range(same, min(same + 900, until))
            return steps.start + bisect_left(steps, x=True, key=has_changed)
    return until
