"""What time it is: asked for by whoever was given a clock, never imported by rules."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], int]
"""Epoch seconds UTC."""

_LARGEST_INSTANT = 4_102_444_800  # the year 2100


def choose_clock(start: int | None) -> Clock:
    """The machine's clock, or one that starts at `start` (epoch seconds) and runs on from there."""
    return system_clock if start is None else moved_clock(start)


def system_clock() -> int:
    """The machine's clock."""
    return int(time.time())


def moved_clock(start: int) -> Clock:
    """A clock that shows `start` (epoch seconds) now and runs on, whatever the machine's does."""
    began = time.monotonic()
    return lambda: start + int(time.monotonic() - began)


def read_instant(value: str) -> int:
    """Epoch seconds of a text such as "2026-01-05T09:00:00Z". Raises ValueError."""
    expected = f'expected an instant such as "2026-01-05T09:00:00Z", found "{value}"'
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(expected) from error
    if moment.tzinfo is None or not 0 <= moment.timestamp() <= _LARGEST_INSTANT:
        raise ValueError(expected)
    return int(moment.timestamp())
