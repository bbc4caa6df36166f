"""Caps, rooms and travel once more, slow and plain: by the minute and the appointment."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.known import Taken
from slotkeeper.domain.practitioner import Practitioner
from tests.domain.oracle import local_day

AllTaken = Mapping[int, Sequence[Taken]]


class Appointment(NamedTuple):
    """One appointment, however many patients come to it."""

    who: int
    kind: int
    starts_at: int
    begins: int
    ends: int
    place: int | None


def appointments(taken: AllTaken) -> set[Appointment]:
    """Each seat of a session is the same one; individual ones never are."""
    return {
        Appointment(who, each.kind_id, each.starts_at, each.begins, each.ends, each.location_id)
        for who, own in taken.items()
        for each in own
    }


def is_allowed(
    clinic: Clinic,
    kind: AppointmentType,
    who: Practitioner,
    start: int,
    place: str | None,
    taken: AllTaken,
) -> bool:
    """Whether caps, rooms and travel let an individual appointment start then."""
    others = appointments(taken)
    return (
        _in_cap(clinic, kind, who, start, others)
        and all(_has_free(clinic, kind, need, start, place, others) for need in kind.needs)
        and _in_reach(clinic, kind, who, start, place, others)
    )


def _in_cap(
    clinic: Clinic,
    kind: AppointmentType,
    who: Practitioner,
    start: int,
    others: set[Appointment],
) -> bool:
    day = local_day(start, clinic.time_zone)
    that_day = [e for e in others if local_day(e.starts_at, clinic.time_zone) == day]
    own = [each for each in that_day if each.who == who.id]
    alike = [each for each in that_day if each.kind == kind.id]
    if who.max_per_day and len(own) + 1 > who.max_per_day:
        return False
    return not kind.max_per_day or len(alike) + 1 <= kind.max_per_day


def _minutes(kind: AppointmentType, start: int) -> Iterator[int]:
    begin = start - kind.padding_before * 60
    return iter(range(begin, start + (kind.minutes + kind.padding_after) * 60, 60))


def _has_free(
    clinic: Clinic,
    kind: AppointmentType,
    need: str,
    start: int,
    place: str | None,
    others: set[Appointment],
) -> bool:
    rooms = [each for each in clinic.resources if (each.kind, each.location) == (need, place)]
    kinds = [each.id for each in clinic.appointment_types if need in each.needs]
    ids = [each.id for each in clinic.locations if each.slug == place]
    inside = [each for each in others if each.kind in kinds and each.place in ids]
    return all(
        sum(each.begins <= minute < each.ends for each in inside) < len(rooms)
        for minute in _minutes(kind, start)
    )


def _in_reach(
    clinic: Clinic,
    kind: AppointmentType,
    who: Practitioner,
    start: int,
    place: str | None,
    others: set[Appointment],
) -> bool:
    slugs = {each.id: each.slug for each in clinic.locations}
    first, *_, last = _minutes(kind, start)
    for each in others:
        if each.who != who.id or each.place is None or slugs[each.place] == place:
            continue
        way = [w.minutes * 60 for w in clinic.travel if {*w.between} == {slugs[each.place], place}]
        if way and last + 60 + way[0] > each.begins and each.ends + way[0] > first:
            return False
    return True
