"""How one setting is asked: the value of the clinic file ↔ the fields of a form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

Fields = Mapping[str, str]
"""What a form sent, by name."""

Value = Any
"""A value as TOML has it, also one that is wrong; None where the file says nothing."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Answer:
    """`key` is the setting's in its table and the field's name; `kind` the macro that asks it.

    `typed(shown(value)) == value` for every value of a file.
    """

    key: str
    kind: ClassVar[str] = "text"

    def typed(self, fields: Fields) -> Value:
        """The value that was typed; what cannot be one stays a text, and is refused as such."""
        return fields.get(self.key, "").strip() or None

    def shown(self, value: Value) -> dict[str, str]:
        """The fields that show a value."""
        return {self.key: "" if value is None else str(value)}

    def field(self, rest: tuple[str | int, ...], value: Value) -> str:  # noqa: ARG002
        """The field at which a problem is told; `rest` is its path within the value."""
        return self.key

    def is_same(self, one: Value, other: Value) -> bool:
        """Whether two values say the same."""
        return bool(one == other)


@dataclass(frozen=True, slots=True)
class Text(Answer):
    """One line. `type` is the input's; an empty one is left out unless it is `required`."""

    type: str = "text"
    required: bool = False
    listed: str = ""

    def typed(self, fields: Fields) -> Value:
        """Without the spaces around it."""
        text = fields.get(self.key, "").strip()
        return text if text or self.required else None


@dataclass(frozen=True, slots=True)
class LongText(Answer):
    """Any number of lines, kept to the letter."""

    rows: int = 3
    kind: ClassVar[str] = "long"

    def typed(self, fields: Fields) -> Value:
        """With the line ends of the file instead of a browser's."""
        return fields.get(self.key, "").replace("\r\n", "\n").replace("\r", "\n") or None


@dataclass(frozen=True, slots=True)
class Number(Answer):
    """A whole number; `unit` is a text that follows the field."""

    unit: str = ""
    kind: ClassVar[str] = "number"

    def typed(self, fields: Fields) -> Value:
        """A number where it is one."""
        return whole(fields.get(self.key, ""))


@dataclass(frozen=True, slots=True)
class Flag(Answer):
    """Yes or no; `silent` is the value that the file does not write."""

    silent: bool | None = None
    kind: ClassVar[str] = "flag"

    def typed(self, fields: Fields) -> Value:
        """A box that is not ticked is not sent."""
        ticked = self.key in fields
        return None if ticked is self.silent else ticked

    def shown(self, value: Value) -> dict[str, str]:
        """As `typed`."""
        return {self.key: "on"} if value or (value is None and self.silent) else {}

    def is_same(self, one: Value, other: Value) -> bool:
        """Also where the file leaves it out."""
        return bool(
            (self.silent if one is None else one) == (self.silent if other is None else other)
        )


@dataclass(frozen=True, slots=True)
class Choice(Answer):
    """One of a few, as radio buttons; of many (`is_long`) as a list."""

    options: tuple[str, ...] = ()
    is_long: bool = False
    kind: ClassVar[str] = "choice"


@dataclass(frozen=True, slots=True)
class OpenOrClosed(Choice):
    """Whether new patients may book; the file writes only that they may not."""

    options: tuple[str, ...] = ("open", "closed")

    def typed(self, fields: Fields) -> Value:
        """Nothing where it is open."""
        chosen = fields.get(self.key, "").strip()
        return None if chosen in {"", "open"} else chosen

    def shown(self, value: Value) -> dict[str, str]:
        """Open, unless the file says otherwise."""
        return {self.key: str(value or "open")}


@dataclass(frozen=True, slots=True)
class NumberChoice(Choice):
    """The same for numbers."""

    kind: ClassVar[str] = "number_choice"

    def typed(self, fields: Fields) -> Value:
        """A number where it is one."""
        return whole(fields.get(self.key, ""))


@dataclass(frozen=True, slots=True)
class Notice(Answer):
    """A length of time: a number and its unit; `silent` is the one that the file may leave out."""

    silent: str = "2h"
    kind: ClassVar[str] = "notice"

    def typed(self, fields: Fields) -> Value:
        """As the file writes it: "2h"."""
        amount = fields.get(self.key, "").strip()
        return f"{amount}{fields.get(f'{self.key}.unit', 'h')[:1]}"

    def shown(self, value: Value) -> dict[str, str]:
        """The last letter is the unit."""
        text = str(value or self.silent)
        return {self.key: text[:-1], f"{self.key}.unit": text[-1:]}

    def is_same(self, one: Value, other: Value) -> bool:
        """Also where the file leaves it out."""
        return bool((one or self.silent) == (other or self.silent))


@dataclass(frozen=True, slots=True)
class Lines(Answer):
    """Several texts, one a line; commas and spaces part them too."""

    kind: ClassVar[str] = "lines"

    def typed(self, fields: Fields) -> Value:
        """A list of those that are not empty."""
        return [each for each in re.split(r"[\s,;]+", fields.get(self.key, "")) if each] or None

    def shown(self, value: Value) -> dict[str, str]:
        """One a line."""
        return {self.key: "\n".join(map(str, value or ()))}


@dataclass(frozen=True, slots=True)
class NewPatients(Answer):
    """Open, closed, or by load with its two percentages and its days; with `has_clinic` also as the
    clinic, which the file does not write.
    """

    has_clinic: bool = False
    kind: ClassVar[str] = "new_patients"

    def typed(self, fields: Fields) -> Value:
        """A text, or a table of two numbers."""
        chosen = fields.get(self.key, "").strip()
        if chosen != "load":
            return None if self.has_clinic and chosen == "clinic" else chosen or None
        names = ("closes_above", "opens_below", "days")
        return {name: whole(fields.get(f"{self.key}.{name}", "")) for name in names}

    def shown(self, value: Value) -> dict[str, str]:
        """Numbers to start from stand there before "by load" is chosen."""
        standard = {"closes_above": 90, "opens_below": 75, "days": 28}
        load = value if isinstance(value, dict) else standard
        numbers = {f"{self.key}.{name}": "" if n is None else str(n) for name, n in load.items()}
        silent = "clinic" if self.has_clinic else "open"
        return {self.key: "load" if load is value else str(value or silent), **numbers}

    def field(self, rest: tuple[str | int, ...], value: Value) -> str:  # noqa: ARG002
        """Each number has its own."""
        return ".".join(map(str, (self.key, *rest)))


def whole(text: str) -> Value:
    """A whole number; what is none stays a text, nothing None."""
    text = text.strip()
    return int(text) if _WHOLE.fullmatch(text) else text or None
