"""Seven days and their free times: what the day and time step shows of a search."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from slotkeeper.domain.horizon import last_bookable_day
from slotkeeper.domain.local_time import day_spans, local_date
from slotkeeper.domain.next_change import next_change
from slotkeeper.services.slot_search import FoundStarts, next_available, search_starts
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import Wish
from slotkeeper.web.days import parse_day

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """The days from `first` on, of which `chosen` is looked at.

    `starts` are the free starts (epoch seconds) by local day; `later` is the next day with any,
    where the chosen day has none. While nothing is written, all stays so until `valid_until`.
    """

    first: date
    chosen: date
    today: date
    final: date
    starts: dict[date, list[int]]
    later: date | None
    valid_until: int


async def find_week(toolbox: Toolbox, wish: Wish, day: str) -> Week:
    """The week of that day (YYYY-MM-DD), or of the first day with a free time where none is named.

    A day of the past or beyond the horizon means the nearest that can be booked. Raises
    FieldsInvalid for a day that is no date.
    """
    now = toolbox.clock()
    today = local_date(now, wish.clinic.time_zone)
    final = last_bookable_day(wish.clinic, now)
    if day:
        chosen = min(max(parse_day("day", day, "problem.day"), today), final)
        return await _week_around(toolbox, wish, chosen, today, final)
    first_try = await _week_around(toolbox, wish, today, today, final)
    free = next((on for on, starts in first_try.starts.items() if starts), first_try.later)
    if free is None or free == today:
        return first_try
    return await _week_around(toolbox, wish, free, today, final)


async def _week_around(
    toolbox: Toolbox, wish: Wish, chosen: date, today: date, final: date
) -> Week:
    # Weeks are counted from today, so that no day of the past is shown.
    first = today + (chosen - today) // ONE_WEEK * ONE_WEEK
    found = await search_starts(toolbox, wish, first, first + ONE_WEEK - ONE_DAY)
    starts = _by_day(found.starts, first, final, wish.clinic.time_zone)
    later = None
    if not starts.get(chosen):
        in_sight = (on for on, times in starts.items() if on > chosen and times)
        later = next(in_sight, None) or await next_available(toolbox, wish, first + ONE_WEEK)
    return Week(first, chosen, today, final, starts, later, _valid_until(wish, found))


def _by_day(starts: Sequence[int], first: date, final: date, zone: str) -> dict[date, list[int]]:
    """Each start once, by day; cut at midnights, as the zone answers slowly for each slot."""
    days = (first + timedelta(days=number) for number in range(7))
    return {
        day: [
            start
            for begin, end in day_spans(day, zone)
            for start in starts[bisect_left(starts, begin) : bisect_left(starts, end)]
        ]
        for day in days
        if day <= final
    }


def _valid_until(wish: Wish, found: FoundStarts) -> int:
    known = found.known
    until = next_change(wish.clinic, found.starts, known.now, wish.practitioners, known.asker)
    return min(until, known.valid_until or until)
