"""What the search found, whatever it is: a name and where it leads."""

import re
from dataclasses import dataclass

from slotkeeper.domain.patient_search import fold

_BETWEEN = re.compile(r"[\s\-–,./()]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One result; `about` tells it from others of the same name."""

    address: str
    name: str
    about: str = ""


def begin_words(typed: str, name: str, about: str = "") -> bool:
    """Whether each word typed begins one of the name's or of what is said about it, and at least
    one of them one of the name's.
    """
    wanted, named, told = _words(typed), _words(name), _words(about)
    return any(_begins(each, named) for each in wanted) and all(
        _begins(each, [*named, *told]) for each in wanted
    )


def _begins(beginning: str, words: list[str]) -> bool:
    return any(word.startswith(beginning) for word in words)


def _words(text: str) -> list[str]:
    return [folded for each in _BETWEEN.split(text) if (folded := fold(each))]
