"""Settings that are lists of rows: holidays, working hours, breaks, exceptions, time away.

Row n of a list has the fields `hours.n.from` and so on. An empty row is none, so rows are counted
anew each time that they are shown.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from slotkeeper.domain.practitioner import WEEKDAYS
from slotkeeper.web.staff.settings.answer import Answer, Fields, Value, whole

_SHORT_TIME = re.compile(r"[0-9]:[0-5][0-9]")
_MIDNIGHT, _END_OF_DAY = "00:00", "24:00"
_MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Rows(Answer, ABC):
    """A list; `optional` ones are left out of the file where they are empty."""

    optional: bool = True
    columns: ClassVar[tuple[str, ...]] = ()

    def typed(self, fields: Fields) -> Value:
        """The rows that say anything, in order."""
        found = [self.row(_Row(fields, f"{self.key}.{n}.")) for n in self._numbers(fields)]
        rows = [each for each in found if each is not None]
        return rows or (None if self.optional else [])

    def shown(self, value: Value) -> dict[str, str]:
        """The fields of each row."""
        return {
            f"{self.key}.{n}.{name}": text
            for n, row in enumerate(self.flat(value))
            for name, text in row.items()
        }

    def count(self, value: Value) -> int:
        """How many rows the form has for a value."""
        return len(self.flat(value))

    @abstractmethod
    def row(self, row: "_Row") -> Value:
        """One row's value, None where it says nothing."""

    @abstractmethod
    def flat(self, value: Value) -> list[dict[str, str]]:
        """The fields of each row, by their last name."""

    def field(self, rest: tuple[str | int, ...], value: Value) -> str:  # noqa: ARG002
        """Each column has its own; what is wrong with several boxes is told at the first."""
        if not rest:
            return self.key
        n, name = rest[0], rest[1] if len(rest) > 1 else self.columns[0]
        return f"{self.key}.{n}.{name}"

    def _numbers(self, fields: Fields) -> list[int]:
        pattern = re.compile(re.escape(self.key) + r"\.([0-9]{1,4})\.\w+")
        matches = (pattern.fullmatch(name) for name in fields)
        return sorted({int(match[1]) for match in matches if match})[:_MOST_ROWS]


