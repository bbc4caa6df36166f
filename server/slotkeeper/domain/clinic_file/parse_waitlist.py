"""[waitlist]: whether there is one, and how it goes on (C6)."""

from collections.abc import Iterator

from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.clinic_file.toml_text import Pairs, Value, table
from slotkeeper.domain.waitlist_rules import WaitlistRules

SHORTEST_OFFER, LONGEST_OFFER = 5, 1440
"""Minutes for which a time is kept for one person."""

_STANDARD = WaitlistRules()


def parse_waitlist(section: Section) -> WaitlistRules:
    """The section as a value; what is wrong is reported, and the standard stands for it."""
    rules = WaitlistRules(
        enabled=section.flag("enabled", default=_STANDARD.enabled),
        offer_minutes=section.number(
            "offer_minutes", SHORTEST_OFFER, LONGEST_OFFER, _STANDARD.offer_minutes
        ),
        existing_first=section.flag("existing_first", default=_STANDARD.existing_first),
        sms=section.flag("sms", default=_STANDARD.sms),
        most_unanswered=section.number("most_unanswered", 1, 20, _STANDARD.most_unanswered),
    )
    section.close()
    return rules


def silent_waitlist() -> dict[str, Value]:
    """What the section means where the file has none of it."""
    return dict(_pairs(_STANDARD))


def write_waitlist(rules: WaitlistRules) -> Iterator[str]:
    """Its text; nothing for a clinic that has left all as it comes."""
    if rules != _STANDARD:
        yield table("[waitlist]", _pairs(rules))


def _pairs(rules: WaitlistRules) -> Pairs:
    yield "enabled", rules.enabled
    yield "offer_minutes", rules.offer_minutes
    yield "existing_first", rules.existing_first
    yield "sms", rules.sms
    yield "most_unanswered", rules.most_unanswered
