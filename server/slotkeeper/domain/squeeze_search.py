"""Time today for somebody who stands at the desk: the next that is free, room that can be made, and
what could be had beyond a rule (N5).
"""

from collections.abc import Iterator, Sequence

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.interval import Interval, overlap, without
from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.occurrence import occurrences
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.schedule import calendar_of
from slotkeeper.domain.squeeze import STEP, WARNING, WORTH, Chance, Day, Room, There
from slotkeeper.domain.staff_booking import Rule, StaffTime, against_schedule
from slotkeeper.domain.starts import blocked_starts

MOST_ROOMS = 3
_NEAREST = 24
"""So many other times are tried for somebody who is moved."""


def find_chances(
    clinic: Clinic, kind: AppointmentType, people: Sequence[Practitioner], day: Day
) -> list[Chance]:
    """The next free time with each of those practitioners, the earliest first; then room that can
    be made earlier than that; then earlier times that go beyond a rule.
    """
    clear = {who.id: start for who in people if (start := _clear(clinic, kind, who, day))}
    found = [_chance(kind, who, clear[who.id]) for who in people if who.id in clear]
    found.sort(key=lambda each: each.time.starts_at)
    earliest = found[0].time.starts_at if found else day.until
    rooms = [] if kind.is_group else [*_rooms(clinic, kind, people, day, earliest)]
    beyond = [] if kind.is_group else [*_beyond(clinic, kind, people, day, earliest)]
    return [*found, *rooms, *beyond]


def _chance(
    kind: AppointmentType, who: Practitioner, start: int, room: Room | None = None
) -> Chance:
    return Chance(time=StaffTime(kind=kind, practitioner=who, starts_at=start), room=room)


def _clear(
    clinic: Clinic,
    kind: AppointmentType,
    who: Practitioner,
    day: Day,
    *also: Interval,
) -> int | None:
    """The first start that is free and that no rule stands against."""
    starts = _sessions(clinic, kind, who, day)
    if not kind.is_group:
        starts = _within_hours(clinic, who, day, _free(kind, day, day.busy_with(who.id, *also)))
    return next((each for each in starts if _is_clear(clinic, kind, who, each, day)), None)


def _is_clear(
    clinic: Clinic, kind: AppointmentType, who: Practitioner, start: int, day: Day
) -> bool:
    time = StaffTime(kind=kind, practitioner=who, starts_at=start)
    stands = (each for each in against_schedule(clinic, time, day.now) if not each.is_said_only)
    return next(stands, None) is None and day.allows(time, day.gone)


def _free(kind: AppointmentType, day: Day, busy: Sequence[Interval]) -> Iterator[int]:
    """Starts by the five minutes that meet nothing of it."""
    for begins, ends in without([(day.now, day.until)], [*blocked_starts(kind, busy)]):
        yield from range(-(-begins // STEP) * STEP, ends, STEP)


def _within_hours(
    clinic: Clinic, who: Practitioner, day: Day, starts: Iterator[int]
) -> Iterator[int]:
    """Those in working hours, as asking about each other one would take long."""
    calendar = calendar_of(who, clinic.time_zone, clinic.closed_on)
    windows = calendar.day(local_date(day.now, clinic.time_zone)).windows
    return (s for s in starts if any(w.starts_from <= s < w.closes_at for w in windows))


def _sessions(clinic: Clinic, kind: AppointmentType, who: Practitioner, day: Day) -> Iterator[int]:
    """The starts of sessions that have a place left."""
    on = local_date(day.now, clinic.time_zone)
    for each in occurrences(clinic, who, on, on):
        own = (who.id, kind.id, each.starts_at)
        there = [t for t in day.there if (t.practitioner_id, t.kind_id, t.starts_at) == own]
        if each.kind == kind.slug and each.starts_at >= day.now and len(there) < each.places:
            yield each.starts_at


def _rooms(
    clinic: Clinic,
    kind: AppointmentType,
    people: Sequence[Practitioner],
    day: Day,
    earliest: int,
) -> list[Chance]:
    """Somebody is moved, as few minutes as may be."""
    by_id, found = {each.id: each for each in people}, list[Chance]()
    for there in day.there:
        who = by_id.get(there.practitioner_id)
        if who is None or not there.is_movable or there.starts_at < day.now + WARNING:
            continue
        if there.starts_at >= earliest:
            continue
        left = day.without(there.id)
        start = _clear(clinic, kind, who, left)
        if start is None or start > earliest - WORTH:
            continue
        time = StaffTime(kind=kind, practitioner=who, starts_at=start)
        room = _place_for(clinic, there, left, time)
        if room:
            found.append(_chance(kind, who, start, room))
    found.sort(key=lambda each: (each.time.starts_at, each.room.shift if each.room else 0))
    return found[:MOST_ROOMS]


def _place_for(clinic: Clinic, there: There, left: Day, taken: StaffTime) -> Room | None:
    """Where somebody could go: to another practitioner at the same time, else to another time."""
    kind = there.kind
    if kind is None or there.seat:
        return None
    for who in left.people:
        to = StaffTime(kind=kind, practitioner=who, starts_at=there.starts_at)
        span = (to.busy_from, to.busy_until)
        is_other = who.id != there.practitioner_id and who.slug in kind.practitioners
        is_free = is_other and not any(overlap(span, each) for each in left.busy_with(who.id))
        if is_free and _is_clear(clinic, kind, who, to.starts_at, left):
            return Room(there=there, to=to)
    return _later(clinic, there, kind, left, taken)


def _later(
    clinic: Clinic, there: There, kind: AppointmentType, left: Day, taken: StaffTime
) -> Room | None:
    who, span = taken.practitioner, (taken.busy_from, taken.busy_until)
    free = _free(kind, left, left.busy_with(who.id, span))
    starts = [s for s in _within_hours(clinic, who, left, free) if s >= left.now + WARNING]
    starts.sort(key=lambda each: abs(each - there.starts_at))
    for start in starts[:_NEAREST]:
        if _is_clear(clinic, kind, who, start, left):
            return Room(there=there, to=StaffTime(kind=kind, practitioner=who, starts_at=start))
    return None


def _beyond(
    clinic: Clinic,
    kind: AppointmentType,
    people: Sequence[Practitioner],
    day: Day,
    earliest: int,
) -> Iterator[Chance]:
    """At once, with each who works today and promised that time to nobody: in a block or outside of
    the hours.
    """
    for who in people:
        start = next(_free(kind, day, day.promised(who.id)), None)
        if start is None or start > earliest - WORTH or not _works(clinic, who, day):
            continue
        time = StaffTime(kind=kind, practitioner=who, starts_at=start)
        rules = {each.rule for each in against_schedule(clinic, time, day.now)}
        if not rules & _NEVER:
            yield Chance(time=time, is_beyond=True)


_NEVER = {Rule.TIME_OFF, Rule.CLOSED_DAY, Rule.NOT_OFFERED_BY}
"""Nobody is called in from a day off."""


def _works(clinic: Clinic, who: Practitioner, day: Day) -> bool:
    calendar = calendar_of(who, clinic.time_zone, clinic.closed_on)
    return bool(calendar.day(local_date(day.now, clinic.time_zone)).windows)
