"""Answers about money, about who offers a type, and its colour."""

import re
from dataclasses import dataclass
from typing import ClassVar

from slotkeeper.web.staff.settings.answer import Answer, Choice, Fields, Value

_COMMA = re.compile(r"(\d+),(\d{1,4})")
_STANDARD_COLOUR = "#2f6f5e"


@dataclass(frozen=True, slots=True)
class Price(Answer):
    """An amount in the clinic's currency; a comma is as good as a point."""

    kind: ClassVar[str] = "price"

    def typed(self, fields: Fields) -> Value:
        """With a point."""
        return _amount(fields.get(self.key, "")) or None


@dataclass(frozen=True, slots=True)
class Prepay(Answer):
    """Nothing, all, an amount or a share of the price; `silent` is what the file leaves out."""

    options: tuple[str, ...] = ("none", "full", "deposit", "percent")
    silent: str = ""
    kind: ClassVar[str] = "prepay"

    def typed(self, fields: Fields) -> Value:
        """As the file writes it: "deposit 30.00", "deposit 25%"."""
        chosen = fields.get(self.key, self.options[0]).strip()
        if chosen == self.silent:
            return None
        if chosen == "deposit":
            return f"deposit {_amount(fields.get(f'{self.key}.amount', ''))}"
        if chosen == "percent":
            percent = fields.get(f"{self.key}.percent", "").strip().removesuffix("%").strip()
            return f"deposit {percent}%"
        return chosen

    def shown(self, value: Value) -> dict[str, str]:
        """The way of it, and what it says of how much."""
        word, _, rest = str(value or self.options[0]).partition(" ")
        if rest.endswith("%"):
            return {self.key: "percent", f"{self.key}.percent": rest[:-1]}
        return {self.key: word, f"{self.key}.amount": rest}

    def field(self, rest: tuple[str | int, ...], value: Value) -> str:  # noqa: ARG002
        """At the amount, where there is one."""
        shown = self.shown(value)
        part = {"deposit": ".amount", "percent": ".percent"}.get(shown[self.key], "")
        return f"{self.key}{part}"


@dataclass(frozen=True, slots=True)
class PrepayFrom(Choice):
    """Of whom a prepayment is asked; nothing where none is."""

    kind: ClassVar[str] = "prepay_from"

    def typed(self, fields: Fields) -> Value:
        """Only beside a prepayment."""
        if fields.get("prepay", "none") == "none":
            return None
        return fields.get(self.key, "all").strip()

    def shown(self, value: Value) -> dict[str, str]:
        """Everybody, unless another group is named."""
        return {self.key: str(value or "all")}


@dataclass(frozen=True, slots=True)
class WhoOffers(Answer):
    """A box for each practitioner."""

    kind: ClassVar[str] = "who_offers"

    def typed(self, fields: Fields) -> Value:
        """The slugs of those that are ticked."""
        begin = f"{self.key}."
        return [name.removeprefix(begin) for name in fields if name.startswith(begin)]

    def shown(self, value: Value) -> dict[str, str]:
        """As `typed`."""
        return {f"{self.key}.{slug}": "on" for slug in value or ()}

    def is_same(self, one: Value, other: Value) -> bool:
        """In whichever order: boxes have none."""
        return _names(one) == _names(other)


@dataclass(frozen=True, slots=True)
class Colour(Answer):
    """A colour or none: a browser's colour field cannot be empty, so a box says whether."""

    kind: ClassVar[str] = "colour"

    def typed(self, fields: Fields) -> Value:
        """Nothing where the box is not ticked."""
        if f"{self.key}.on" not in fields:
            return None
        return fields.get(self.key, "").strip() or None

    def shown(self, value: Value) -> dict[str, str]:
        """A colour to start from stands there before the box is ticked."""
        return {self.key: value, f"{self.key}.on": "on"} if value else {self.key: _STANDARD_COLOUR}


def _names(value: Value) -> set[str]:
    """Also of what a form only claims to remember."""
    return {str(each) for each in value} if isinstance(value, list | tuple) else set()


def _amount(text: str) -> str:
    return _COMMA.sub(r"\1.\2", text.strip())
