"""Morning, afternoon, evening: how a day's times are grouped, how many are shown (B10)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, TypeVar

from slotkeeper.domain.local_time import local_date, local_minute
from slotkeeper.domain.slots import Slot

Part = Literal["morning", "afternoon", "evening"]

PARTS: tuple[Part, ...] = ("morning", "afternoon", "evening")
NOON = 12 * 60
EVENING = 17 * 60

T = TypeVar("T")


def part_of_day(minute: int) -> Part:
    """The part in which a time lies, minutes after local midnight; 12:00 is afternoon."""
    if minute < NOON:
        return "morning"
    return "afternoon" if minute < EVENING else "evening"


def by_part(starts: Iterable[tuple[int, T]]) -> dict[Part, list[T]]:
    """Items by the part of their local minute, parts in order of day, empty parts left out.

    Within a part the items keep the order in which they came.
    """
    parts: dict[Part, list[T]] = {part: [] for part in PARTS}
    for minute, item in starts:
        parts[part_of_day(minute)].append(item)
    return {part: items for part, items in parts.items() if items}


def shown(slots: Sequence[Slot], zone: str, max_per_part: int) -> list[Slot]:
    """The slots of the start times that `shown_starts` leaves; 0 shows all.

    `slots` come in order of start. A start time counts once however many practitioners have it.
    """
    if not max_per_part:
        return list(slots)
    starts = list(dict.fromkeys(slot.starts_at for slot in slots))
    kept = set(shown_starts(starts, zone, max_per_part))
    return [slot for slot in slots if slot.starts_at in kept]


def shown_starts(starts: Sequence[int], zone: str, max_per_part: int) -> list[int]:
    """The first `max_per_part` starts of each local day and part; 0 shows all.

    `starts` come in order, each once. When one is taken, the next moves up.
    """
    if not max_per_part:
        return list(starts)
    counted: Counter[tuple[date, Part]] = Counter()
    kept: list[int] = []
    for start in starts:
        place = local_date(start, zone), part_of_day(local_minute(start, zone))
        counted[place] += 1
        if counted[place] <= max_per_part:
            kept.append(start)
    return kept
