"""The short name of a booking, to be read over the telephone."""

from collections.abc import Callable, Sequence

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No look-alikes: no 0/O, no 1/I/L."""

LENGTH = 7


def make_reference(choose: Callable[[Sequence[str]], str]) -> str:
    """Seven letters such as "K7M-2QXA" without the dash; `choose` picks one of a sequence at
    random.
    """
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def spoken(reference: str) -> str:
    """The same in two groups, as people read it: "K7M-2QXA"."""
    return f"{reference[:3]}-{reference[3:]}"
