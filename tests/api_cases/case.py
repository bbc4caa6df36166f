"""What the *.toml files of this folder say: a clinic, an instant, and what is then asked for.

Each expected start is written in local time with its offset, so that a person can check it against
the clinic's hours and the two sides of a repeated hour differ. Who is free then follows, unless it
is Sam Lee alone. All of it was worked out minute by minute from the
specification, not by Slotkeeper.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import msgspec


class Ask(msgspec.Struct, frozen=True, tag_field="do", tag="ask", forbid_unknown_fields=True):
    """The list of a type from one local date to another must hold exactly `starts`."""

    type: str
    practitioner: str
    first: str = msgspec.field(name="from")
    last: str = msgspec.field(name="to")
    starts: tuple[str, ...]


class Hold(msgspec.Struct, frozen=True, tag_field="do", tag="hold", forbid_unknown_fields=True):
    """A patient chooses `start`, and books it too where `book` is set; `status` is the answer."""

    type: str
    practitioner: str
    start: str
    status: int
    book: bool = False


class Wait(msgspec.Struct, frozen=True, tag_field="do", tag="wait", forbid_unknown_fields=True):
    """The clock goes on by `seconds`."""

    seconds: int


Step: TypeAlias = Ask | Hold | Wait


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`rule` is the reason of what is expected; `clinic` a clinic file, its slug is "case"."""

    name: str
    rule: str
    now: str
    clinic: str
    step: tuple[Step, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    case: tuple[Case, ...]


def read_cases() -> Iterator[tuple[str, Case]]:
    """Every case with the name of its file."""
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for case in msgspec.toml.decode(path.read_bytes(), type=_File).case:
            yield path.stem, case


def instant(text: str) -> int:
    """Epoch seconds of "2027-03-28T03:30+02:00"."""
    return int(datetime.fromisoformat(text).timestamp())
