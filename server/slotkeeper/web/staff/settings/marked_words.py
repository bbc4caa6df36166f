"""A marked or protected time of the clinic file in words, for lists of what changed."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from babel.units import format_unit

from slotkeeper.domain.practitioner import WEEKDAYS
from slotkeeper.web.formats import day_text, weekday_text
from slotkeeper.web.staff.settings.row_answer import week_days

_Text = Callable[..., str]
_UNITS = {"m": "minute", "h": "hour", "d": "day"}


def marked_line(text: _Text, language: str, row: Mapping[str, Any]) -> str:
    """As in "Tue 17:00–19:00, released on Fri 18:00 of the week before"; `text` is a catalogue's."""
    return ", ".join(_parts(text, language, row))


def length_text(length: str, language: str) -> str:
    """A length of time of the clinic file: "2 hours", "1 day"."""
    locale = language.replace("-", "_")
    return format_unit(int(length[:-1]), f"duration-{_UNITS[length[-1:]]}", "long", locale=locale)


def _parts(text: _Text, language: str, row: Mapping[str, Any]) -> Iterator[str]:
    days = _day(row["on"], language) if "on" in row else _weekdays(row["days"], language)
    yield f"{days} {row['from']}–{row['to']}"
    if "every_weeks" in row:
        yield text("settings.marked_every", n=row["every_weeks"])
    for name in ("first", "last"):
        if name in row:
            yield text(f"settings.marked_{name}_day", day=_day(row[name], language))
    if "except" in row:
        left_out = " ".join(_day(each, language) for each in row["except"])
        yield text("settings.marked_not_on", days=left_out)
    if "release" in row:
        yield _release(text, language, str(row["release"]))
    for name in ("waitlist_for", "existing_for"):
        if name in row:
            yield text(f"settings.{name}_length", length=length_text(str(row[name]), language))


def _release(text: _Text, language: str, release: str) -> str:
    day, _, time = release.partition(" ")
    if day in WEEKDAYS:
        name = _weekdays([day], language)
        return text("settings.released_week", day=name, time=time)
    if release == "never":
        return text("settings.released_never")
    return text("settings.released_before", length=length_text(release, language))


def _weekdays(days: list[str], language: str) -> str:
    names = {day: weekday_text(on, language) for day, on in week_days()}
    return ", ".join(names[day] for day in days)


def _day(value: object, language: str) -> str:
    on = value if isinstance(value, date) else date.fromisoformat(str(value))
    return f"{day_text(on, language)} {on.year}"
