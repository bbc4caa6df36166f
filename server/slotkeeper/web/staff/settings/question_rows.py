"""The questions of an appointment type as rows of its form."""

from dataclasses import dataclass
from typing import ClassVar

from slotkeeper.domain.question import WITH_OPTIONS
from slotkeeper.web.staff.settings.answer import Fields, Value
from slotkeeper.web.staff.settings.row_answer import Rows, _Row
from slotkeeper.web.staff.settings.slug import slug_of

_LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class QuestionRows(Rows):
    """What patients are asked, in order. The id goes along unseen: it stays when the words change,
    and a new question gets one from its words.
    """

    kind: ClassVar[str] = "asked"
    columns: ClassVar[tuple[str, ...]] = ("ask",)

    def typed(self, fields: Fields) -> Value:
        """The questions that say anything, each with an id of its own."""
        # Read out as `Rows.typed`: super() does not find its class in one that has slots.
        rows = Rows.typed(self, fields) or []
        taken = {row["id"] for row in rows}
        for row in rows:
            if not row["id"]:
                row["id"] = _new_id(row["ask"], taken)
                taken.add(row["id"])
        return rows or None

    def row(self, row: _Row) -> Value:
        """As the file has it."""
        ask, kind, words = row.text("ask"), row.text("kind"), row.text("help")
        lines = row.text("options").replace("\r", "\n").split("\n")
        options = [each.strip() for each in lines if each.strip()]
        if not (ask or options or words):
            return None
        given: dict[str, Value] = {"id": row.text("id"), "ask": ask, "kind": kind or "text"}
        if options and given["kind"] in WITH_OPTIONS:
            given["options"] = options
        if f"{row.begin}required" in row.fields:
            given["required"] = True
        return {**given, "help": words} if words else given

    def flat(self, value: Value) -> list[dict[str, str]]:
        """A field for each part; the answers to choose from one a line."""
        return [
            {
                **{name: str(each[name]) for name in ("id", "ask", "kind", "help") if name in each},
                **({"options": "\n".join(each["options"])} if "options" in each else {}),
                **({"required": "on"} if each.get("required") else {}),
            }
            for each in value or ()
        ]


def moved_row(answer: Rows, fields: Fields, number: int, by: int) -> dict[str, str]:
    """The fields with that row and its neighbour (`by` -1 or 1) in each other's place."""
    begin, other = f"{answer.key}.{number}.", f"{answer.key}.{number + by}."
    if not any(name.startswith(other) for name in fields):
        return dict(fields)

    def renamed(name: str) -> str:
        for one, place in ((begin, other), (other, begin)):
            if name.startswith(one):
                return place + name.removeprefix(one)
        return name

    return {renamed(name): text for name, text in fields.items()}


def _new_id(ask: str, taken: set[str]) -> str:
    begin = slug_of(ask)[:_LONGEST_ID].strip("-") or "question"
    return next(
        each for n in range(1, len(taken) + 2) if (each := _numbered(begin, n)) not in taken
    )


def _numbered(begin: str, n: int) -> str:
    return begin if n == 1 else f"{begin}-{n}"
