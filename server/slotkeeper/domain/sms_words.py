"""What people answer to a text message: the words that services for text messages agree on."""

from typing import Literal

_STOP = frozenset(
    {"stop", "stopall", "stopp", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
)
_START = frozenset({"start", "unstop", "yes"})


def read_answer(text: str) -> Literal["stop", "start", ""]:
    """Whether somebody wants no text messages any more, or wants them again. A word counts alone
    only: "stop by at nine" is neither.
    """
    word = text.strip().strip(".!\"' ").casefold()
    if word in _STOP:
        return "stop"
    return "start" if word in _START else ""
