"""How many rooms or pieces of equipment are in use at once (S12).

Resources of one kind at one place are a pool: an appointment that needs one may start where at no
moment from its padding before to its padding after as many others run as there are. A session
counts once, planned or booked. Which resource an appointment gets is left to the clinic: while
never more run at once than there are, there always is one for each.
"""

from collections.abc import Iterable, Iterator, Sequence

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval, overlap
from slotkeeper.domain.known import Asked, Taken
from slotkeeper.domain.local_time import ONE_DAY, day_spans, local_date
from slotkeeper.domain.occurrence import occurrences
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.starts import blocked_starts

TakenBy = Iterable[tuple[int, Sequence[Taken]]]
"""Practitioner id and what they have."""


def without_resource(asked: Asked, _: Practitioner, place: str | None) -> Iterable[Interval]:
    """The starts at which one of what the type needs is not to be had there. A session keeps its
    own by being planned.
    """
    if not asked.kind.needs or asked.kind.is_group:
        return ()
    return asked.once(f"resource {place}", lambda: [*_refused(asked, place)])


def pool_size(clinic: Clinic, need: str, place: str | None) -> int:
    """How many of that kind are at that place (a slug)."""
    return sum(each.kind == need and each.location == place for each in clinic.resources)


def uses(
    clinic: Clinic, need: str, place: str | None, taken: TakenBy, span: Interval
) -> list[Interval]:
    """When something of that kind is in use at that place, padded, an interval an appointment or
    session; all that meet `span` are among them.
    """
    kinds = {kind.id for kind in clinic.appointment_types if need in kind.needs}
    place_id = clinic.location(place).id if place else None
    found, sessions = list[Interval](), set[tuple[int, int, int]]()
    for practitioner_id, own in taken:
        for each in own:
            if each.kind_id not in kinds or each.location_id != place_id:
                continue
            key = (practitioner_id, each.kind_id, each.starts_at)
            if not each.seat or key not in sessions:
                found.append((each.begins, each.ends))
            if each.seat:
                sessions.add(key)
    return [*found, *_planned(clinic, need, place, sessions, span)]


def most_at_once(intervals: Iterable[Interval], span: Interval) -> int:
    """How many of the intervals run at once in [from, until) where they are most."""
    inside = [each for each in intervals if overlap(each, span)]
    begins = [span[0], *(each[0] for each in inside if each[0] >= span[0])]
    return max(sum(begin <= at < end for begin, end in inside) for at in begins)


def crowded(intervals: Iterable[Interval], most: int) -> Iterator[Interval]:
    """When at least `most` (one or more) of the intervals run at once, disjoint and ascending."""
    # What ends at an instant does so before what begins then: touching is not overlapping.
    edges = sorted(
        edge for begin, end in intervals if begin < end for edge in ((begin, 1), (end, -1))
    )
    running, since = 0, 0
    for at, change in edges:
        running += change
        if change > 0 and running == most:
            since = at
        elif change < 0 and running == most - 1 and since < at:
            yield since, at


def _refused(asked: Asked, place: str | None) -> Iterator[Interval]:
    clinic, zone = asked.clinic, asked.clinic.time_zone
    # Neither an appointment nor a session is longer than a day with its padding.
    days = [*day_spans(asked.first - ONE_DAY, zone), *day_spans(asked.last + 2 * ONE_DAY, zone)]
    if not days:
        return
    span = (days[0][0], days[-1][1])
    for need in asked.kind.needs:
        size = pool_size(clinic, need, place)
        if not size:
            yield span
            continue
        used = uses(clinic, need, place, asked.known.taken.items(), span)
        yield from blocked_starts(asked.kind, crowded(used, size))


def _planned(
    clinic: Clinic,
    need: str,
    place: str | None,
    booked: set[tuple[int, int, int]],
    span: Interval,
) -> Iterator[Interval]:
    """The sessions in which nobody has a place yet."""
    if not clinic.sessions:
        return
    kinds = {kind.slug for kind in clinic.appointment_types if need in kind.needs}
    days = [local_date(at, clinic.time_zone) for at in span]
    for practitioner in clinic.practitioners:
        for each in occurrences(clinic, practitioner, days[0] - ONE_DAY, days[1] + ONE_DAY):
            is_booked = (practitioner.id, each.kind_id, each.starts_at) in booked
            if each.kind in kinds and each.location == place and not is_booked:
                yield each.busy_from, each.busy_until
