"""The text that a patient agrees to."""

from hashlib import sha256

from msgspec import Struct

from slotkeeper.domain.clinic import OnlineBooking


class Terms(Struct, frozen=True, kw_only=True):
    """One version of a clinic's text. `number` counts from 1; `made_at` in epoch seconds UTC."""

    id: int
    number: int
    text: str
    sha256: str
    made_at: int

    @property
    def version(self) -> str:
        """What a form carries to say which text was shown; empty where there is none."""
        return terms_version(self.text)


def terms_text(settings: OnlineBooking) -> str:
    """The exact text shown: the terms of use, a blank line, the cancellation policy (B4).

    Empty where the clinic has neither.
    """
    return "\n\n".join(filter(None, (settings.terms, settings.cancellation_policy)))


def hash_terms(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal: what an acceptance keeps."""
    return sha256(text.encode()).hexdigest()


def terms_version(text: str) -> str:
    """The mark of one exact text: the first 16 digits of its hash, empty for no text."""
    return hash_terms(text)[:16] if text else ""
