"""What our own texts of letters name."""

from collections.abc import Callable

from slotkeeper.services.notices.notice import Notice
from slotkeeper.web.formats import slot_text
from slotkeeper.web.mail.facts import amount_text, local_start, previous_text, until_text
from slotkeeper.web.waiting_words import waiting_facts

Say = Callable[..., str]


def values_of(notice: Notice, say: Say, language: str) -> dict[str, str]:
    """By name; `name` is who is written to, `patient` who is seen."""
    booker, first_name = notice.managed.booker, notice.patient.first_name
    return {
        "name": booker.first_name if booker else first_name,
        "patient": first_name,
        "clinic": notice.clinic.name,
        "when": slot_text(local_start(notice), language),
        "previous": previous_text(notice, language),
        "amount": amount_text(notice, language),
        "until": until_text(notice, language),
        "zone": say("mail.zone", zone=zone_name(notice)),
    }


def zone_name(notice: Notice) -> str:
    """The city by which the clinic's time zone is known."""
    return notice.clinic.time_zone.rpartition("/")[2].replace("_", " ")


def waits_for(notice: Notice, say: Say, language: str) -> tuple[tuple[str, str], ...]:
    """What somebody on the waiting list waits for; nothing in other letters."""
    return tuple(waiting_facts(notice.waiting, say, language)) if notice.waiting else ()


def footer_key(message: str) -> str:
    """Why they get the letter."""
    return "mail.footer_waiting" if message.startswith("waitlist_") else "mail.footer"
