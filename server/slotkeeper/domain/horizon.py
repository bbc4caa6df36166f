"""How soon and how far ahead patients may book: cut-off (S3) and horizon (S4).

`now` is an instant, epoch seconds. Local dates are the clinic's.
"""

from datetime import date, timedelta

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.cut_off import after
from slotkeeper.domain.local_time import ONE_DAY, local_date, to_instant


def earliest_bookable(clinic: Clinic, now: int) -> int:
    """The first instant that respects the cut-off.

    Days are wall-clock days: Monday 9:00 with one day gives Tuesday 9:00, over a clock change too.
    """
    return after(now, clinic.online_booking.cut_off, clinic.time_zone)


def last_bookable_day(clinic: Clinic, now: int) -> date:
    """The last local date on which an appointment may start.

    On 1 January with 30 days it is 31 January.
    """
    return local_date(now, clinic.time_zone) + timedelta(days=clinic.online_booking.horizon_days)


def bookable_days(clinic: Clinic, first: date, last: date, now: int) -> tuple[date, date]:
    """The part of the local days `first` to `last` that cut-off and horizon leave open.

    Takes any dates; the second is before the first where nothing is left.
    """
    # One day to spare, for a clock that goes back over midnight.
    opens_on = local_date(earliest_bookable(clinic, now), clinic.time_zone) - ONE_DAY
    return max(first, opens_on), min(last, last_bookable_day(clinic, now))


def is_too_soon(clinic: Clinic, starts_at: int, now: int) -> bool:
    """Whether that start is past, or closer than the cut-off."""
    return starts_at < earliest_bookable(clinic, now)


def is_too_far(clinic: Clinic, starts_at: int, now: int) -> bool:
    """Whether that start is beyond the horizon; any whole number may be asked for."""
    if starts_at <= now:
        return False
    last = last_bookable_day(clinic, now)
    if starts_at >= to_instant(last + 3 * ONE_DAY, 0, clinic.time_zone):
        return True  # perhaps beyond what a calendar can name
    return local_date(starts_at, clinic.time_zone) > last
