"""On which line of a TOML text a value stands, which tomllib does not tell."""

import re
from collections.abc import Mapping
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys, and indices of rows and array items counted from 0: `("practitioner", 0, "hours", 1)`."""

Places: TypeAlias = Mapping[Path, int]
"""Path → line, counted from 1."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_STRING = re.compile(
    r"""
    \"{3} (?:\\.|[^\\])*? \"{3,5} (?!\")
    | '{3} .*? '{3,5} (?!')
    | \" (?:\\.|[^\"\\\n])* \"
    | ' [^'\n]* '
    """,
    re.DOTALL | re.VERBOSE,
)
_BARE = re.compile(r"[^\s=.\[\]{},#\"']+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_SHORT = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


def find_places(text: str) -> Places:
    """The line of each table, key and array item of a text that tomllib has accepted."""
    return _Scanner(text.replace("\r\n", "\n")).scan()


class _Scanner:
    """Walks the text once. It may trust the syntax, so it needs to know only where things end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places: dict[Path, int] = {}
        self._rows: dict[Path, int] = {}
        self._counted = (0, 1)

    def scan(self) -> Places:
        table: Path = ()
        while self._skip_blank():
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.places

    def _header(self) -> Path:
        is_row = self.text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if is_row else 1
        keys = self._keys()
        self.at += 2 if is_row else 1
        path = self._resolve(keys[:-1])
        path = (*path, keys[-1])
        if is_row:
            self._note(path, start)
            self._rows[path] = self._rows.get(path, -1) + 1
        path = self._resolve(keys)
        self._note(path, start)
        return path

    def _resolve(self, keys: list[str]) -> Path:
        """The path of a header's keys: each array of tables on the way stands for its last row."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._rows:
                path = (*path, self._rows[path])
        return path

    def _pair(self, table: Path) -> None:
        start = self.at
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path, start)
        self.at = self.text.index("=", self.at) + 1
        self._skip_blank()
        self._value(path)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip_blank()
            keys.append(self._key())
            self._skip_blank()
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _key(self) -> str:
        quoted = _STRING.match(self.text, self.at)
        found = quoted or _BARE.match(self.text, self.at)
        if found is None:
            raise AssertionError("the text was not accepted by tomllib")
        self.at = found.end()
        if not quoted:
            return found[0]
        return found[0][1:-1] if found[0][0] == "'" else _ESCAPE.sub(_unescape, found[0][1:-1])

    def _value(self, path: Path) -> None:
        self._note(path, self.at)
        opening = self.text[self.at]
        if opening == "[":
            self._items(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            found = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            self.at = found.end() if found else self.at

    def _items(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self._skip_blank() and self.text[self.at] != "]":
            self._value((*path, index))
            index += 1
            self._skip_comma()
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self._skip_blank() and self.text[self.at] != "}":
            self._pair(path)
            self._skip_comma()
        self.at += 1

    def _skip_comma(self) -> None:
        self._skip_blank()
        if self.text[self.at] == ",":
            self.at += 1

    def _skip_blank(self) -> bool:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self.text)

    def _note(self, path: Path, at: int) -> None:
        if path not in self.places:
            self.places[path] = self._line(at)

    def _line(self, at: int) -> int:
        """Counted on from the last one asked for: the text is walked forwards."""
        seen, line = self._counted
        line = line + self.text.count("\n", seen, at) if at >= seen else 1
        if at < seen:
            line += self.text.count("\n", 0, at)
        self._counted = (at, line)
        return line


def _unescape(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits else _SHORT.get(match[3], match[3])
