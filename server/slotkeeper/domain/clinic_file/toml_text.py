"""Values → TOML text."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

Value: TypeAlias = "str | int | date | Toml | Sequence[Value]"
Pairs: TypeAlias = Iterator[tuple[str, Value]]


class Toml(str):
    """Text that is TOML already."""

    __slots__ = ()


def given(key: str, value: "str | int | Sequence[Value]") -> Pairs:
    """The pair, or nothing where the value says nothing."""
    if value:
        yield key, value


def table(header: str, pairs: Pairs) -> str:
    """A table under its header."""
    return "".join((f"{header}\n", *(f"{key} = {_value(value)}\n" for key, value in pairs)))


def inline(**pairs: Value) -> Toml:
    """A table in one line."""
    return Toml("{ " + ", ".join(f"{key} = {_value(each)}" for key, each in pairs.items()) + " }")


def lines(rows: Sequence[Toml]) -> Toml:
    """A list of inline tables, one a line."""
    return Toml("[\n" + "".join(f"  {row},\n" for row in rows) + "]" if rows else "[]")


def _value(value: Value) -> str:
    if isinstance(value, Toml):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _long_string(value) if "\n" in value else f'"{_escape(value)}"'
    return "[" + ", ".join(_value(each) for each in value) + "]"


def _long_string(text: str) -> str:
    body = text.rstrip('"')
    last = '\\"' * (len(text) - len(body))
    return f'"""\n{_escape(body, quotes=chr(34) * 3)}{last}"""'


def _escape(text: str, quotes: str = '"') -> str:
    text = text.replace("\\", "\\\\").replace(quotes, quotes[:-1] + '\\"')
    return "".join(
        c if ord(c) not in _CONTROLS or (c == "\n" and quotes != '"') else f"\\u{ord(c):04X}"
        for c in text
    )


_CONTROLS = {*range(9), *range(10, 32), 127}
