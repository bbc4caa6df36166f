"""What a form does to the values of the clinic file, also where somebody else was quicker."""

import json
import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from slotkeeper.domain.clinic_change import plain
from slotkeeper.domain.clinic_file import FileProblem
from slotkeeper.web.staff.gate import NotThere
from slotkeeper.web.staff.settings.answer import Answer, Fields, Value
from slotkeeper.web.staff.settings.new_row import NEW_ROW
from slotkeeper.web.staff.settings.session_words import slug_words
from slotkeeper.web.staff.settings.sheet import OFFERS, SLUG, Sheet
from slotkeeper.web.staff.settings.slug import slug_of

_SLUG = re.compile(r"[a-z0-9-]{1,60}")


class RowUnknown(NotThere):
    """The clinic has no such row (any more)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet's settings stand: `slug` of the row, None for a new one, "" for the sheets that
    are no row's.
    """

    sheet: Sheet
    slug: str | None = ""

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What is asked."""
        name, *others = self.sheet.answers
        return (name, SLUG, *others) if self.slug is None else self.sheet.answers

    @property
    def prefix(self) -> str:
        """What its settings' names begin with in `Changes`."""
        return f"{self.sheet.table}.{self.slug}" if self.slug else self.sheet.table

    def values(self, tree: dict[str, Any]) -> dict[str, Value]:
        """What the settings are in a file's values; a new row has none. Raises RowUnknown."""
        table = {} if self.slug is None else {**self._table(tree), OFFERS: self._offers(tree)}
        return {each.key: table.get(each.key) for each in self.answers}

    def put(self, tree: dict[str, Any], values: dict[str, Value]) -> dict[str, Any]:
        """The file's values with those settings. Raises RowUnknown."""
        changed = deepcopy(tree)
        if self.slug is None:
            slug = values.get("slug") or slug_of(slug_words(values))
            table: dict[str, Any] = {"slug": slug}
            changed.setdefault(self.sheet.table, []).append(table)
        else:
            table = self._table(changed)
        given = {key: value for key, value in values.items() if key not in {"slug", OFFERS}}
        if OFFERS in values and _SLUG.fullmatch(table["slug"]):
            _offer(changed, table["slug"], values[OFFERS])
        table.update(given)
        for key in [key for key, value in given.items() if value is None]:
            del table[key]
        return changed

    def field_of(self, tree: dict[str, Any], values: dict[str, Value], problem: FileProblem) -> str:
        """The field of this form, with those values, at which a problem of the file's values `tree`
        is told; "" for what stands elsewhere.
        """
        path, begin = problem.path, self._path(tree)
        key = path[len(begin)] if path[: len(begin)] == begin and len(path) > len(begin) else None
        found = next((each for each in self.answers if each.key == key), None)
        return found.field(path[len(begin) + 1 :], values.get(found.key)) if found else ""

    def _offers(self, tree: dict[str, Any]) -> list[str]:
        kinds = tree.get("appointment_type", [])
        return [kind["slug"] for kind in kinds if self.slug in kind["practitioners"]]

    def _path(self, tree: dict[str, Any]) -> tuple[str | int, ...]:
        table = self.sheet.table
        if self.slug == "":
            return (table,)
        rows: list[dict[str, Any]] = tree.get(table, [])
        if self.slug is None:
            return table, len(rows) - 1
        return table, next(n for n, row in enumerate(rows) if row["slug"] == self.slug)

    def _table(self, tree: dict[str, Any]) -> dict[str, Any]:
        if self.slug == "":
            table: dict[str, Any] = tree.setdefault(self.sheet.table, {})
            return table
        rows: list[dict[str, Any]] = tree.get(self.sheet.table, [])
        for row in rows:
            if row["slug"] == self.slug:
                return row
        raise RowUnknown(self.slug)


@dataclass(frozen=True, slots=True)
class Merged:
    """`values` to go on with; `theirs` are the settings that somebody else changed since the form
    was made, with the values that they have now; `both` those of them that were typed here as well.
    """

    values: dict[str, Value]
    theirs: dict[str, Value] = field(default_factory=dict)
    both: frozenset[str] = frozenset()


def typed_values(place: Place, fields: Fields) -> dict[str, Value]:
    """What was typed, by setting."""
    return {each.key: each.typed(fields) for each in place.answers}


def shown_fields(place: Place, values: dict[str, Value]) -> dict[str, str]:
    """The fields that show those values."""
    fields: dict[str, str] = {}
    for each in place.answers:
        fields |= each.shown(values.get(each.key))
    return fields


def new_values(place: Place) -> dict[str, Value]:
    """What a form for a new row begins with."""
    return {each.key: NEW_ROW[place.sheet.table].get(each.key) for each in place.answers}


def write_before(values: dict[str, Value]) -> str:
    """What a form remembers of the settings as they stood."""
    return json.dumps(plain(values), ensure_ascii=False, separators=(",", ":"))


def merge(place: Place, typed: dict[str, Value], current: dict[str, Value], before: str) -> Merged:
    """What was typed, on top of what others changed since `before`: nothing of theirs is
    overwritten unknowingly.
    """
    known = _read_before(before)
    values, theirs, both = dict(typed), dict[str, Value](), set[str]()
    for each in place.answers:
        now, mine = current.get(each.key), typed.get(each.key)
        was = known.get(each.key) if known is not None else plain(now)
        touched = not each.is_same(plain(mine), was)
        if not touched:
            values[each.key] = now
        if not each.is_same(plain(now), was) and not each.is_same(plain(mine), plain(now)):
            theirs[each.key] = now
            both |= {each.key} if touched else set()
    return Merged(values=values, theirs=theirs, both=frozenset(both))


def _offer(tree: dict[str, Any], practitioner: str, kinds: list[str]) -> None:
    """Make those appointment types, and no others, what a practitioner offers."""
    for kind in tree.get("appointment_type", []):
        others = [each for each in kind["practitioners"] if each != practitioner]
        if kind["slug"] not in kinds:
            kind["practitioners"] = others
        elif practitioner not in kind["practitioners"]:
            kind["practitioners"] = [*others, practitioner]


def _read_before(text: str) -> dict[str, Value] | None:
    """None for what is no memory of ours: then what was typed stands against what there is."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
