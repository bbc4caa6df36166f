"""When time off comes again, as local dates (S6): every so many years or weeks, until a last day.

Years keep day and month; 29 February is 28 February in years without it. `until` cuts: nothing
after it is time off, also of a stretch that has begun.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from slotkeeper.domain.local_time import ONE_DAY
from slotkeeper.domain.practitioner import Every, TimeOff

Days = tuple[date, date]
"""First and last local day, both included."""

MOST_WEEKS, MOST_YEARS = 52, 10
_WEEK = 7
_END = date.max.toordinal()
_LEAP_DAY = (2, 29)


def is_off(off: TimeOff, on: date) -> bool:
    """Whether that local date is in one of its stretches."""
    if on < off.first or (off.until is not None and on > off.until):
        return False
    if off.every is None:
        return on <= off.last
    if off.every.unit == "week":
        return (on - off.first).days % (_WEEK * off.every.n) <= (off.last - off.first).days
    return any(begin <= on <= end for begin, end in _years(off, off.every.n, on.year, on.year))


def stretches_off(off: TimeOff, first: date, last: date) -> Iterator[Days]:
    """Its stretches that meet `first` to `last`, in order, each as long as it is."""
    for begin, end in _all(off, first, last):
        until = end if off.until is None else min(end, off.until)
        if begin <= until and begin <= last and until >= first:
            yield begin, until


def all_stretches(offs: Iterable[TimeOff], first: date, last: date) -> list[Days]:
    """Those of several, in order; what overlaps or touches is one."""
    joined: list[Days] = []
    for begin, end in sorted(each for off in offs for each in stretches_off(off, first, last)):
        if joined and (begin - joined[-1][1]).days <= 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((begin, end))
    return joined


def is_over(off: TimeOff, today: date) -> bool:
    """Whether none of it is today or later."""
    if off.every is None:
        return min(off.last, off.until or off.last) < today
    return off.until is not None and off.until < today


def longest(every: Every) -> int:
    """So many days a stretch may have before it meets the next one."""
    return every.n * (_WEEK if every.unit == "week" else 365)


def _all(off: TimeOff, first: date, last: date) -> Iterator[Days]:
    """Whatever may meet `first` to `last`, before `until` cuts."""
    if off.every is None:
        yield off.first, off.last
    elif off.every.unit == "week":
        yield from _weeks(off, _WEEK * off.every.n, first, last)
    else:
        yield from _years(off, off.every.n, first.year, last.year)


def _weeks(off: TimeOff, step: int, first: date, last: date) -> Iterator[Days]:
    length, origin = (off.last - off.first).days, off.first.toordinal()
    # One earlier: it may still go on.
    begins = origin + step * max(0, (first - off.first).days // step - 1)
    for begin in range(begins, min(last.toordinal(), _END - length) + 1, step):
        yield date.fromordinal(begin), date.fromordinal(begin + length)


def _years(off: TimeOff, step: int, first: int, last: int) -> Iterator[Days]:
    """The stretches of which some day may be in those years."""
    over = off.last.year - off.first.year
    begins = max(off.first.year, first - over)
    begins += (off.first.year - begins) % step
    for year in range(begins, min(last, date.max.year - over) + 1, step):
        later = year - off.first.year
        yield _in_year(off.first, year), _in_year(off.last, off.last.year + later)


def _in_year(on: date, year: int) -> date:
    if (on.month, on.day) == _LEAP_DAY:
        return date(year, 3, 1) - ONE_DAY
    return on.replace(year=year)
