"""Reading how an appointment repeats, and what is wanted of dates that cannot be had."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from slotkeeper.domain.local_time import local_date, local_minute
from slotkeeper.domain.series import MOST_DATES, MOST_WEEKS, Repeat
from slotkeeper.domain.series_plan import WAYS, Choices, Way
from slotkeeper.web.staff.acts.reading import Reading

ENDS = ("open", "until", "times")
FOR_CHANGE: tuple[Way, ...] = ("skip", "nearest", "anyway")
"""A change leaves what cannot move where it is, and stops nothing."""
MOST_FIELDS = MOST_DATES + 100
LONGEST_YEARS = 5
_SEEN = re.compile(r"(\d{4}-\d{2}-\d{2}):([0-9a-f]{10})")
_AT = "at_"
_YEAR = 366


def read_repeat(reading: Reading, starts_at: int) -> Repeat:
    """The rhythm of an appointment whose first start that is (0 where it cannot be read); what is
    wrong goes to the reading.
    """
    zone = reading.clinic.time_zone
    first = local_date(starts_at, zone)
    weeks = reading.number("every_weeks") or 0
    if not 1 <= weeks <= MOST_WEEKS:
        reading.refuse("every_weeks", "wrong.series_weeks", most=MOST_WEEKS)
    ends = reading.choice("ends", set(ENDS), "wrong.series_ends")
    return Repeat(
        first=first,
        minute=local_minute(starts_at, zone),
        every_weeks=max(1, min(weeks, MOST_WEEKS)),
        days=tuple(day for day in range(7) if reading.is_ticked(f"day_{day}")),
        until=_until(reading, first) if ends == "until" else None,
        times=_times(reading) if ends == "times" else None,
    )


def read_choices(fields: Mapping[str, str], ways: tuple[Way, ...] = WAYS) -> Choices:
    """What the form says of dates that cannot be had as planned; what cannot be read is as if it
    had not been said.
    """
    for_all = next((way for way in ways if way == fields.get("for_all")), ways[0])
    by_date = dict[date, Way | int]()
    for name, text in fields.items():
        on = _date(name.removeprefix(_AT)) if name.startswith(_AT) else None
        choice = _choice(text, ways)
        if on and choice is not None:
            by_date[on] = choice
    seen = {on: mark for on, mark in _seen(fields.get("seen", "")) if on}
    return Choices(for_all=for_all, by_date=by_date, seen=seen)


def kept_fields(fields: Mapping[str, str], *but: str) -> list[tuple[str, str]]:
    """What was typed, to be sent along with the choices."""
    dropped = {"csrf", "act", "for_all", "seen", *but}
    return [
        (name, text)
        for name, text in fields.items()
        if name not in dropped and not name.startswith(_AT)
    ]


def _until(reading: Reading, first: date) -> date | None:
    until = _date(reading.fields.get("until", ""))
    if until is None:
        reading.refuse("until", "wrong.day")
    elif until <= first:
        reading.refuse("until", "wrong.series_until")
    elif (until - first).days > LONGEST_YEARS * _YEAR:
        reading.refuse("until", "wrong.series_far", years=LONGEST_YEARS)
    return until


def _times(reading: Reading) -> int:
    times = reading.number("times") or 0
    if not 2 <= times <= MOST_DATES:  # noqa: PLR2004 - once is no series
        reading.refuse("times", "wrong.series_times", most=MOST_DATES)
    return max(2, min(times, MOST_DATES))


def _choice(text: str, ways: tuple[Way, ...]) -> Way | int | None:
    if text.isdecimal() and len(text) < 12:  # noqa: PLR2004 - an instant
        return int(text)
    return next((way for way in ways if way == text), None)


def _seen(text: str) -> list[tuple[date | None, str]]:
    found = (_SEEN.fullmatch(each) for each in text.split()[:MOST_DATES])
    return [(_date(each[1]), each[2]) for each in found if each]


def _date(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None
