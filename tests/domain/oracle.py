"""The rules of slots once more, slow and plain: minute by minute, zones read by `whenever`.

It shares nothing with the engine but the value types. Offsets must be whole minutes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from whenever import Date, Instant, PlainDateTime, ZonedDateTime

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.practitioner import Hours, Practitioner
from tests.domain.marks_oracle import kept_back, marked_minutes

Expected = tuple[int, int, str, str | None]
"""starts_at, ends_at, practitioner, location."""


def expected_slots(
    clinic: Clinic,
    kind: AppointmentType,
    first: date,
    last: date,
    busy: Mapping[int, Sequence[tuple[int, int]]],
    now: int,
    location: str | None = None,
    asker: str = "new",
) -> list[Expected]:
    if not _may_be_booked(clinic, kind, asker):
        return []
    found: dict[tuple[int, int], str | None] = {}
    for place, practitioner in enumerate(clinic.practitioners):
        if not practitioner.enabled or practitioner.slug not in kind.practitioners:
            continue
        if asker == "new" and practitioner.new_patients == "closed":
            continue
        span = first - timedelta(days=2), last + timedelta(days=3)
        kept = kept_back(practitioner.protected, clinic.time_zone, *span, now, asker)
        for at in [*(each.slug for each in clinic.locations), None]:
            if location in (None, at):
                for start in _starts(clinic, kind, practitioner, at, first, last):
                    public = range(start // 60, start // 60 + kind.minutes)
                    if (
                        _in_time(clinic, start, now)
                        and kept.isdisjoint(public)
                        and not any(
                            _meets(kind, start, taken) for taken in busy.get(practitioner.id, ())
                        )
                    ):
                        found.setdefault((start, place), at)
    return [
        (start, start + kind.minutes * 60, clinic.practitioners[place].slug, at)
        for (start, place), at in sorted(found.items(), key=lambda each: each[0])
    ]


def _may_be_booked(clinic: Clinic, kind: AppointmentType, asker: str) -> bool:
    if not (clinic.online_booking.enabled and kind.enabled):
        return False
    if asker == "new" and kind.new_patients == "closed":
        return False
    return kind.prepay.kind == "none" or clinic.takes_payments


def earliest(clinic: Clinic, now: int) -> int:
    amount, unit = clinic.online_booking.cut_off.amount, clinic.online_booking.cut_off.unit
    if unit == "d" and amount:
        wall = Instant.from_timestamp(now).to_tz(clinic.time_zone).to_plain()
        moved = wall.replace_date(wall.date().add(days=amount))
        return moved.assume_tz(clinic.time_zone, disambiguation="compatible").timestamp()
    return now + amount * {"m": 60, "h": 3600, "d": 0}[unit]


def instant(on: date, minute: int, zone: str) -> int:
    """What the wall clock shows, read as RFC 5545 says."""
    return _zoned(on + timedelta(days=minute // 1440), minute % 1440, zone).timestamp()


@lru_cache(maxsize=200_000)
def local_day(at: int, zone: str) -> date:
    return Instant.from_timestamp(at).to_tz(zone).date().to_stdlib()


def wall_minute(at: int, zone: str) -> int:
    wall = Instant.from_timestamp(at).to_tz(zone)
    return wall.hour * 60 + wall.minute


def exists(on: date, zone: str) -> bool:
    return _zoned(on, 720, zone).date() == Date(on.year, on.month, on.day)


def _zoned(on: date, minute: int, zone: str) -> ZonedDateTime:
    wall = PlainDateTime(on.year, on.month, on.day, minute // 60, minute % 60)
    return wall.assume_tz(zone, disambiguation="compatible")


def _in_time(clinic: Clinic, start: int, now: int) -> bool:
    today = local_day(now, clinic.time_zone)
    last = today + timedelta(days=clinic.online_booking.horizon_days)
    return start >= earliest(clinic, now) and local_day(start, clinic.time_zone) <= last


def _starts(
    clinic: Clinic,
    kind: AppointmentType,
    practitioner: Practitioner,
    location: str | None,
    first: date,
    last: date,
) -> Iterator[int]:
    zone, step = clinic.time_zone, clinic.online_booking.start_every
    worked = worked_minutes(clinic, practitioner, location, first, last)
    opening = 0
    for minute in sorted(worked):
        if minute - 1 not in worked:
            opening = minute
        on = local_day(minute * 60, zone)
        if not first <= on <= last:
            continue
        origin = max(opening, instant(on, 0, zone) // 60)
        if (minute - origin) % step:
            continue
        needed = range(minute, minute + kind.minutes + kind.padding_after)
        if not worked.issuperset(needed):
            continue
        padded = range(minute - kind.padding_before, needed.stop)
        if practitioner.time_off and any(
            _is_off(practitioner, local_day(each * 60, zone)) for each in padded
        ):
            continue
        yield minute * 60


def worked_minutes(
    clinic: Clinic, practitioner: Practitioner, location: str | None, first: date, last: date
) -> set[int]:
    """Minutes since 1970 in which the practitioner works there."""
    zone = clinic.time_zone
    wall: set[int] = set()
    for ahead in range(-2, (last - first).days + 4):
        on = first + timedelta(days=ahead)
        if exists(on, zone) and not _is_off(practitioner, on):
            wall |= {
                on.toordinal() * 1440 + m for m in _wall_minutes(clinic, practitioner, location, on)
            }
    worked: set[int] = set()
    for begin, end in _runs(wall):
        worked |= set(range(_of_axis(begin, zone) // 60, _of_axis(end, zone) // 60))
    if practitioner.time_off:
        worked = {m for m in worked if not _is_off(practitioner, local_day(m * 60, zone))}
    if clinic.online_booking.offer == "marked-times":
        days = first - timedelta(days=2), last + timedelta(days=3)
        worked &= marked_minutes(practitioner.offered, zone, *days)
    return worked


def _wall_minutes(
    clinic: Clinic, practitioner: Practitioner, location: str | None, on: date
) -> set[int]:
    exceptions = [each for each in practitioner.exceptions if each.on == on]
    if exceptions:
        return _minutes([hours for each in exceptions for hours in each.hours], location)
    if on in clinic.closed_on:
        return set()
    weekday = on.weekday()
    rows = [each.hours for each in practitioner.weekly if weekday in each.days]
    pauses = [range(b.begins, b.ends) for b in practitioner.breaks if weekday in b.days]
    return _minutes(rows, location) - {minute for pause in pauses for minute in pause}


def _minutes(rows: Sequence[Hours], location: str | None) -> set[int]:
    return {m for row in rows if row.location == location for m in range(row.opens, row.closes)}


def _runs(minutes: set[int]) -> Iterator[tuple[int, int]]:
    begins = sorted(m for m in minutes if m - 1 not in minutes)
    ends = sorted(m + 1 for m in minutes if m + 1 not in minutes)
    return zip(begins, ends, strict=True)


def _of_axis(minute: int, zone: str) -> int:
    return instant(date.fromordinal(minute // 1440), minute % 1440, zone)


def _is_off(practitioner: Practitioner, on: date) -> bool:
    return any(each.first <= on <= each.last for each in practitioner.time_off)


def _meets(kind: AppointmentType, start: int, busy: tuple[int, int]) -> bool:
    padded_from = start - kind.padding_before * 60
    padded_until = start + (kind.minutes + kind.padding_after) * 60
    return max(padded_from, busy[0]) < min(padded_until, busy[1])
