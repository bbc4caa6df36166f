"""Searching free times: what is busy comes from the database, what is offered from the domain."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from slotkeeper.domain.horizon import bookable_days, last_bookable_day
from slotkeeper.domain.known import Known
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.parts_of_day import shown, shown_starts
from slotkeeper.domain.slots import Slot, find_slots, find_starts, search_range
from slotkeeper.services.look import look
from slotkeeper.services.new_patients import notice
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import Wish

_CHUNK_DAYS = 28
_NEAREST = 6
_NEAREST_BEFORE = timedelta(days=3)
_NEAREST_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Found:
    """Slots of some local days, in order of start."""

    slots: list[Slot]


@dataclass(frozen=True, slots=True)
class FoundStarts:
    """At which instants somebody is free, by what was known then; for a group appointment `places`
    tells how many can still come, by start.
    """

    starts: list[int]
    known: Known
    places: Mapping[int, int] = field(default_factory=dict)


async def search_slots(toolbox: Toolbox, wish: Wish, first: date, last: date) -> Found:
    """All free slots of the local dates first … last, sorted by start.

    At most as many start times a part of day as the clinic shows (B10).
    """
    known = await _look(toolbox, wish, first, last)
    clinic, kind, people, place = wish.clinic, wish.kind, wish.practitioners, wish.location
    found = find_slots(clinic, kind, people, first, last, known, place)
    return Found(shown(found, clinic.time_zone, clinic.online_booking.max_per_part_of_day))


async def search_starts(toolbox: Toolbox, wish: Wish, first: date, last: date) -> FoundStarts:
    """The starts of `search_slots`, each once."""
    known = await _look(toolbox, wish, first, last)
    clinic, kind, people, place = wish.clinic, wish.kind, wish.practitioners, wish.location
    most = clinic.online_booking.max_per_part_of_day
    if kind.is_group:
        places = Counter[int]()
        for slot in find_slots(clinic, kind, people, first, last, known, place):
            places[slot.starts_at] += slot.places
        return FoundStarts(shown_starts(sorted(places), clinic.time_zone, most), known, places)
    found = find_starts(clinic, kind, people, first, last, known, place)
    return FoundStarts(shown_starts(found, clinic.time_zone, most), known)


async def _look(toolbox: Toolbox, wish: Wish, first: date, last: date) -> Known:
    """What is known now of those of the days that can be booked at all."""
    await notice(toolbox, wish.clinic)
    now = toolbox.clock()
    first, last = bookable_days(wish.clinic, first, last, now)
    if last < first:
        return Known(now=now, asker=wish.asker)
    begin, end = search_range(wish.kind, wish.clinic.time_zone, first, last)
    return await look(toolbox.database, wish.clinic, begin, end, now, wish.asker, wish.moving)


async def next_available(toolbox: Toolbox, wish: Wish, after: date) -> date | None:
    """The first local date from `after` on with a free time, over as many empty weeks as the
    horizon holds (B10).
    """
    final = last_bookable_day(wish.clinic, toolbox.clock())
    while after <= final:
        until = min(after + timedelta(days=_CHUNK_DAYS - 1), final)
        found = await search_starts(toolbox, wish, after, until)
        if found.starts:
            return local_date(found.starts[0], wish.clinic.time_zone)
        after = until + timedelta(days=1)
    return None


async def nearest_slots(toolbox: Toolbox, wish: Wish, wanted: int) -> list[Slot]:
    """The few free starts nearest to an instant, in order of time; the next day that has any where
    none is near (B6).
    """
    zone = wish.clinic.time_zone
    today = local_date(toolbox.clock(), zone)
    final = last_bookable_day(wish.clinic, toolbox.clock())
    middle = min(max(local_date(_reasonable(wanted), zone), today), final)
    found = await search_slots(
        toolbox, wish, max(today, middle - _NEAREST_BEFORE), min(final, middle + _NEAREST_AFTER)
    )
    if not found.slots:
        later = await next_available(toolbox, wish, today)
        found = await search_slots(toolbox, wish, later, later) if later else found
    one_a_start = {slot.starts_at: slot for slot in reversed(found.slots)}
    nearest = sorted(one_a_start.values(), key=lambda slot: abs(slot.starts_at - wanted))[:_NEAREST]
    return sorted(nearest, key=lambda slot: slot.starts_at)


def _reasonable(instant: int) -> int:
    """Within the years that a calendar date can name."""
    return min(max(instant, 0), 4_102_444_800)
