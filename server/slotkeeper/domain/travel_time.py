"""A practitioner who works at several places needs the time between them (S12)."""

from collections.abc import Iterable, Iterator

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval
from slotkeeper.domain.known import Asked
from slotkeeper.domain.local_time import ONE_DAY
from slotkeeper.domain.occurrence import occurrences
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.starts import blocked_starts


def on_the_way(asked: Asked, practitioner: Practitioner, place: str | None) -> Iterable[Interval]:
    """The starts at a place that are too near to what the practitioner has at another: that takes,
    besides its padding, the time of travel before and after. Sessions are where the clinic has
    planned them.
    """
    if not asked.clinic.travel or not place or asked.kind.is_group:
        return ()
    return blocked_starts(asked.kind, _elsewhere(asked, practitioner, place))


def seconds_to(clinic: Clinic, place: str) -> dict[str, int]:
    """How long it is to that place from each other one that has a way to it, by slug."""
    found: dict[str, int] = {}
    for way in clinic.travel:
        if place in way.between:
            other = way.between[way.between[0] == place]
            found[other] = way.minutes * 60
    return found


def _elsewhere(asked: Asked, practitioner: Practitioner, place: str) -> Iterator[Interval]:
    clinic = asked.clinic
    seconds = seconds_to(clinic, place)
    by_id = {each.id: seconds[each.slug] for each in clinic.locations if each.slug in seconds}
    for taken in asked.known.taken.get(practitioner.id, ()):
        if taken.location_id in by_id:
            way = by_id[taken.location_id]
            yield taken.begins - way, taken.ends + way
    # Neither a session nor a way is longer than a day.
    first, last = asked.first - 2 * ONE_DAY, asked.last + 2 * ONE_DAY
    for each in occurrences(clinic, practitioner, first, last):
        if each.location in seconds:
            way = seconds[each.location]
            yield each.busy_from - way, each.busy_until + way
