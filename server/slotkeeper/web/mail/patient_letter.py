"""What patients are written: each message in the patient's language, with the clinic's name."""

from collections.abc import Callable
from dataclasses import dataclass

from slotkeeper.domain.reference import spoken
from slotkeeper.gateways.mail import Attachment
from slotkeeper.services.calendar_file import calendar_file
from slotkeeper.services.notices.letter import Letter
from slotkeeper.services.notices.notice import Notice
from slotkeeper.services.notices.wording import choose_wording, fill
from slotkeeper.storage.wording import STANDARD, Wording
from slotkeeper.web.formats import (
    day_of_month_text,
    long_weekday_text,
    month_text,
    slot_text,
    time_text,
)
from slotkeeper.web.mail.code import code_address, code_of
from slotkeeper.web.mail.dates import dates_of
from slotkeeper.web.mail.facts import (
    amount_text,
    facts_of,
    local_start,
    previous_text,
    price_text,
)
from slotkeeper.web.mail.moved import before_text, is_off, lead_variant, variant, waiting_variant
from slotkeeper.web.mail.paper import Paper
from slotkeeper.web.mail.policy_notes import money_notes, moved_notes, policy_notes
from slotkeeper.web.mail.prose import prose, standard
from slotkeeper.web.mail.values import footer_key, values_of, waits_for, zone_name
from slotkeeper.web.mail.view import AppointmentCard, Button, LetterView
from slotkeeper.web.texts import Texts


@dataclass(frozen=True, slots=True)
class Kind:
    """`card`: the appointment is shown; `ics`: its calendar file goes along; `button` leads to its
    page ("manage"), to other times ("again"), or to where it is confirmed ("confirm") or accepted
    ("offer").
    """

    button: str
    card: bool = True
    ics: bool = False


PATIENT_LETTERS = {
    "booking_confirmed": Kind("manage", ics=True),
    "booking_reminder": Kind("manage"),
    "booking_moved": Kind("manage", ics=True),
    "booking_approved": Kind("manage", ics=True),
    "booking_cancelled": Kind("again", ics=True),
    "booking_requested": Kind("manage"),
    "booking_declined": Kind("again"),
    "booking_lapsed": Kind("again"),
    "confirm_link": Kind("confirm"),
    "link_renewed": Kind("manage", ics=True),
    "payment_not_charged": Kind("again"),
    "move_not_charged": Kind("manage"),
    "payment_refunded": Kind("", card=False),
    "series_made": Kind("manage", ics=True),
    "series_changed": Kind("manage", ics=True),
    "series_cancelled": Kind("again", ics=True),
    "waitlist_offer": Kind("offer"),
    "waitlist_joined": Kind("waiting", card=False),
    "waitlist_ended": Kind("rejoin", card=False),
}
"""Every message that a patient may get."""

_KEEPS_THE_TIME = frozenset({"manage", "confirm", "offer"})
_FOR_OTHERS = frozenset(
    {
        "booking_confirmed",
        "booking_reminder",
        "booking_moved",
        "booking_approved",
        "booking_cancelled",
        "booking_requested",
        "booking_declined",
        "booking_lapsed",
        "confirm_link",
        "link_renewed",
        "payment_not_charged",
        "move_not_charged",
        "payment_refunded",
        "waitlist_offer",
        "waitlist_joined",
        "waitlist_ended",
    }
)
"""What may be about a booking for somebody else: then the booker is spoken to."""


