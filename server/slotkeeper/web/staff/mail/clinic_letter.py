"""What the clinic is written: who, when, what is known of them, and a link to act (N6)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from slotkeeper.domain.reference import spoken
from slotkeeper.services.notices.escalate import said_count
from slotkeeper.services.notices.letter import Letter
from slotkeeper.services.notices.notice import Notice
from slotkeeper.web.formats import long_day_text, money_text, slot_text, time_text
from slotkeeper.web.mail.paper import Paper
from slotkeeper.web.staff.booker_words import booked_by
from slotkeeper.web.texts import Texts


class ClinicLetterView(Struct, frozen=True, kw_only=True):
    """One letter; `facts` are names and values, `link` whether a value is a telephone number or an
    e-mail address.
    """

    heading: str
    lead: str
    when: str
    alert: str
    facts: tuple[tuple[str, str, str], ...]
    label: str
    url: str
    clinic: str


CLINIC_LETTERS: Mapping[str, bool] = {
    "booking_confirmed": False,
    "booking_moved": False,
    "booking_moved_away": True,
    "booking_cancelled": False,
    "booking_requested": True,
    "payment_disputed": True,
    "refund_failed": True,
    "message_failed": True,
    "unseen_failure": True,
    "diary_down": True,
    "diary_back": True,
    "diary_collision": True,
    "diary_changed": True,
    "diary_missing": True,
}
"""Every message that a clinic or a practitioner may get, and whether a sentence says what to do."""

_ABOUT_A_DIARY = frozenset({"diary_down", "diary_back"})
"""They are about no appointment: what hangs on one in the outbox is not shown."""


class ClinicLetters:
    """Writes them."""

    def __init__(self, paper: Paper, texts: Texts) -> None:
        self._paper = paper
        self._texts = texts

    def write(self, notice: Notice) -> Letter:
        """The letter of a notice to the clinic. Raises KeyError for a message that has none."""
        message = notice.delivery.message
        has_text, is_about_several = CLINIC_LETTERS[message], message == "unseen_failure"
        language = self._texts.best(notice.language)
        say = self._say(language)
        values = _values(notice, language)
        view = ClinicLetterView(
            heading=say(f"post.{message}.heading", **values),
            lead=say(f"post.{message}.text{_variant(notice)}", **values) if has_text else "",
            when=_when(notice, language),
            alert=notice.alert_note,
            facts=_facts(notice, say, language),
            label=say(_label(notice, is_about_several=is_about_several)),
            url=_deliveries_url(notice) if is_about_several else notice.act_url,
            clinic=notice.clinic.name,
        )
        if message in _ABOUT_A_DIARY:
            view = _of_a_diary(view, notice, say)
        context = {"letter": view, "t": say}
        return Letter(
            subject=say(f"post.{message}.subject{_variant(notice)}", **values),
            text=self._paper.text(context),
            html=self._paper.html(language, context),
        )

    def _say(self, language: str) -> Callable[..., str]:
        def say(key: str, **values: object) -> str:
            return self._texts.text(language, key, **values)

        return say


def _of_a_diary(
    view: ClinicLetterView, notice: Notice, say: Callable[..., str]
) -> ClinicLetterView:
    url = f"{notice.act_url.partition('/bookings/')[0]}/diaries"
    return replace(view, when="", alert="", facts=(), label=say("post.open_diaries"), url=url)


def _variant(notice: Notice) -> str:
    """What the key of a text ends with that names the time from which a booking was moved."""
    is_move = notice.delivery.message in {"booking_moved", "booking_moved_away"}
    return "_from" if is_move and notice.previous else ""


def _before(notice: Notice, language: str) -> str:
    """Where it was, as far as the reader knows."""
    previous = notice.previous
    if previous is None:
        return ""
    when = slot_text(_local(notice, previous.starts_at), language)
    place = previous.location.name if previous.location else ""
    return ", ".join(each for each in (when, previous.practitioner.name, place) if each)


def _values(notice: Notice, language: str) -> dict[str, str]:
    previous = notice.previous
    before = slot_text(_local(notice, previous.starts_at), language) if previous else ""
    payment = notice.managed.payment
    money = money_text(notice.amount, payment.currency, language) if payment else ""
    is_call = notice.delivery.message == "unseen_failure"
    return {
        "when": slot_text(_local(notice, notice.booking.starts_at), language),
        "previous": before,
        "practitioner": notice.managed.practitioner.name,
        "amount": money,
        "count": str(said_count(notice.delivery)) if is_call else "",
        "until": slot_text(_local(notice, notice.booking.expires_at or 0), language),
    }


def _when(notice: Notice, language: str) -> str:
    start, end = (_local(notice, at) for at in (notice.booking.starts_at, notice.booking.ends_at))
    day = long_day_text(start.date(), language)
    return (
        f"{day}, {time_text(start.time(), language)}\u2009–\u2009{time_text(end.time(), language)}"
    )


def _facts(
    notice: Notice, say: Callable[..., str], language: str
) -> tuple[tuple[str, str, str], ...]:
    patient, managed = notice.patient, notice.managed
    born, booker = patient.birth_date, managed.booker
    moved_by = notice.previous.moved_by if notice.previous else ""
    facts = (
        (say("post.before"), _before(notice, language), ""),
        (say("post.moved_by"), say(f"post.moved_by_{moved_by}") if moved_by else "", ""),
        (say("post.patient"), f"{patient.first_name} {patient.last_name}".strip(), ""),
        (say("post.born"), f"{long_day_text(born, language)} {born.year}" if born else "", ""),
        (say("post.booked_by"), booked_by(booker, say) if booker else "", ""),
        (say("post.phone"), booker.phone if booker else patient.phone, "tel"),
        (say("post.email"), booker.email if booker else patient.email, "mail"),
        (say("post.kind"), managed.kind.name, ""),
        (say("post.practitioner"), managed.practitioner.name, ""),
        (say("post.place"), managed.location.name if managed.location else "", ""),
        (say("post.reference"), spoken(notice.booking.reference), ""),
        (say("post.answers"), say("post.has_answers") if notice.has_answers else "", ""),
    )
    return tuple(each for each in facts if each[1])


def _deliveries_url(notice: Notice) -> str:
    home, _, _ = notice.act_url.partition("/waitlist/")
    return f"{home.partition('/bookings/')[0]}/deliveries"


def _label(notice: Notice, *, is_about_several: bool) -> str:
    """Of the button, by where it leads."""
    if is_about_several:
        return "post.open_deliveries"
    return "post.open_place" if "/waitlist/" in notice.act_url else "post.open"


def _local(notice: Notice, instant: int) -> datetime:
    return datetime.fromtimestamp(instant, ZoneInfo(notice.clinic.time_zone))
