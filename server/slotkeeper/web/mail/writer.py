"""Who writes which letter: `Letters` for the worker of the outbox."""

from pathlib import Path

from slotkeeper.services.notices.letter import Letter
from slotkeeper.services.notices.notice import Notice
from slotkeeper.web.mail.paper import Paper
from slotkeeper.web.mail.patient_letter import PatientLetters
from slotkeeper.web.staff.mail.clinic_letter import ClinicLetters
from slotkeeper.web.texts import Texts


class LetterWriter:
    """To patients in the widget's words, to the clinic in the portal's."""

    def __init__(
        self, widget: Path, widget_texts: Texts, portal: Path, portal_texts: Texts, base_url: str
    ) -> None:
        """Read the templates of the two folders. Raises OSError, TemplateSyntaxError where one is
        missing or wrong.
        """
        self._base_url = base_url
        self._patients = PatientLetters(Paper(widget / "templates"), widget_texts)
        self._clinic = ClinicLetters(Paper(portal / "templates"), portal_texts)

    def write(self, notice: Notice, now: int) -> Letter:
        """As `Letters.write`."""
        if notice.delivery.recipient == "patient":
            return self._patients.write(notice, self._base_url, now)
        return self._clinic.write(notice)
