"""What time it is: asked for by whoever was given a clock, never imported by rules."""

import time
from collections.abc import Callable
from typing import TypeAlias

Clock: TypeAlias = Callable[[], int]
"""Epoch seconds UTC."""


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
