"""Working hours cut down to the times that are marked as offered online (S5)."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from slotkeeper.domain.interval import Interval
from slotkeeper.domain.local_time import ONE_DAY
from slotkeeper.domain.marked_time import MarkedTime, marked_spans
from slotkeeper.domain.schedule import Window


def marked_windows(
    windows: Sequence[Window], marks: tuple[MarkedTime, ...], zone: str, on: date
) -> list[Window]:
    """What is left of the windows of one local day where only marked times are offered.

    Starts are counted from where mark and hours both have begun; a mark outside of the hours offers
    nothing.
    """
    spans = _marked_around(marks, zone, on) if marks and windows else ()
    return [
        Window(
            max(window.grid_from, begin),
            max(window.starts_from, begin),
            min(window.starts_until, end),
            min(window.closes_at, end),
            window.location,
        )
        for window in windows
        for begin, end in spans
        if max(window.starts_from, begin) < min(window.starts_until, end)
    ]


@lru_cache(maxsize=16384)
def _marked_around(marks: tuple[MarkedTime, ...], zone: str, on: date) -> Sequence[Interval]:
    # The day before tells what comes over midnight, two after hold the longest appointment's end.
    return marked_spans(marks, zone, on - ONE_DAY, on + 2 * ONE_DAY)
