"""Twelve months of somebody's time off as a picture: bars on a line, in units of a drawing."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from slotkeeper.domain.time_off import Days

MONTHS = 12
MONTH_WIDTH = 100
"""Every month is as wide as any other."""


class Bar(NamedTuple):
    """From `x`, `width` wide; 1200 are the twelve months."""

    x: float
    width: float


def months_from(today: date) -> list[date]:
    """The first days of the months that are drawn."""
    begin = today.year * 12 + today.month - 1
    return [date((begin + n) // 12, (begin + n) % 12 + 1, 1) for n in range(MONTHS)]


def last_drawn(today: date) -> date:
    """The last day of the picture."""
    final = months_from(today)[-1]
    return (final + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def bars(stretches: Iterable[Days], today: date) -> list[Bar]:
    """What of those stretches is in the picture; a day is never too narrow to be seen."""
    begin, end = months_from(today)[0], last_drawn(today)
    found = []
    for first, last in stretches:
        if last >= begin and first <= end:
            x = position(max(first, begin), begin)
            until = position(min(last, end) + timedelta(days=1), begin)
            found.append(Bar(round(x, 1), round(max(until - x, 3), 1)))
    return found


def position(on: date, begin: date) -> float:
    """Where a day begins; `begin` is the first of the first month."""
    month = (on.year - begin.year) * 12 + on.month - begin.month
    length = ((on.replace(day=1) + timedelta(days=31)).replace(day=1) - on.replace(day=1)).days
    return MONTH_WIDTH * (month + (on.day - 1) / length)
