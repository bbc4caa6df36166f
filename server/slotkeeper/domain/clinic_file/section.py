"""One table of the file, read key by key; what is wrong goes to the report, and reading goes on."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast, overload
from unicodedata import category

from slotkeeper.domain.clinic_file.places import Path
from slotkeeper.domain.clinic_file.problems import Report, did_you_mean

T = TypeVar("T")

LONGEST_NAME = 200
LONGEST_TEXT = 100_000
_SLUG = re.compile(r"[a-z0-9-]{1,60}")
_LONGEST_QUOTE = 60


class Section:
    """A table. Each method reads one key and gives its value, or a harmless one after reporting.

    A key that no method asked for is unknown: `close` reports those.
    """

    def __init__(self, values: Mapping[str, Any], path: Path, report: Report) -> None:
        self._values = values
        self._path = path
        self._report = report
        self._asked: dict[str, None] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def raw(self, key: str) -> Any:  # noqa: ANN401 - whatever the file holds
        """The value as TOML has it, None where the key is absent."""
        self._asked[key] = None
        return self._values.get(key)

    def wrong(self, key: str, expected: str) -> None:
        """Report the value of a key."""
        value = self._values.get(key)
        self._report.add((*self._path, key), "nothing" if value is None else quote(value), expected)

    def text(self, key: str, default: str | None = None, *, longest: int = LONGEST_NAME) -> str:
        """One line without control characters, stripped; required where there is no default."""
        value = self.raw(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not _is_line(value):
            self.wrong(key, "a text of one line, in quotes")
        elif default is None and not value.strip():
            self.wrong(key, "a text that is not empty")
        elif len(value) > longest:
            self.wrong(key, f"at most {longest} characters")
        else:
            return value.strip()
        return default or ""

    def long_text(self, key: str, longest: int = LONGEST_TEXT) -> str:
        """A text of any number of lines, kept to the letter; empty where absent."""
        value = self.raw(key)
        if value is None:
            return ""
        if isinstance(value, str) and len(value) <= longest and _is_plain(value):
            return value
        self.wrong(key, f"a text of at most {longest} characters, without control characters")
        return ""

    def slug(self, key: str, reserved: Sequence[str] = ()) -> str:
        """A name for addresses."""
        value = self.raw(key)
        if not isinstance(value, str) or not _SLUG.fullmatch(value):
            self.wrong(key, "1 to 60 of a-z, 0-9 and -, in quotes")
        elif value in reserved:
            self.wrong(key, "another word: Slotkeeper's own pages use this one")
        else:
            return value
        return ""

    @overload
    def parsed(self, key: str, parse: Callable[[str], T]) -> T | None: ...
    @overload
    def parsed(self, key: str, parse: Callable[[str], T], default: T) -> T: ...
    def parsed(self, key: str, parse: Callable[[str], T], default: T | None = None) -> T | None:
        """A text in quotes that `parse` understands; its ValueError says what was expected."""
        value = self.raw(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            self.wrong(key, _expected_by(parse))
            return default
        try:
            return parse(value)
        except ValueError as error:
            self.wrong(key, str(error))
            return default

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from low to high."""
        value = self.raw(key)
        if value is None and default is not None:
            return default
        if type(value) is int and low <= value <= high:
            return value
        self.wrong(key, f"a whole number from {low} to {high}")
        return low if default is None else default

    def flag(self, key: str, *, default: bool) -> bool:
        """Yes or no."""
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, "true or false")
            return default
        return value

    def choice(self, key: str, options: Sequence[T], default: T) -> T:
        """One of several texts or numbers."""
        value = self.raw(key)
        if value is None:
            return default
        for option in options:
            if type(value) is type(option) and value == option:
                return option
        listed = " or ".join(quote(each) for each in options)
        if len(options) > 2:  # noqa: PLR2004 - two are joined by "or", more are listed
            listed = "one of " + ", ".join(quote(each) for each in options)
        names = [each for each in options if isinstance(each, str)]
        hint = did_you_mean(value, names) if isinstance(value, str) else ""
        self.wrong(key, listed + hint)
        return default

    def date(self, key: str) -> date | None:
        """A local date, without quotes."""
        value = self.raw(key)
        if type(value) is date:
            return value
        self.wrong(key, "a date without quotes, such as 2026-12-25")
        return None

    def items(self, key: str, read: Callable[[Any], T | None], expected: str) -> tuple[T, ...]:
        """A list without repetitions; `read` gives an item's value, None where it is wrong."""
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(key, f"a list, each {expected}")
            return ()
        items: list[T] = []
        for index, each in enumerate(value):
            item = read(each)
            if item is None:
                self._report.add((*self._path, key, index), quote(each), expected)
            elif item in items:
                self._report.add((*self._path, key, index), quote(each), "each only once")
            else:
                items.append(item)
        return tuple(items)

    def tables(self, key: str, like: str) -> list["Section"]:
        """A list of tables, empty where absent."""
        value = self.raw(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.wrong(key, f"a list of tables, {like}")
            return []
        return [
            Section(cast("Mapping[str, Any]", each), (*self._path, key, index), self._report)
            for index, each in enumerate(value)
        ]

    def table(self, key: str, like: str) -> "Section":
        """One table, empty where absent."""
        value = self.raw(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(key, f"a table, {like}")
        found = cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}
        return Section(found, (*self._path, key), self._report)

    def close(self) -> None:
        """Report the keys that nobody asked for."""
        for key in [each for each in self._values if each not in self._asked]:
            hint = did_you_mean(key, list(self._asked)) or f" (known: {', '.join(self._asked)})"
            self._report.add(
                (*self._path, key), f"an unknown key {quote(key)}", f"a known one{hint}"
            )


def quote(value: Any) -> str:  # noqa: ANN401 - whatever the file holds
    """The value much as the file writes it, shortened."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    text = text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
    if not isinstance(value, str):
        return text
    return '"' + "".join(c if c.isprintable() else repr(c)[1:-1] for c in text) + '"'


def _expected_by(parse: Callable[[str], Any]) -> str:
    try:
        parse("")
    except ValueError as error:
        return f"{error}, in quotes"
    return "a text in quotes"


def _is_line(text: str) -> bool:
    return not any(category(character) in {"Cc", "Zl", "Zp"} for character in text)


def _is_plain(text: str) -> bool:
    return not any(category(character) == "Cc" for character in text if character not in "\t\n")
