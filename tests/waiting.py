"""Waiting for what is not on a page: letters, texts, money."""

import time
from collections.abc import Callable
from typing import TypeVar

from tests.patience import patience

T = TypeVar("T")
_SECONDS = 90


def wait_for(find: Callable[[], T], what: object) -> T:
    """What `find` gives as soon as that is true. Raises AssertionError with `what` where it never
    is, and the longer it waits the busier the machine becomes.
    """
    began = time.monotonic()
    while not (found := find()):
        assert time.monotonic() - began < patience(_SECONDS), what
        time.sleep(0.1)
    return found
