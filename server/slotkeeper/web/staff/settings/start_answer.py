"""Answers about start times, what a type needs, and the way between places."""

import re
from dataclasses import dataclass
from typing import ClassVar

from slotkeeper.web.staff.settings.answer import Answer, Fields, Value, whole
from slotkeeper.web.staff.settings.row_answer import Rows, _Row, clock_time
from slotkeeper.web.staff.settings.type_answer import WhoOffers

_EVERY = "every "


@dataclass(frozen=True, slots=True)
class Starts(Answer):
    """As the others have it, every so many minutes, only next to what is booked, or fixed times."""

    options: tuple[str, ...] = ("silent", "every", "adjacent", "times")
    kind: ClassVar[str] = "starts"

    def typed(self, fields: Fields) -> Value:
        """As the file writes it: "every 30", "adjacent", a list of times, or nothing."""
        chosen = fields.get(self.key, "").strip()
        if chosen == "every":
            return f"{_EVERY}{fields.get(f'{self.key}.every', '').strip()}"
        if chosen == "times":
            parts = re.split(r"[\s,;]+", fields.get(f"{self.key}.times", ""))
            return [clock_time(each) for each in parts if each]
        return None if chosen in {"silent", ""} else chosen

    def shown(self, value: Value) -> dict[str, str]:
        """The way of it, and what it says of when."""
        if isinstance(value, list):
            return {self.key: "times", f"{self.key}.times": ", ".join(map(str, value))}
        text = str(value or "silent")
        if text.startswith(_EVERY):
            return {self.key: "every", f"{self.key}.every": text.removeprefix(_EVERY)}
        return {self.key: text}

    def field(self, rest: tuple[str | int, ...], value: Value) -> str:  # noqa: ARG002
        """At the number or at the times, where they are asked."""
        chosen = self.shown(value)[self.key]
        return f"{self.key}.{chosen}" if chosen in {"every", "times"} else self.key

    def is_same(self, one: Value, other: Value) -> bool:
        """Times in whichever order."""
        if isinstance(one, list) and isinstance(other, list):
            return sorted(map(str, one)) == sorted(map(str, other))
        return bool(one == other)


@dataclass(frozen=True, slots=True)
class Needs(WhoOffers):
    """A box for each kind of resource."""

    kind: ClassVar[str] = "needs"


@dataclass(frozen=True, slots=True)
class Ways(Rows):
    """Two places and the minutes between them."""

    kind: ClassVar[str] = "ways"
    columns: ClassVar[tuple[str, ...]] = ("one",)

    def row(self, row: _Row) -> Value:
        """A row without minutes says nothing."""
        minutes = row.text("minutes")
        if not minutes:
            return None
        places = [place for place in (row.text("one"), row.text("other")) if place]
        return {"between": places, "minutes": whole(minutes)}

    def flat(self, value: Value) -> list[dict[str, str]]:
        """A field for each part."""
        return [
            {
                **dict(zip(("one", "other"), each["between"], strict=False)),
                "minutes": str(each["minutes"]),
            }
            for each in value or ()
        ]

    def field(self, rest: tuple[str | int, ...], value: Value) -> str:
        """What is wrong with the two places is told at the first."""
        # Read out as `Rows.field`: super() does not find its class in one that has slots.
        name = "minutes" if rest[1:2] == ("minutes",) else "one"
        return Rows.field(self, (*rest[:1], name) if rest else rest, value)
