"""Answers about what cancelling costs: the clinic's windows, and a rule of a type's own (C3)."""

import re
from dataclasses import dataclass
from typing import ClassVar

from slotkeeper.domain.clinic_file.parse_change_policy import silent_policy
from slotkeeper.web.staff.settings.answer import Answer, Fields, Notice, Value
from slotkeeper.web.staff.settings.row_answer import Rows, _Row

KEEPS = ("nothing", "deposit", "percent", "amount", "all")
"""What the clinic may keep; "percent" and "amount" ask how much."""

_COMMA = re.compile(r"(\d+),(\d{1,4})")
_SILENT = silent_policy()


@dataclass(frozen=True, slots=True)
class Windows(Rows):
    """Until how long before the start what is kept; a clinic that has said nothing has one."""

    optional: bool = False
    kind: ClassVar[str] = "windows"
    columns: ClassVar[tuple[str, ...]] = ("until",)
    keeps: ClassVar[tuple[str, ...]] = KEEPS

    def row(self, row: _Row) -> Value:
        """A row without a number is none."""
        amount = row.text("until")
        if not amount:
            return None
        until = f"{amount}{row.text('unit')[:1] or 'h'}"
        return {"until": until, "keep": _typed_keep(row.text("keep"), row.text("much"))}

    def flat(self, value: Value) -> list[dict[str, str]]:
        """The number and its unit apart, and the same of what is kept."""
        return [
            {
                "until": str(each["until"])[:-1],
                "unit": str(each["until"])[-1:],
                **_shown_keep(str(each["keep"]), "keep", "much"),
            }
            for each in (_SILENT["windows"] if value is None else value)
        ]

    def is_same(self, one: Value, other: Value) -> bool:
        """Also where the file leaves it out."""
        silent = _SILENT["windows"]
        return bool((silent if one is None else one) == (silent if other is None else other))


@dataclass(frozen=True, slots=True)
class Keeps(Answer):
    """What is kept of a cancellation later than all windows."""

    kind: ClassVar[str] = "keeps"
    keeps: ClassVar[tuple[str, ...]] = KEEPS

    def typed(self, fields: Fields) -> Value:
        """As the file writes it."""
        return _typed_keep(fields.get(self.key, "").strip(), fields.get(f"{self.key}.much", ""))

    def shown(self, value: Value) -> dict[str, str]:
        """All of it where the file says nothing."""
        return _shown_keep(str(value or _SILENT["afterwards"]), self.key, f"{self.key}.much")

    def is_same(self, one: Value, other: Value) -> bool:
        """Also where the file leaves it out."""
        silent = _SILENT["afterwards"]
        return bool((one or silent) == (other or silent))


@dataclass(frozen=True, slots=True)
class OwnPolicy(Windows):
    """The clinic's rule, or one of the type's own with all that belongs to it."""

    kind: ClassVar[str] = "own_policy"
    options: ClassVar[tuple[str, ...]] = ("clinic", "own")

    def typed(self, fields: Fields) -> Value:
        """Nothing where the clinic's counts."""
        if fields.get(self.key, "").strip() != "own":
            return None
        return {
            "enforced": f"{self.key}.enforced" in fields,
            "no_change_after": self._call.typed(fields),
            # Read out: super() does not find its class in one that has slots.
            "windows": Rows.typed(self, fields),
            "afterwards": self._afterwards.typed(fields),
        }

    def shown(self, value: Value) -> dict[str, str]:
        """A rule to start from stands there before one is chosen."""
        policy = value or {**_SILENT, "enforced": True}
        enforced = {f"{self.key}.enforced": "on"} if policy["enforced"] else {}
        return {
            self.key: "own" if value else "clinic",
            **enforced,
            **Windows.shown(self, policy["windows"]),
            **self._afterwards.shown(policy["afterwards"]),
            **self._call.shown(policy["no_change_after"]),
        }

    def count(self, value: Value) -> int:
        """How many windows the form has."""
        return len(self.flat(value["windows"] if value else None))

    def field(self, rest: tuple[str | int, ...], value: Value) -> str:
        """At the window, or at what comes beside them."""
        if rest[:1] == ("windows",):
            return Rows.field(self, rest[1:], value)
        return ".".join(map(str, (self.key, *rest)))

    def is_same(self, one: Value, other: Value) -> bool:
        """Both the clinic's, or all of it the same."""
        return bool(one == other)

    @property
    def _afterwards(self) -> Keeps:
        return Keeps(f"{self.key}.afterwards")

    @property
    def _call(self) -> Notice:
        return Notice(f"{self.key}.no_change_after", silent="0m")


def _typed_keep(kind: str, much: str) -> str:
    """As the file writes it: "deposit", "50%", "20.00"."""
    much = much.strip()
    if kind == "percent":
        return f"{much.removesuffix('%').strip()}%"
    return _COMMA.sub(r"\1.\2", much) if kind == "amount" else kind


def _shown_keep(keep: str, kind: str, much: str) -> dict[str, str]:
    """What is chosen, and how much where that is asked."""
    if keep in KEEPS:
        return {kind: keep, much: ""}
    if keep.endswith("%"):
        return {kind: "percent", much: keep[:-1]}
    return {kind: "amount", much: keep}
