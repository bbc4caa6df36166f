"""What patients are told in a clinic's own words (N7): plain text with placeholders."""

import re
from collections.abc import Iterable, Mapping

from slotkeeper.storage.wording import STANDARD, WordedChannel, Wording

_PLACEHOLDER = re.compile(r"\{\s*([A-Za-z_]+)\s*\}")
_FACTS = (
    "first_name",
    "patient",
    "clinic",
    "practitioner",
    "type",
    "when",
    "day",
    "time",
    "place",
    "address",
    "phone",
    "reference",
)
_PREVIOUS = (
    "previous_when",
    "previous_day",
    "previous_time",
    "previous_practitioner",
    "previous_place",
)
_ONLY_IN: Mapping[str, tuple[str, ...]] = {
    "booking_moved": _PREVIOUS,
    "booking_requested": ("until",),
    "confirm_link": ("until",),
    "waitlist_offer": ("until",),
    "payment_not_charged": ("amount",),
    "payment_refunded": ("amount",),
}
_OF_A_PLACE = ("first_name", "patient", "clinic", "type", "phone")
"""There is no appointment of which more could be said."""
_TELLS_OF_HEALTH = frozenset({"type", "practitioner", "previous_practitioner"})


def placeholders_of(channel: WordedChannel, message: str) -> tuple[str, ...]:
    """What words of that message may name, without braces. `first_name` is who is written to,
    `patient` who is seen. A text message, which anybody near the telephone can read, never names
    type or practitioner, since they can tell of an illness; it names `link`, the page that manages
    the booking, for which a mail has its button.
    """
    if message in {"waitlist_joined", "waitlist_ended"}:
        return _OF_A_PLACE
    names = (*_FACTS, *_ONLY_IN.get(message, ()))
    if channel == "mail":
        return names
    return (*(each for each in names if each not in _TELLS_OF_HEALTH), "link")


def choose_wording(wordings: Iterable[Wording], *languages: str) -> Wording | None:
    """Of one message's, the first that is there for one of those languages or its base."""
    by_language = {each.language: each for each in wordings if each.words != STANDARD}
    tags = (tag for each in languages for tag in (each, each.partition("-")[0]))
    return next((by_language[tag] for tag in tags if tag in by_language), None)


def fill(text: str, facts: Mapping[str, str]) -> str:
    """`text` with the facts in place of their names in braces; other braces stay as they are, and
    what a fact itself says is never looked at again.
    """
    return _PLACEHOLDER.sub(lambda found: facts.get(found[1].lower(), found[0]), text)


def unknown_placeholders(text: str, known: Iterable[str]) -> list[str]:
    """The names in braces that are not `known`, in the order of the text, each once."""
    names = set(known)
    found = (each.lower() for each in _PLACEHOLDER.findall(text))
    return list(dict.fromkeys(each for each in found if each not in names))
