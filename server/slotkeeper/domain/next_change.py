"""How long an answer of the search stays right while nothing is written."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.horizon import earliest_bookable, last_bookable_day
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.known import Asker
from slotkeeper.domain.local_time import ONE_DAY, day_spans, local_date, next_local_day, to_instant
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.protected_time import next_release


def next_change(
    clinic: Clinic,
    starts: Sequence[int],
    now: int,
    practitioners: Sequence[Practitioner] = (),
    asker: Asker = "new",
) -> int:
    """Until when an answer of `find_starts` at `now` stays right, as far as time alone goes.

    The earliest of: the cut-off passes the first start; local midnight moves the horizon; a
    protected time of those practitioners opens to who asks, on whichever day it lies, as the answer
    may tell of days far on. Where the cut-off counts days and a clock change is near, perhaps
    earlier than needed, never later.
    """
    notice = earliest_bookable(clinic, now) - now
    until = next_local_day(now, clinic.time_zone)
    if clinic.online_booking.cut_off.unit == "d" and _clock_changes(clinic, now):
        until = _notice_changes(clinic, now, until)
    until = min(until, _next_release(clinic, practitioners, now, asker) or until)
    return min(until, starts[0] - notice + 1) if starts else until


def _next_release(
    clinic: Clinic, practitioners: Sequence[Practitioner], now: int, asker: Asker
) -> int | None:
    # An appointment of the last day may reach into the days after it.
    days = local_date(now, clinic.time_zone), last_bookable_day(clinic, now) + 2 * ONE_DAY
    kept = (each.protected for each in practitioners)
    return next_release(kept, clinic.time_zone, days, now, asker)


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
