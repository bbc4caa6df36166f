"""What patients are written: each message in the patient's language, with the clinic's name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from slotkeeper.domain.reference import spoken
from slotkeeper.gateways.mail import Attachment
from slotkeeper.services.calendar_file import calendar_file
from slotkeeper.services.notices.letter import Letter
from slotkeeper.services.notices.notice import Notice
from slotkeeper.web.formats import (
    day_of_month_text,
    long_day_text,
    long_weekday_text,
    money_text,
    month_text,
    slot_text,
    time_text,
)
from slotkeeper.web.mail.dates import dates_of
from slotkeeper.web.mail.paper import Paper
from slotkeeper.web.mail.view import AppointmentCard, Button, LetterView
from slotkeeper.web.texts import Texts


@dataclass(frozen=True, slots=True)
class Kind:
    """`card`: the appointment is shown; `ics`: its calendar file goes along; `button` leads to its
    page ("manage"), to other times ("again"), or to where it is confirmed ("confirm").
    """

    button: str
    card: bool = True
    ics: bool = False


PATIENT_LETTERS = {
    "booking_confirmed": Kind("manage", ics=True),
    "booking_moved": Kind("manage", ics=True),
    "booking_approved": Kind("manage", ics=True),
    "booking_cancelled": Kind("again", ics=True),
    "booking_requested": Kind("manage"),
    "booking_declined": Kind("again"),
    "booking_lapsed": Kind("again"),
    "confirm_link": Kind("confirm"),
    "payment_not_charged": Kind("again"),
    "payment_refunded": Kind("", card=False),
    "series_made": Kind("manage", ics=True),
    "series_changed": Kind("manage", ics=True),
    "series_cancelled": Kind("again", ics=True),
}
"""Every message that a patient may get."""

_KEEPS_THE_TIME = frozenset({"manage", "confirm"})
_FOR_OTHERS = frozenset(
    {
        "booking_confirmed",
        "booking_moved",
        "booking_approved",
        "booking_cancelled",
        "booking_requested",
        "booking_declined",
        "booking_lapsed",
        "confirm_link",
        "payment_not_charged",
        "payment_refunded",
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
        kind = PATIENT_LETTERS[notice.delivery.message]
        language = self._texts.best(notice.language)
        view = self._view(notice, kind, language)
        context = {"letter": view, "t": self._say(language)}
        return Letter(
            subject=self._subject(notice, language),
            text=self._paper.text(context),
            html=self._paper.html(language, context),
            attachments=_calendar(notice, base_url, now) if kind.ics else (),
        )

    def _subject(self, notice: Notice, language: str) -> str:
        start = _local(notice, notice.booking.starts_at)
        key = f"mail.{notice.delivery.message}.subject"
        when = slot_text(start, language)
        return self._texts.text(
            language, key, clinic=notice.clinic.name, when=when, **_money(notice, language)
        )

    def _view(self, notice: Notice, kind: Kind, language: str) -> LetterView:
        message, clinic = notice.delivery.message, notice.clinic
        say = self._say(language)
        booker = notice.managed.booker
        values = {"name": notice.patient.first_name, "clinic": clinic.name}
        if booker is not None:
            values |= {"name": booker.first_name, "patient": notice.patient.first_name}
        whose = "_for" if booker is not None and message in _FOR_OTHERS else ""
        values |= _money(notice, language) | {"until": _until(notice, language)}
        return LetterView(
            heading=say(f"mail.{message}.heading", **values),
            lead=say(f"mail.{message}.text{whose}", **values),
            words=notice.delivery.words,
            card=self._card(notice, kind, language) if kind.card else None,
            **dates_of(notice, language, say, is_void=kind.button == "again"),
            buttons=_buttons(notice, kind, say),
            notes=_notes(notice, kind, say),
            clinic=clinic.name,
            clinic_url=notice.clinic_url,
            phone=clinic.phone,
            footer=say("mail.footer", clinic=clinic.name),
        )

    def _card(self, notice: Notice, kind: Kind, language: str) -> AppointmentCard:
        booking, place = notice.booking, notice.managed.location
        start = _local(notice, booking.starts_at)
        say = self._say(language)
        is_void = kind.button == "again"
        whom = notice.managed.for_whom
        return AppointmentCard(
            weekday=long_weekday_text(start.date(), language),
            day_of_month=day_of_month_text(start.date(), language),
            month_and_year=month_text(start.date(), language),
            time=time_text(start.time(), language),
            minutes=say("mail.minutes", minutes=(booking.ends_at - booking.starts_at) // 60),
            zone=notice.clinic.time_zone.rpartition("/")[2].replace("_", " "),
            kind=notice.managed.kind.name,
            for_whom=say("mail.for", name=whom) if whom else "",
            practitioner=notice.managed.practitioner.name,
            place=place.name if place else "",
            address=place.address if place else "",
            video_link="" if is_void else notice.managed.kind.video_link,
            reference=spoken(booking.reference),
            is_void=is_void,
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
    }
    if not kind.button:
        return ()
    return (Button(label=say(f"mail.button_{kind.button}"), url=addresses[kind.button]),)


def _notes(notice: Notice, kind: Kind, say: Callable[..., str]) -> tuple[str, ...]:
    policy = notice.clinic.online_booking.cancellation_policy
    goes_on = (say("mail.series_goes_on"),) if notice.series.goes_on else ()
    return (*goes_on, policy) if policy and kind.button in _KEEPS_THE_TIME else goes_on


def _money(notice: Notice, language: str) -> dict[str, str]:
    payment = notice.managed.payment
    if payment is None or not notice.amount:
        return {"amount": ""}
    return {"amount": money_text(notice.amount, payment.currency, language)}


def _until(notice: Notice, language: str) -> str:
    """When the time to answer ends: the hour, with its day where that is another one."""
    if notice.booking.expires_at is None:
        return ""
    until = _local(notice, notice.booking.expires_at)
    return f"{long_day_text(until.date(), language)}, {time_text(until.time(), language)}"


def _local(notice: Notice, instant: int) -> datetime:
    return datetime.fromtimestamp(instant, ZoneInfo(notice.clinic.time_zone))


def _calendar(notice: Notice, base_url: str, now: int) -> tuple[Attachment, ...]:
    return (
        Attachment(
            name="appointment.ics",
            media_type="text/calendar; method=PUBLISH; charset=utf-8",
            data=calendar_file(notice.managed, base_url, now, *notice.series.dates[1:]),
        ),
    )
