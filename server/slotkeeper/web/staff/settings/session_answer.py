"""Answers about the timetable of group appointments, and how many may come."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from slotkeeper.domain.practitioner import WEEKDAYS
from slotkeeper.web.staff.settings.answer import Answer, Choice, Fields, Number, Value
from slotkeeper.web.staff.settings.row_answer import clock_time


@dataclass(frozen=True, slots=True)
class Pick(Choice):
    """One of the clinic's own rows by slug; nothing is chosen at first."""

    kind: ClassVar[str] = "pick"


@dataclass(frozen=True, slots=True)
class Weekdays(Answer):
    """A box for each day of the week."""

    kind: ClassVar[str] = "weekdays"

    def typed(self, fields: Fields) -> Value:
        """Those that are ticked."""
        return [day for day in WEEKDAYS if f"{self.key}.{day}" in fields] or None

    def shown(self, value: Value) -> dict[str, str]:
        """As `typed`."""
        return {f"{self.key}.{day}": "on" for day in value or ()}


@dataclass(frozen=True, slots=True)
class ClockTime(Answer):
    """A time of day."""

    kind: ClassVar[str] = "clock"

    def typed(self, fields: Fields) -> Value:
        """With both digits of the hour."""
        return clock_time(fields.get(self.key, "").strip()) or None


@dataclass(frozen=True, slots=True)
class Day(Answer):
    """One date or none."""

    kind: ClassVar[str] = "day"

    def typed(self, fields: Fields) -> Value:
        """A date where it is one."""
        text = fields.get(self.key, "").strip()
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text or None


@dataclass(frozen=True, slots=True)
class SilentNumber(Number):
    """A number that the file leaves out where it goes without saying: `silent`, 0 for none."""

    silent: int = 1

    def typed(self, fields: Fields) -> Value:
        """As the file has it."""
        # Read out as `Number.typed`: super() does not find its class in one that has slots.
        number = Number.typed(self, fields)
        return None if number == self.silent else number

    def shown(self, value: Value) -> dict[str, str]:
        """What goes without saying is shown."""
        return {self.key: str(value if value is not None else self.silent or "")}
