"""What is booked for good, and what is blocked here or in the diary: how full a practitioner is."""

from collections.abc import Collection
from dataclasses import dataclass, field

from slotkeeper.domain.interval import Interval
from slotkeeper.storage.database import Reader


@dataclass(slots=True)
class Booked:
    """Padded intervals of one practitioner, in any order."""

    bookings: list[Interval] = field(default_factory=list)
    blocks: list[Interval] = field(default_factory=list)


async def find_booked(
    reader: Reader, practitioner_ids: Collection[int], first: int, until: int
) -> dict[int, Booked]:
    """By practitioner id, what meets [first, until). A hold, a payment under way and a request that
    waits for its answer are not booked yet: nobody fills a clinic by clicking.
    """
    found = {each: Booked() for each in practitioner_ids}
    if not found:
        return found
    marks = ", ".join(f"${number}" for number in range(3, 3 + len(found)))
    for row in await reader.fetch(_FIND.format(marks=marks), first, until, *found):
        of = found[row["practitioner_id"]]
        (of.blocks if row["is_block"] else of.bookings).append((row["begins"], row["ends"]))
    return found


_FIND = """
SELECT practitioner_id, busy_from AS begins, busy_until AS ends, 0 AS is_block FROM booking
WHERE practitioner_id IN ({marks}) AND busy_from < $2 AND busy_from > $1 - 86400
  AND busy_until > $1 AND state IN ('confirmed', 'arrived', 'fulfilled', 'noshow')
UNION ALL
SELECT practitioner_id, begins_at, ends_at, 1 FROM block
WHERE practitioner_id IN ({marks}) AND begins_at < $2 AND ends_at > $1
UNION ALL
SELECT practitioner_id, starts_at, ends_at, 1 FROM diary_busy
WHERE practitioner_id IN ({marks}) AND starts_at < $2 AND starts_at > $1 - 86400
  AND ends_at > $1"""
