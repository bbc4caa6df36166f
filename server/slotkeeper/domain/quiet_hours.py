"""When no text message goes to patients (contract "SMS"): in the clinic's own time."""

from datetime import timedelta

from slotkeeper.domain.local_time import local_date, local_minute, to_instant
from slotkeeper.domain.notice_rules import QuietHours


def quiet_until(quiet: QuietHours, zone: str, now: int) -> int | None:
    """When the quiet hours end in which `now` lies (both epoch seconds), None outside of them.

    The first minute is quiet, the last is not. A clock change makes them longer or shorter: what
    counts is the wall clock.
    """
    starts, ends = quiet.starts, quiet.ends
    minute, today = local_minute(now, zone), local_date(now, zone)
    if starts <= ends:
        return _later(to_instant(today, ends, zone), now) if starts <= minute < ends else None
    if minute >= starts:
        return _later(to_instant(today + timedelta(days=1), ends, zone), now)
    return _later(to_instant(today, ends, zone), now) if minute < ends else None


def _later(instant: int, now: int) -> int:
    """An end that a repeated hour has put before now is a moment away."""
    return max(instant, now + 60)
