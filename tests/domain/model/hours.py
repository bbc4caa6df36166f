"""In which minutes a practitioner works somewhere, and which of them are marked or protected."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.practitioner import Hours, Practitioner, TimeOff
from slotkeeper.domain.protected_time import ProtectedTime
from tests.domain.model.clock import (
    days_around,
    exists,
    instant,
    local_day,
    on_axis,
    plus,
    utc_minutes,
)


def is_off(practitioner: Practitioner, on: date) -> bool:
    """Whether that whole date is time off, which may come again."""
    return any(_is_off(each, on) for each in practitioner.time_off)


def _is_off(off: TimeOff, on: date) -> bool:
    if off.until is not None and on > off.until:
        return False
    return any(
        _again(off.first, off, times) <= on <= _again(off.last, off, times) for times in range(60)
    )


def _again(on: date, off: TimeOff, times: int) -> date:
    """That date so many turns later; 29 February is the 28th where there is none."""
    if off.every is None:
        return on if times == 0 else date.min
    if off.every.unit == "week":
        return on + timedelta(weeks=off.every.n * times)
    year = on.year + off.every.n * times
    try:
        return on.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def worked(
    clinic: Clinic, who: Practitioner, place: str | None, first: date, last: date
) -> set[int]:
    """The UTC minutes in which appointments may be there, before anything is booked."""
    zone = clinic.time_zone
    found = worked_on(clinic, who, place, days_around(first, last))
    if who.time_off:
        away = {on for on in days_around(first, last) if is_off(who, on)}
        found = {m for m in found if local_day(m * 60, zone) not in away}
    if clinic.online_booking.offer == "marked-times":
        found &= marked(who.offered, zone, first, last)
    return found


def worked_on(
    clinic: Clinic, who: Practitioner, place: str | None, days: Iterable[date]
) -> set[int]:
    """The UTC minutes of the hours of those dates."""
    axis = set[int]()
    for on in days:
        if exists(on, clinic.time_zone) and not is_off(who, on):
            axis |= {on.toordinal() * 1440 + m for m in _minutes_of(clinic, who, place, on)}
    return utc_minutes(axis, clinic.time_zone)


def runs(minutes: set[int]) -> list[set[int]]:
    """The same minutes, in stretches without a pause."""
    found: list[set[int]] = []
    for minute in sorted(minutes):
        if not found or minute - 1 not in found[-1]:
            found.append(set())
        found[-1].add(minute)
    return found


def _minutes_of(clinic: Clinic, who: Practitioner, place: str | None, on: date) -> set[int]:
    exceptions = [each for each in who.exceptions if each.on == on]
    if exceptions:
        return _minutes([row for each in exceptions for row in each.hours], place)
    if on in clinic.closed_on:
        return set()
    weekly = _minutes([each.hours for each in who.weekly if on.weekday() in each.days], place)
    pauses = [each for each in who.breaks if on.weekday() in each.days]
    return weekly - {minute for each in pauses for minute in range(each.begins, each.ends)}


def _minutes(rows: Sequence[Hours], place: str | None) -> set[int]:
    return {m for row in rows if row.location == place for m in range(row.opens, row.closes)}


def falls_on(mark: MarkedTime, on: date) -> bool:
    """Whether a mark is on that date."""
    if mark.on is not None:
        return mark.on == on
    if on.weekday() not in mark.days or on in mark.not_on:
        return False
    if mark.first is None:
        return mark.last is None or on <= mark.last
    if on < mark.first or (mark.last is not None and on > mark.last):
        return False
    return any(
        monday(on) == monday(mark.first) + timedelta(weeks=mark.every_weeks * n) for n in range(200)
    )


def monday(on: date) -> date:
    """Of its week."""
    return on - timedelta(days=on.weekday())


def marked(marks: Sequence[MarkedTime], zone: str, first: date, last: date) -> set[int]:
    """The UTC minutes that are marked as offered."""
    axis: set[int] = set()
    for on in days_around(first, last):
        if exists(on, zone):
            for each in marks:
                if falls_on(each, on):
                    axis |= on_axis(on, each.begins, each.ends)
    return utc_minutes(axis, zone)


def protected(
    who: Practitioner, zone: str, first: date, last: date, asker: str, now: int
) -> set[int]:
    """The UTC minutes that are kept from whoever asks now."""
    found: set[int] = set()
    for on in days_around(first, last):
        for each in who.protected:
            if exists(on, zone) and falls_on(each.time, on):
                begins = instant(on, each.time.begins, zone)
                ends = instant(on, each.time.ends, zone)
                opens = opens_at(each, on, begins, zone, asker)
                if opens is None or now < opens:
                    found |= set(range(begins // 60, ends // 60))
    return found


def opens_at(kept: ProtectedTime, on: date, begins: int, zone: str, asker: str) -> int | None:
    """The instant from which a protected time of that date is open to them."""
    if kept.release.weekday is not None:
        day = monday(on) - timedelta(days=7 - kept.release.weekday)
        released = instant(day, kept.release.minute, zone)
    elif kept.release.before is not None:
        released = plus(begins, kept.release.before, zone, -1)
    else:
        return None
    existing = plus(released, kept.waitlist_for, zone)
    return existing if asker == "existing" else plus(existing, kept.existing_for, zone)
