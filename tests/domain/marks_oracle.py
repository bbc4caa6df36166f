"""The rules of marked and protected times once more, slow and plain: day by day and minute by
minute, zones read by `whenever`. It shares nothing with the domain but the value types.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from whenever import Instant, PlainDateTime

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.protected_time import ProtectedTime

_MINUTES = {"m": 1, "h": 60}


def has(row: MarkedTime, day: date) -> bool:
    """Whether that date has it: counted off on the fingers."""
    if row.on:
        return day == row.on
    if day.weekday() not in row.days or day in row.not_on:
        return False
    if row.first is None:
        return row.last is None or day <= row.last
    if day < row.first or (row.last is not None and day > row.last):
        return False
    monday = row.first
    while monday.weekday() != 0:
        monday -= timedelta(days=1)
    while monday + timedelta(days=6) < day:
        monday += timedelta(days=7 * row.every_weeks)
    return monday <= day


def marked_minutes(rows: tuple[MarkedTime, ...], zone: str, first: date, last: date) -> set[int]:
    """Minutes since 1970 that are marked on those local dates."""
    wall = {
        day.toordinal() * 1440 + minute
        for day in _days(first, last)
        if _exists(day, zone)
        for row in rows
        if has(row, day)
        for minute in range(row.begins, row.ends)
    }
    begins = sorted(m for m in wall if m - 1 not in wall)
    ends = sorted(m + 1 for m in wall if m + 1 not in wall)
    found: set[int] = set()
    for begin, end in zip(begins, ends, strict=True):
        found |= set(range(_of_axis(begin, zone) // 60, _of_axis(end, zone) // 60))
    return found


def kept_back(
    rows: tuple[ProtectedTime, ...], zone: str, first: date, last: date, now: int, asker: str
) -> set[int]:
    """Minutes since 1970 of those local dates that are not open to who asks at `now`."""
    return {
        minute
        for begins, ends, opens in protected(rows, zone, first, last, asker)
        if opens is None or now < opens
        for minute in range(begins // 60, ends // 60)
    }


def protected(
    rows: tuple[ProtectedTime, ...], zone: str, first: date, last: date, asker: str
) -> Iterator[tuple[int, int, int | None]]:
    """From, until, and since when it is open to who asks; None for never."""
    for day in _days(first, last):
        for row in rows:
            if has(row.time, day) and _exists(day, zone):
                begins = _instant(day, row.time.begins, zone)
                ends = _instant(day, row.time.ends, zone)
                if begins < ends:
                    yield begins, ends, _opens(row, day, begins, zone, asker)


def _opens(row: ProtectedTime, day: date, begins: int, zone: str, asker: str) -> int | None:
    release = row.release
    if release.weekday is not None:
        week_before = day - timedelta(days=7)
        while week_before.weekday() != 0:
            week_before -= timedelta(days=1)
        while week_before.weekday() != release.weekday:
            week_before += timedelta(days=1)
        opens = _instant(week_before, release.minute, zone)
    elif release.before is not None:
        opens = _moved(begins, release.before, zone, -1)
    else:
        return None
    opens = _moved(opens, row.waitlist_for, zone, 1) if row.waitlist_for else opens
    if asker == "existing" or row.existing_for is None:
        return opens
    return _moved(opens, row.existing_for, zone, 1)


def _moved(instant: int, by: CutOff, zone: str, way: int) -> int:
    if by.unit != "d":
        return instant + way * by.amount * _MINUTES[by.unit] * 60
    if not by.amount:
        return instant
    wall = Instant.from_timestamp(instant).to_tz(zone).to_plain()
    day = wall.date().to_stdlib() + timedelta(days=way * by.amount)
    moved = wall.replace(year=day.year, month=day.month, day=day.day)
    return moved.assume_tz(zone, disambiguation="compatible").timestamp()


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def _exists(day: date, zone: str) -> bool:
    noon = PlainDateTime(day.year, day.month, day.day, 12)
    there = noon.assume_tz(zone, disambiguation="compatible").date()
    return there.to_stdlib() == day


def _of_axis(minute: int, zone: str) -> int:
    return _instant(date.fromordinal(minute // 1440), minute % 1440, zone)


def _instant(on: date, minute: int, zone: str) -> int:
    on += timedelta(days=minute // 1440)
    wall = PlainDateTime(on.year, on.month, on.day, minute % 1440 // 60, minute % 60)
    return wall.assume_tz(zone, disambiguation="compatible").timestamp()
