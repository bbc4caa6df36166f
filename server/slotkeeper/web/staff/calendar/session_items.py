"""Groups in a calendar: each session is one block, with all who come to it inside (B11)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from slotkeeper.domain.occurrence import Occurrence
from slotkeeper.services.staff.calendar import Diary
from slotkeeper.web.staff.calendar.items import Item
from slotkeeper.web.staff.moments import Moments

_Key = tuple[int, int, int]
"""Practitioner and type by id, and the start."""

_KINDS = 10**6


@dataclass(frozen=True, slots=True)
class Planned:
    """A session of the timetable, with whose diary it stands in."""

    practitioner_id: int
    practitioner: str
    session: Occurrence


def with_sessions(items: Sequence[Item], diary: Diary, moments: Moments) -> list[Item]:
    """Those who come to one session made one item; planned sessions are there also while nobody has
    booked them.
    """
    coming, found = defaultdict[_Key, list[Item]](list), list[Item]()
    for item in items:
        if item.seat:
            coming[item.practitioner_id, item.kind_id, item.starts_at].append(item)
        else:
            found.append(item)
    planned = dict(_planned(diary))
    for key in {**planned, **coming}:
        found.append(_session(key, planned.get(key), coming.get(key, []), diary, moments))
    return sorted(found, key=lambda item: (item.starts_at, item.id))


def _planned(diary: Diary) -> Iterator[tuple[_Key, Planned]]:
    slugs = {each.id: each.slug for each in diary.practitioners}
    for practitioner_id, sessions in diary.sessions.items():
        for each in sessions:
            key = practitioner_id, each.kind_id, each.starts_at
            yield key, Planned(practitioner_id, slugs[practitioner_id], each)


def _session(
    key: _Key, planned: Planned | None, coming: list[Item], diary: Diary, moments: Moments
) -> Item:
    practitioner_id, kind_id, starts_at = key
    shape: Item | Occurrence = planned.session if planned else coming[0]
    kind = diary.names.kinds[kind_id]
    places = planned.session.places if planned else 0
    return Item(
        id=starts_at * _KINDS + kind_id % _KINDS,
        what="session",
        practitioner_id=practitioner_id,
        starts_at=starts_at,
        ends_at=shape.ends_at,
        busy_from=shape.busy_from,
        busy_until=shape.busy_until,
        starts=moments.time(starts_at),
        ends=moments.time(shape.ends_at),
        day=moments.day(starts_at),
        iso=moments.iso(starts_at),
        title=kind.name,
        practitioner=diary.name_of(practitioner_id),
        kind=kind.name,
        kind_id=kind_id,
        colour=kind.colour,
        attendees=tuple(sorted(coming, key=lambda each: (each.what == "hold", each.title))),
        places=places,
        add=_add(planned) if planned and len(coming) < places else "",
    )


def _add(planned: Planned) -> str:
    """What the form for a booking begins with."""
    session = planned.session
    wanted = {"type": session.kind, "practitioner": planned.practitioner}
    return f"?{urlencode({**wanted, 'start': session.starts_at})}"
