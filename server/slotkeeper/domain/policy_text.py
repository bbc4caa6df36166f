"""Which lengths of time a clinic's own words name where they speak of cancelling: a hint, whether
they say the same as its windows.
"""

import re

from slotkeeper.domain.change_policy import ChangePolicy
from slotkeeper.domain.cut_off import CutOff

_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")
_SPEAKS_OF_IT = re.compile(r"cancel|absag|storn|annul|resched", re.IGNORECASE)
_LENGTH = re.compile(
    r"\b([1-9]\d{0,3})[\s-]*(h|hours?|hrs?|d|days?|m|min|minutes?|std|stunden?|tagen?|tage?|minuten)\b",
    re.IGNORECASE,
)
_MINUTES = {"h": 60, "s": 60, "d": 1440, "t": 1440, "m": 1}


def other_lengths(text: str, policies: list[ChangePolicy]) -> list[str]:
    """Lengths as the text writes them, in its order, that are none of those policies': of sentences
    that speak of cancelling, in English or German. A day is 24 hours here.
    """
    known = {minutes for each in policies for minutes in _minutes(each)}
    named = [
        found
        for sentence in _SENTENCE_ENDS.split(text)
        if _SPEAKS_OF_IT.search(sentence)
        for found in _LENGTH.finditer(sentence)
    ]
    others = [each[0] for each in named if int(each[1]) * _unit(each[2]) not in known]
    return list(dict.fromkeys(others))


def _minutes(policy: ChangePolicy) -> list[int]:
    lengths: list[CutOff] = [*(each.until for each in policy.windows), policy.no_change_after]
    return [each.amount * _MINUTES[each.unit] for each in lengths]


def _unit(word: str) -> int:
    return _MINUTES[word[0].lower()]