class PatientLetters:
    """Writes them."""

    def __init__(self, paper: Paper, texts: Texts) -> None:
        self._paper = paper
        self._texts = texts

    def write(self, notice: Notice, base_url: str, now: int) -> Letter:
        """The letter of a notice to a patient. Raises KeyError for a message that has none."""
        kind = Kind("again") if is_off(notice) else PATIENT_LETTERS[notice.delivery.message]
        language = self._texts.best(notice.language)
        own = choose_wording(notice.wordings, notice.language, language)
        view = self._view(notice, kind, language, own, base_url)
        code = code_of(notice, base_url)
        context = {"letter": view, "t": self._say(language), "code": code_address(code)}
        return Letter(
            subject=self._subject(notice, language, own),
            text=self._paper.text(context),
            html=self._paper.html(language, context),
            attachments=(*(_calendar(notice, base_url, now) if kind.ics else ()), *code),
        )

    def _subject(self, notice: Notice, language: str, own: Wording | None) -> str:
        if own and own.words.subject:
            return " ".join(fill(own.words.subject, facts_of(notice, own.language)).split())
        return self._texts.text(
            language,
            f"mail.{notice.delivery.message}.subject{variant(notice)}",
            clinic=notice.clinic.name,
            when=slot_text(local_start(notice), language),
            previous=previous_text(notice, language),
            amount=amount_text(notice, language),
        )

    def _view(
        self, notice: Notice, kind: Kind, language: str, own: Wording | None, base_url: str
    ) -> LetterView:
        message, clinic = notice.delivery.message, notice.clinic
        say = self._say(language)
        values = values_of(notice, say, language)
        words = own.words if own else STANDARD
        tag = own.language if own else language
        facts = facts_of(notice, tag)
        return LetterView(
            heading=say(f"mail.{message}.heading{variant(notice)}", **values),
            lead=prose(words.opening, facts, tag)
            if words.opening
            else standard(say(_lead(notice), **values), language),
            words=notice.delivery.words,
            card=self._card(notice, kind, language) if kind.card else None,
            facts=waits_for(notice, say, language),
            **dates_of(notice, language, say, base_url, is_void=kind.button == "again"),
            buttons=_buttons(notice, kind, say),
            instead=_instead(notice, kind, say),
            closing=prose(words.closing, facts, tag) if words.closing else None,
            notes=_notes(notice, kind, say, language),
            clinic=clinic.name,
            clinic_url=notice.clinic_url,
            phone=clinic.phone,
            footer=say(footer_key(message), clinic=clinic.name),
        )

    def _card(self, notice: Notice, kind: Kind, language: str) -> AppointmentCard:
        booking, place = notice.booking, notice.managed.location
        start = local_start(notice)
        say = self._say(language)
        is_void = kind.button == "again"
        whom = notice.managed.for_whom
        return AppointmentCard(
            weekday=long_weekday_text(start.date(), language),
            day_of_month=day_of_month_text(start.date(), language),
            month_and_year=month_text(start.date(), language),
            time=time_text(start.time(), language),
            minutes=say("mail.minutes", minutes=(booking.ends_at - booking.starts_at) // 60),
            zone=zone_name(notice),
            kind=notice.managed.kind.name,
            for_whom=say("mail.for", name=whom) if whom else "",
            practitioner=notice.managed.practitioner.name,
            place=place.name if place else "",
            address=place.address if place else "",
            video_link="" if is_void else notice.managed.kind.video_link,
            reference=spoken(booking.reference) if booking.reference else "",
            price=price_text(notice, language) if kind.button == "offer" else "",
            is_void=is_void,
            before=before_text(notice, say, language),
        )

    def _say(self, language: str) -> Callable[..., str]:
        def say(key: str, **values: object) -> str:
            return self._texts.text(language, key, **values)

        return say


def _buttons(notice: Notice, kind: Kind, say: Callable[..., str]) -> tuple[Button, ...]:
    addresses = {
        "manage": notice.booking_url,
        "again": notice.clinic_url,
        "confirm": notice.confirm_url,
        "offer": notice.booking_url,
        "waiting": notice.booking_url,
        "rejoin": notice.booking_url,
    }
    if not kind.button:
        return ()
    return (Button(label=say(f"mail.button_{kind.button}"), url=addresses[kind.button]),)


def _instead(notice: Notice, kind: Kind, say: Callable[..., str]) -> Button | None:
    """The same as a page of ours, for where the clinic's website has lost its widget."""
    if not notice.hosted_url or kind.button not in {"manage", "offer", "waiting"}:
        return None
    return Button(label=say("mail.instead"), url=notice.hosted_url)


def _notes(notice: Notice, kind: Kind, say: Callable[..., str], language: str) -> tuple[str, ...]:
    goes_on = (say("mail.series_goes_on"),) if notice.series.goes_on else ()
    policy = policy_notes(notice, say, language) if kind.button in _KEEPS_THE_TIME else ()
    money = (*moved_notes(notice, say, language), *money_notes(notice, say, language))
    return (*goes_on, *money, *policy)


def _lead(notice: Notice) -> str:
    """The key of what stands below the heading; whoever booked for somebody else is spoken to."""
    message = notice.delivery.message
    is_for_another = notice.managed.booker is not None and message in _FOR_OTHERS
    whose = "text_for" if is_for_another else "text"
    return f"mail.{message}.{whose}{lead_variant(notice)}{waiting_variant(notice)}"


def _calendar(notice: Notice, base_url: str, now: int) -> tuple[Attachment, ...]:
    return (
        Attachment(
            name="appointment.ics",
            media_type="text/calendar; method=PUBLISH; charset=utf-8",
            data=calendar_file(notice.managed, base_url, now, *notice.series.dates[1:]),
        ),
    )
