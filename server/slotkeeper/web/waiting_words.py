"""What somebody on the waiting list waits for, in words."""

from collections.abc import Callable
from datetime import date, timedelta

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.waitlist_rules import WaitlistRules
from slotkeeper.services.waitlist.entry import Waiting, place_of_entry
from slotkeeper.web.formats import day_text, length_text, long_weekday_text

_A_MONDAY = date(2024, 1, 1)


def kept_for(rules: WaitlistRules, language: str) -> str:
    """For how long each time is kept: "30 minutes", "24 hours"."""
    hours, rest = divmod(rules.offer_minutes, 60)
    length = CutOff(rules.offer_minutes, "m") if rest else CutOff(hours, "h")
    return length_text(length, language)


def waiting_facts(
    waiting: Waiting, say: Callable[..., str], language: str
) -> list[tuple[str, str]]:
    """What they would take, by name: each question that they answered or that stays open."""
    wanted, place = waiting.entry.wanted, place_of_entry(waiting.clinic, waiting.entry)
    days = (long_weekday_text(_A_MONDAY + timedelta(days=e), language) for e in wanted.weekdays)
    found = [
        ("what", _kind_name(waiting)),
        ("whom", ", ".join(each.name for each in waiting.practitioners) or say("waitlist.anyone")),
        ("days", ", ".join(days) or say("waitlist.any_day")),
        (
            "parts",
            ", ".join(say(f"slot.{part}") for part in wanted.parts) or say("waitlist.any_time"),
        ),
        ("where", place.name if place else ""),
        ("from", day_text(wanted.from_on, language) if wanted.from_on else ""),
        ("until", day_text(wanted.until_on, language) if wanted.until_on else ""),
    ]
    return [(say(f"waitlist.fact_{key}"), text) for key, text in found if text]


def _kind_name(waiting: Waiting) -> str:
    wanted = waiting.entry.appointment_type_id
    kinds = (each.name for each in waiting.clinic.appointment_types if each.id == wanted)
    return next(kinds, "")
