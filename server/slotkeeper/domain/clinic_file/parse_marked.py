"""`offered` and `protected` of a `[[practitioner]]`: marked times, and how they are released."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from slotkeeper.domain.clinic_file import fields
from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.clinic_file.weekdays import parse_days, parse_span
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.marked_time import MOST_WEEKS, MarkedTime
from slotkeeper.domain.practitioner import WEEKDAYS
from slotkeeper.domain.protected_time import ProtectedTime, Release

_OFFERED = '{ days = ["tue"], from = "09:00", to = "12:00" }'
_PROTECTED = '{ days = ["tue"], from = "17:00", to = "19:00", release = "fri 18:00" }'
_ON_A_DATE = "nothing beside a date"
_WEEKLY_ONLY = ("days", "every_weeks", "first", "last", "except")
_DAY_AND_TIME = re.compile(r"(mon|tue|wed|thu|fri|sat|sun) ((?:[01][0-9]|2[0-3]):[0-5][0-9])")


def parse_offered(row: Section) -> tuple[MarkedTime, ...]:
    """What is offered where the clinic offers marked times only (S5)."""
    found = []
    for table in row.tables("offered", _OFFERED):
        found.append(_parse_marked(table))
        table.close()
    return tuple(found)


def parse_protected(row: Section) -> tuple[ProtectedTime, ...]:
    """What is kept back, until when, and for whom first (S8)."""
    found = []
    for table in row.tables("protected", _PROTECTED):
        found.append(
            ProtectedTime(
                time=_parse_marked(table),
                release=table.parsed("release", parse_release, Release()),
                waitlist_for=_parse_length(table, "waitlist_for"),
                existing_for=_parse_length(table, "existing_for"),
            )
        )
        table.close()
    return tuple(found)


def parse_release(text: str) -> Release:
    """When it is released: "fri 18:00" of the week before, "48h" or "2d" before it begins, "never".

    Raises ValueError.
    """
    if text == "never":
        return Release()
    if match := _DAY_AND_TIME.fullmatch(text):
        weekday = WEEKDAYS.index(match[1])
        return Release(weekday=weekday, minute=fields.parse_time(match[2]))
    try:
        return Release(before=fields.parse_cut_off(text))
    except ValueError as error:
        raise ValueError('"fri 18:00", "48h", "2d" or "never"') from error


def format_release(release: Release) -> str:
    """The release as the file writes it."""
    if release.weekday is not None:
        return f"{WEEKDAYS[release.weekday]} {fields.format_time(release.minute)}"
    return "never" if release.before is None else fields.format_cut_off(release.before)


def marked_rows(
    offered: Sequence[MarkedTime], protected: Sequence[ProtectedTime]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Both lists by their keys, each row as TOML has it; lists that are empty left out."""
    if offered:
        yield "offered", [_marked_pairs(each) for each in offered]
    if protected:
        yield "protected", [_protected_pairs(each) for each in protected]


def _marked_pairs(marked: MarkedTime) -> dict[str, Any]:
    pairs: dict[str, Any] = {"on": marked.on}
    if marked.on is None:
        pairs = {"days": [WEEKDAYS[day] for day in marked.days]}
    pairs["from"] = fields.format_time(marked.begins)
    pairs["to"] = fields.format_time(marked.ends)
    if marked.every_weeks > 1:
        pairs["every_weeks"] = marked.every_weeks
    given = {"first": marked.first, "last": marked.last, "except": list(marked.not_on)}
    return pairs | {key: value for key, value in given.items() if value}


def _protected_pairs(row: ProtectedTime) -> dict[str, Any]:
    pairs = {**_marked_pairs(row.time), "release": format_release(row.release)}
    for key, length in (("waitlist_for", row.waitlist_for), ("existing_for", row.existing_for)):
        if length is not None:
            pairs[key] = fields.format_cut_off(length)
    return pairs


def _parse_length(table: Section, key: str) -> CutOff | None:
    """A time after the release; left out where there is none."""
    return table.parsed(key, fields.parse_cut_off) if table.raw(key) is not None else None


def _parse_marked(table: Section) -> MarkedTime:
    begins, ends = parse_span(table)
    if table.raw("on") is not None:
        for key in _WEEKLY_ONLY:
            if table.raw(key) is not None:
                table.wrong(key, _ON_A_DATE)
        return MarkedTime(begins=begins, ends=ends, on=table.date("on"))
    first, last = _parse_date(table, "first"), _parse_date(table, "last")
    weeks = table.number("every_weeks", 1, MOST_WEEKS, 1)
    if weeks > 1 and table.raw("first") is None:
        table.wrong("first", "the date from whose week on it is counted")
    if first and last and last < first:
        table.wrong("last", f'a date not before "first", {first}')
    return MarkedTime(
        begins=begins,
        ends=ends,
        days=parse_days(table),
        every_weeks=weeks,
        first=first,
        last=last,
        not_on=table.items("except", _read_date, "a date without quotes, such as 2026-12-25"),
    )


def _parse_date(table: Section, key: str) -> date | None:
    return table.date(key) if table.raw(key) is not None else None


def _read_date(value: object) -> date | None:
    return value if type(value) is date else None
