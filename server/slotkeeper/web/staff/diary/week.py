"""A picture of the next seven days of a diary, and the same in words."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from slotkeeper.web.staff.moments import Moments

DAYS = 7
_FROM, _TO = 6 * 60, 22 * 60
"""What a bar shows of a day, in minutes of the wall clock; what lies outside is in the words."""
_WIDTH = 960
_MOST_SAID = 6


def week_view(
    moments: Moments, busy: Iterable[tuple[int, int]], ours: Iterable[tuple[int, int]] = ()
) -> dict[str, Any]:
    """Seven days from today on: `busy` is time that is taken there, `ours` that of our own entries,
    both [start, end) in epoch seconds. Bars are `_WIDTH` wide, an hour 60.
    """
    taken, own = sorted(busy), sorted(ours)
    return {
        "days": [
            _day(moments, moments.today + timedelta(days=number), taken, own)
            for number in range(DAYS)
        ],
        "hours": [
            {"x": minute - _FROM, "text": moments.clock(minute)} for minute in range(480, 1320, 240)
        ],
        "width": _WIDTH,
    }


def _day(
    moments: Moments,
    on: date,
    busy: Sequence[tuple[int, int]],
    ours: Sequence[tuple[int, int]],
) -> dict[str, Any]:
    there = [span for each in busy if (span := _within(moments, on, each))]
    own = [span for each in ours if (span := _within(moments, on, each))]
    said = [_said(moments, each) for each in there[:_MOST_SAID]]
    return {
        "text": moments.day_of(on),
        "busy": [bar for each in there if (bar := _bar(each))],
        "ours": [bar for each in own if (bar := _bar(each))],
        "said": [each for each in said if each],
        "is_whole": any(not text for text in said),
        "more": max(0, len(there) - _MOST_SAID),
    }


def _within(moments: Moments, on: date, span: tuple[int, int]) -> tuple[int, int] | None:
    """Minutes of that day's wall clock, 0 to 1440, None where it lies on other days."""
    first, last = (moments.local(at) for at in span)
    begin = first.hour * 60 + first.minute if first.date() == on else 0
    end = last.hour * 60 + last.minute if last.date() == on else 1440
    meets = first.date() <= on <= last.date() and (begin < end or first.date() < on < last.date())
    return (begin, end) if meets else None


def _bar(span: tuple[int, int]) -> dict[str, int] | None:
    begin, end = max(span[0], _FROM), min(span[1], _TO)
    return {"x": begin - _FROM, "width": end - begin} if begin < end else None


def _said(moments: Moments, span: tuple[int, int]) -> str:
    """The times, "" for a whole day."""
    if span == (0, 1440):
        return ""
    return f"{moments.clock(span[0])} – {moments.clock(span[1])}"
