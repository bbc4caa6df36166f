"""By what staff find a patient again: the beginnings of names, e-mail address and phone number."""

import re

from msgspec import Struct

from slotkeeper.domain.identity import email_key, name_key

_BETWEEN_WORDS = re.compile(r"[\s\-\u2010-\u2015'\u2019.,/]+")
_BACKWARDS = "<"


class Search(Struct, frozen=True, kw_only=True):
    """What is looked for. `reference` is seven letters, "" where it cannot be one; `begun` the
    first four to six of one. Of each of `terms` one of the beginnings must be a patient's; no terms
    find nobody.
    """

    reference: str = ""
    begun: str = ""
    terms: tuple[tuple[str, ...], ...] = ()


def search_words(first_name: str, last_name: str, email: str, phone: str) -> list[str]:
    """What a patient is found by, if one of these begins with what is typed; `phone` is E.164.

    Names in parts and joined, so that "neil" and "oneil" find O'Neil; the number also backwards,
    for its last digits.
    """
    words = {name_key(first_name, last_name), email.casefold(), email_key(email)}
    for name in (first_name, last_name):
        words |= {fold(part) for part in [name, *_BETWEEN_WORDS.split(name)]}
    words |= {phone, last_digits(phone)}
    return sorted(words - {"", _BACKWARDS})


def fold(text: str) -> str:
    """A part of a name without case, marks and what is no letter or digit."""
    return name_key("", text) if any(each.isalnum() for each in text) else ""


def last_digits(phone: str) -> str:
    """The end of a number as the beginning that finds it."""
    return _BACKWARDS + "".join(each for each in reversed(phone) if each.isdecimal())
