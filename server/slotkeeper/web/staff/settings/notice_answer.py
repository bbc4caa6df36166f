"""Answers about notices: what is told, when patients are reminded, when their telephones rest."""

from dataclasses import dataclass
from typing import ClassVar

from slotkeeper.domain.clinic_file.parse_notices import silent_notices
from slotkeeper.web.staff.settings.answer import Answer, Fields, Value
from slotkeeper.web.staff.settings.row_answer import Rows, _Row, clock_time

_SILENT = silent_notices()


@dataclass(frozen=True, slots=True)
class Ticks(Answer):
    """A box for each of a few words."""

    options: tuple[str, ...] = ()
    kind: ClassVar[str] = "ticks"

    def typed(self, fields: Fields) -> Value:
        """Those that are ticked, in their order."""
        return [each for each in self.options if f"{self.key}.{each}" in fields] or None

    def shown(self, value: Value) -> dict[str, str]:
        """As `typed`."""
        return {f"{self.key}.{each}": "on" for each in value or ()}


@dataclass(frozen=True, slots=True)
class Reminders(Rows):
    """How long before the appointment, and by which way; a clinic that has said nothing sends one,
    and one that wants none has an empty list.
    """

    optional: bool = False
    kind: ClassVar[str] = "reminders"
    columns: ClassVar[tuple[str, ...]] = ("before",)

    def row(self, row: _Row) -> Value:
        """A row without a number is none."""
        amount = row.text("before")
        if not amount:
            return None
        return {"before": f"{amount}{row.text('unit')[:1] or 'h'}", "by": row.text("by") or "mail"}

    def flat(self, value: Value) -> list[dict[str, str]]:
        """The number and its unit apart."""
        return [
            {"before": each["before"][:-1], "unit": each["before"][-1:], "by": each["by"]}
            for each in (_SILENT[self.key] if value is None else value)
        ]

    def is_same(self, one: Value, other: Value) -> bool:
        """Also where the file leaves it out."""
        silent = _SILENT[self.key]
        return bool((silent if one is None else one) == (silent if other is None else other))


@dataclass(frozen=True, slots=True)
class QuietHours(Answer):
    """Two times of day; the same twice means never."""

    kind: ClassVar[str] = "quiet"

    def typed(self, fields: Fields) -> Value:
        """With both digits of the hours."""
        return {
            name: clock_time(fields.get(f"{self.key}.{name}", "").strip())
            for name in ("from", "to")
        }

    def shown(self, value: Value) -> dict[str, str]:
        """The standard where the file says nothing."""
        hours = value or _SILENT[self.key]
        return {f"{self.key}.{name}": str(hours.get(name, "")) for name in ("from", "to")}

    def field(self, rest: tuple[str | int, ...], value: Value) -> str:  # noqa: ARG002
        """Each time has its own."""
        return ".".join(map(str, (self.key, *(rest or ("from",)))))

    def is_same(self, one: Value, other: Value) -> bool:
        """Also where the file leaves it out."""
        return bool((one or _SILENT[self.key]) == (other or _SILENT[self.key]))
