"""What is booked leaves less: limits of a day, rooms and equipment, ways, and no gaps."""

from collections.abc import Iterator, Sequence

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Taken
from slotkeeper.domain.practitioner import Practitioner
from tests.domain.model.ask import Ask
from tests.domain.model.clock import local_day
from tests.domain.model.sessions import Meeting, meetings


def has_room_that_day(ask: Ask, who: Practitioner, minute: int) -> bool:
    """Neither the practitioner nor the type has as many appointments as a day may have; a session
    counts once, and joining one that counts already is no more.
    """
    on, kind, known = local_day(minute * 60, ask.clinic.time_zone), ask.kind, ask.known
    of_who = _appointments(who, known.taken.get(who.id, ()), ask.clinic, on.toordinal())
    of_type = {
        each
        for one in ask.clinic.practitioners
        for each in _appointments(one, known.taken.get(one.id, ()), ask.clinic, on.toordinal())
        if each[1] == kind.id
    }
    if kind.is_group and any(each[:3] == (who.id, kind.id, minute * 60) for each in of_who):
        return True
    is_full = who.max_per_day and len(of_who) >= who.max_per_day
    return not is_full and not (kind.max_per_day and len(of_type) >= kind.max_per_day)


def _appointments(
    who: Practitioner, taken: Sequence[Taken], clinic: Clinic, day: int
) -> set[tuple[int, int, int, int]]:
    """One for each appointment or session that starts that day, however many come."""
    return {
        (who.id, each.kind_id, each.starts_at, 0 if each.seat else 1 + number)
        for number, each in enumerate(taken)
        if local_day(each.starts_at, clinic.time_zone).toordinal() == day
    }


def has_what_it_needs(ask: Ask, padded: range, place: str | None) -> bool:
    """At no minute is all of a kind that it needs in use at that place; a session has its own."""
    if ask.kind.is_group:
        return True
    for need in ask.kind.needs:
        pool = sum(
            1 for each in ask.clinic.resources if (each.kind, each.location) == (need, place)
        )
        uses = list(_uses(ask, need, place))
        if any(sum(1 for use in uses if minute in use) >= pool for minute in padded):
            return False
    return True


def _uses(ask: Ask, need: str, place: str | None) -> Iterator[range]:
    kinds = {each.id for each in ask.clinic.appointment_types if need in each.needs}
    place_id = next((each.id for each in ask.clinic.locations if each.slug == place), None)
    for who in ask.clinic.practitioners:
        come = set()
        for each in ask.known.taken.get(who.id, ()):
            key = each.kind_id, each.starts_at
            if each.kind_id in kinds and each.location_id == place_id and key not in come:
                yield range(each.begins // 60, each.ends // 60)
            if each.seat:
                come.add(key)
        for one in meetings(ask.clinic, who, ask.first, ask.last):
            is_empty = (one.kind.id, one.starts_at) not in come
            if one.kind.id in kinds and one.place == place and is_empty:
                yield one.minutes


def can_be_reached(
    ask: Ask, who: Practitioner, padded: range, place: str | None, planned: Sequence[Meeting]
) -> bool:
    """From and to what the practitioner has at another place there is time for the way."""
    if ask.kind.is_group or place is None:
        return True
    ids = {each.id: each.slug for each in ask.clinic.locations}
    there = [
        (ids.get(each.location_id or 0), range(each.begins // 60, each.ends // 60))
        for each in ask.known.taken.get(who.id, ())
    ]
    there += [(each.place, each.minutes) for each in planned]
    for other, taken in there:
        for way in ask.clinic.travel:
            if set(way.between) == {place, other}:
                longer = range(taken.start - way.minutes, taken.stop + way.minutes)
                if set(longer).intersection(padded):
                    return False
    return True


def stays_beside(
    ask: Ask, who: Practitioner, planned: Sequence[Meeting]
) -> tuple[set[int], set[int]]:
    """The minutes at which something ends that stays, and at which something begins; what is only
    held may go again.
    """
    holds = [e for e in ask.known.taken.get(who.id, ()) if not e.is_firm]
    busy = list(ask.known.busy.get(who.id, ()))
    for each in holds:
        busy.remove((each.begins, each.ends))
    spans = [(begin // 60, end // 60) for begin, end in busy]
    spans += [(each.minutes.start, each.minutes.stop) for each in planned]
    return {end for _, end in spans}, {begin for begin, _ in spans}


def is_begun(ask: Ask, who: Practitioner, stretch: set[int]) -> bool:
    """Whether somebody is booked in those minutes."""
    return any(
        stretch.intersection(range(each.begins // 60, each.ends // 60))
        for each in ask.known.taken.get(who.id, ())
        if each.is_firm
    )
