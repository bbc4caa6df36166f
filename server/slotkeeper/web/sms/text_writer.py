"""What a text message says: short, with the clinic's name and the time, and nothing of health: no
type of appointment, no practitioner, no reason.
"""

from slotkeeper.domain.sms_text import count_segments, plain
from slotkeeper.services.notices.notice import Notice
from slotkeeper.services.notices.wording import choose_wording, fill
from slotkeeper.storage.delivery import Message
from slotkeeper.web.mail.facts import facts_of
from slotkeeper.web.mail.moved import variant
from slotkeeper.web.texts import Texts

PATIENT_TEXTS: tuple[Message, ...] = (
    "booking_confirmed",
    "booking_approved",
    "booking_moved",
    "booking_cancelled",
    "booking_declined",
    "booking_lapsed",
    "booking_reminder",
    "series_made",
    "series_changed",
    "series_cancelled",
    "link_renewed",
    "waitlist_offer",
)
"""Every message that may go to a patient as a text."""

_AGAIN = frozenset({"booking_cancelled", "booking_declined", "booking_lapsed", "series_cancelled"})
_LONGEST = 480


class TextWriter:
    """Writes them: for patients in the widget's words or the clinic's own, for the clinic in the
    portal's.
    """

    def __init__(self, patients: Texts, staff: Texts) -> None:
        self._patients = patients
        self._staff = staff

    def write(self, notice: Notice) -> str:
        """As `Texts.write`. Raises KeyError for a message that has no text."""
        if notice.delivery.recipient != "patient":
            return self._for_staff(notice)
        language = self._patients.best(notice.language)
        own = choose_wording(notice.wordings, notice.language, language)
        if own is not None and own.words.opening:
            said = fill(own.words.opening, facts_of(notice, own.language))
            return plain(said.strip())[:_LONGEST]
        facts = facts_of(notice, language)
        return self._with_more(self._said(notice, language, facts), language, _more(notice, facts))

    def _said(self, notice: Notice, language: str, facts: dict[str, str]) -> str:
        """With the time that it was moved from, where one part has room for that."""
        key = f"sms.{notice.delivery.message}"
        long, short = (
            plain(fill(self._patients.template(language, each), facts))
            for each in (f"{key}{variant(notice)}", key)
        )
        return long if count_segments(long) <= count_segments(short) else short

    def _with_more(self, said: str, language: str, more: dict[str, str]) -> str:
        """Where to go on, and how to end texts, as far as one part has room for it."""
        for key in ("link", "phone"):
            if more[key]:
                longer = f"{said} {plain(self._patients.text(language, f'sms.more_{key}', **more))}"
                if count_segments(longer) <= count_segments(said):
                    said = longer
                    break
        ending = f"{said} {plain(self._patients.text(language, 'sms.stop'))}"
        return ending if count_segments(ending) <= count_segments(said) else said

    def _for_staff(self, notice: Notice) -> str:
        """A failure that nobody has seen: which booking, and where to look, without the patient."""
        language = self._staff.best(notice.language)
        said = self._staff.text(
            language,
            f"sms.{notice.delivery.message}",
            clinic=notice.clinic.name,
            reference=notice.booking.reference,
            link=notice.act_url,
        )
        return plain(said)


def _more(notice: Notice, facts: dict[str, str]) -> dict[str, str]:
    is_over = notice.delivery.message in _AGAIN
    if notice.delivery.message == "waitlist_offer":
        return {"link": "", "phone": facts["phone"]}  # its text names the link itself
    return {"link": notice.clinic_url if is_over else facts["link"], "phone": facts["phone"]}