@dataclass(frozen=True, slots=True)
class _Row:
    """The fields of one row."""

    fields: Fields
    begin: str

    def text(self, name: str) -> str:
        return self.fields.get(f"{self.begin}{name}", "").strip()

    def date(self, name: str) -> Value:
        """A date where it is one."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            return self.text(name)

    def days(self) -> list[str]:
        return [day for day in WEEKDAYS if f"{self.begin}{day}" in self.fields]

    def span(self) -> dict[str, Value]:
        """From and to; midnight is the end of a day where hours end."""
        until = clock_time(self.text("to"))
        return {
            "from": clock_time(self.text("from")),
            "to": _END_OF_DAY if until == _MIDNIGHT else until,
        }


@dataclass(frozen=True, slots=True)
class Dates(Rows):
    """Single dates."""

    kind: ClassVar[str] = "dates"
    columns: ClassVar[tuple[str, ...]] = ("on",)

    def row(self, row: _Row) -> Value:
        """The date."""
        return row.date("on") or None

    def flat(self, value: Value) -> list[dict[str, str]]:
        """One a row."""
        return [{"on": str(each)} for each in value or ()]


@dataclass(frozen=True, slots=True)
class WeekRows(Rows):
    """Days of the week with a time from and to; `has_place` for hours, not for breaks."""

    has_place: bool = True
    kind: ClassVar[str] = "week"
    columns: ClassVar[tuple[str, ...]] = ("days",)

    def row(self, row: _Row) -> Value:
        """As the file has it."""
        days, span = row.days(), row.span()
        if not days and not any(span.values()):
            return None
        return {"days": days, **span, **_place(row)}

    def flat(self, value: Value) -> list[dict[str, str]]:
        """A box for each day."""
        return [
            {**dict.fromkeys(row["days"], "on"), **_span(row), **_named_place(row)}
            for row in value or ()
        ]


@dataclass(frozen=True, slots=True)
class DatedRows(Rows):
    """Exceptions: a row for each stretch of a date, and one without times for a day off."""

    kind: ClassVar[str] = "dated"
    columns: ClassVar[tuple[str, ...]] = ("on",)

    def typed(self, fields: Fields) -> Value:
        """The stretches of one date together."""
        # Read out as `Rows.typed`: super() does not find its class in one that has slots.
        found: dict[object, list[Value]] = {}
        for row in Rows.typed(self, fields) or ():
            found.setdefault(row["on"], []).extend(row["hours"])
        return [{"on": on, "hours": hours} for on, hours in found.items()] or None

    def row(self, row: _Row) -> Value:
        """A date with one stretch or none."""
        on, span = row.date("on"), row.span()
        if not on and not any(span.values()):
            return None
        return {"on": on, "hours": [{**span, **_place(row)}] if any(span.values()) else []}

    def flat(self, value: Value) -> list[dict[str, str]]:
        """Each stretch beside its date."""
        return [row for each in value or () for row in _stretches(each)]

    def field(self, rest: tuple[str | int, ...], value: Value) -> str:
        """The row of that stretch, counted over all dates."""
        if not rest:
            return self.key
        before = [len(each["hours"]) or 1 for each in (value or ())[: int(rest[0])]]
        stretch = rest[2] if len(rest) > 2 else 0  # noqa: PLR2004 - (date, "hours", stretch, name)
        name = rest[-1] if isinstance(rest[-1], str) and rest[-1] != "hours" else "from"
        return f"{self.key}.{sum(before) + int(stretch)}.{name}"


@dataclass(frozen=True, slots=True)
class DateRanges(Rows):
    """Whole days, first and last included, once or again; a single day needs no second date."""

    kind: ClassVar[str] = "ranges"
    columns: ClassVar[tuple[str, ...]] = ("from",)

    def row(self, row: _Row) -> Value:
        """First and last, and how often."""
        first, last = row.date("from"), row.date("to")
        if not first and not last:
            return None
        again = {"every": row.text("every"), "until": row.date("until")}
        days = {"from": first, "to": last or first}
        return days | {name: value for name, value in again.items() if value}

    def flat(self, value: Value) -> list[dict[str, str]]:
        """A field for each part."""
        return [{name: str(part) for name, part in each.items()} for each in value or ()]


@dataclass(frozen=True, slots=True)
class TrustRows(Rows):
    """Rules of trust: so many of these within so many days, and which step follows."""

    kind: ClassVar[str] = "rules"
    columns: ClassVar[tuple[str, ...]] = ("after",)

    def row(self, row: _Row) -> Value:
        """A rule; without a number there is none."""
        times = row.text("times")
        if not times:
            return None
        numbers = {name: whole(row.text(name)) for name in ("times", "within_days", "for_days")}
        given = {"after": row.text("after"), "step": row.text("step"), **numbers}
        return {name: value for name, value in given.items() if value is not None}

    def flat(self, value: Value) -> list[dict[str, str]]:
        """A field for each part."""
        return [{name: str(part) for name, part in each.items()} for each in value or ()]


def without_row(answer: Rows, fields: Fields, number: int) -> dict[str, str]:
    """The fields without those of one row."""
    begin = f"{answer.key}.{number}."
    return {name: text for name, text in fields.items() if not name.startswith(begin)}


def week_days() -> Iterator[tuple[str, date]]:
    """Each day of the week with some date on which it falls."""
    return ((day, date(2024, 1, 1 + n)) for n, day in enumerate(WEEKDAYS))


def clock_time(text: str) -> str:
    """ "9:15" as the file has it, "09:15"."""
    return f"0{text}" if _SHORT_TIME.fullmatch(text) else text


def _span(row: Value) -> dict[str, str]:
    until = str(row["to"])
    return {"from": str(row["from"]), "to": _MIDNIGHT if until == _END_OF_DAY else until}


def _stretches(exception: Value) -> list[dict[str, str]]:
    on = {"on": str(exception["on"])}
    hours = [{**on, **_span(each), **_named_place(each)} for each in exception["hours"]]
    return hours or [on]


def _place(row: _Row) -> dict[str, str]:
    place = row.text("location")
    return {"location": place} if place else {}


def _named_place(row: Value) -> dict[str, str]:
    return {"location": row["location"]} if "location" in row else {}
