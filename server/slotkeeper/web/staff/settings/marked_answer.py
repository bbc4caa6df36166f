"""Times that are marked in a practitioner's week, as rows of a form: offered online, protected."""

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from slotkeeper.domain.practitioner import WEEKDAYS
from slotkeeper.web.staff.settings.answer import Value, whole
from slotkeeper.web.staff.settings.row_answer import Rows, _Row, _span

_LENGTHS = ("waitlist_for", "existing_for")
_BEFORE = re.compile(r"([0-9]+)([mhd])")


@dataclass(frozen=True, slots=True)
class MarkedRows(Rows):
    """Days of the week or one date, from and to, and in which weeks."""

    kind: ClassVar[str] = "marked"
    columns: ClassVar[tuple[str, ...]] = ("days",)

    def row(self, row: _Row) -> Value:
        """As the file has it."""
        return _marked(row)

    def flat(self, value: Value) -> list[dict[str, str]]:
        """A field for each part."""
        return [_fields(each) for each in value or ()]

    def field(self, rest: tuple[str | int, ...], value: Value) -> str:
        """What is wrong with one of several dates is told at all of them."""
        # Read out as `Rows.field`: super() does not find its class in one that has slots.
        return Rows.field(self, rest[:2], value)


@dataclass(frozen=True, slots=True)
class ProtectedRows(MarkedRows):
    """The same with when they are released, and to whom first."""

    kind: ClassVar[str] = "protected"

    def row(self, row: _Row) -> Value:
        """As the file has it."""
        marked = _marked(row)
        if marked is None:
            return None
        lengths = {name: _length(row, name) for name in _LENGTHS}
        return {**marked, "release": _release(row), **{k: v for k, v in lengths.items() if v}}

    def flat(self, value: Value) -> list[dict[str, str]]:
        """A field for each part."""
        return [{**_fields(each), **_release_fields(each)} for each in value or ()]


def _marked(row: _Row) -> Value:
    days, on, span = row.days(), row.date("on"), row.span()
    if not days and not on and not any(span.values()):
        return None
    given: dict[str, Value] = {"on": on} if on else {}
    if days or not on:
        given["days"] = days
    weeks = whole(row.text("every_weeks"))
    others = {
        "every_weeks": None if weeks == 1 else weeks,
        "first": row.date("first"),
        "last": row.date("last"),
        "except": [_date(each) for each in re.split(r"[\s,;]+", row.text("except")) if each],
    }
    return {**given, **span, **{name: each for name, each in others.items() if each}}


def _fields(row: Value) -> dict[str, str]:
    given = {name: str(row[name]) for name in ("on", "every_weeks", "first", "last") if name in row}
    if "except" in row:
        given["except"] = ", ".join(map(str, row["except"]))
    return {**dict.fromkeys(row.get("days", ()), "on"), **_span(row), **given}


def _release(row: _Row) -> str:
    how = row.text("release")
    if how == "week":
        return f"{row.text('release_day')} {row.text('release_time')}"
    if how == "before":
        return f"{row.text('release_n')}{row.text('release_n_unit')[:1]}"
    return how or "never"


def _release_fields(row: Value) -> dict[str, str]:
    """What is not a rule of ours is shown as it is, in the choice that refuses it."""
    text = str(row.get("release", "never"))
    day, _, time = text.partition(" ")
    given = {"release": text}
    if day in WEEKDAYS:
        given = {"release": "week", "release_day": day, "release_time": time}
    elif match := _BEFORE.fullmatch(text):
        given = {"release": "before", "release_n": match[1], "release_n_unit": match[2]}
    for name in _LENGTHS:
        if name in row:
            given |= {name: str(row[name])[:-1], f"{name}_unit": str(row[name])[-1:]}
    return given


def _length(row: _Row, name: str) -> str:
    amount = row.text(name)
    return f"{amount}{row.text(f'{name}_unit')[:1]}" if amount else ""


def _date(text: str) -> Value:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
