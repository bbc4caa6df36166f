"""Which messages there are to be worded, and what they say by themselves: both follow from the
letters and text messages that are sent (web/mail, web/sms) and from the widget's catalogue.
"""

from babel import Locale, UnknownLocaleError

from slotkeeper.services.staff.messages import Which
from slotkeeper.storage.wording import WordedChannel, Words
from slotkeeper.web.mail.patient_letter import PATIENT_LETTERS
from slotkeeper.web.sms.text_writer import PATIENT_TEXTS
from slotkeeper.web.texts import FALLBACK, Texts


def worded_messages() -> tuple[tuple[WordedChannel, str], ...]:
    """Every message to patients: all that have a letter, and all that have a text message."""
    mails: list[tuple[WordedChannel, str]] = [("mail", each) for each in PATIENT_LETTERS]
    return (*mails, *(("sms", each) for each in PATIENT_TEXTS))


def standard_words(texts: Texts, which: Which) -> Words:
    """What is said by itself, with the placeholders that a clinic may use."""
    if which.channel == "sms":
        return Words(opening=_placed(texts, which, f"sms.{which.message}"))
    key = f"mail.{which.message}"
    return Words(
        subject=_placed(texts, which, f"{key}.subject"),
        opening=_placed(texts, which, f"{key}.text"),
    )


def has_catalogue(texts: Texts, language: str) -> bool:
    """Whether the standard words are there in that language; else they are English."""
    return texts.best(language) == language or language.partition("-")[0] in texts.languages


def fallback_name(language: str) -> str:
    """What the language is called in which the standard words are where there are no others."""
    return language_name(FALLBACK, language)


def language_name(tag: str, language: str) -> str:
    """What a language is called, such as German; the tag itself where nobody knows it."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(language.replace("-", "_")) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _placed(texts: Texts, which: Which, key: str) -> str:
    return texts.template(which.language, key).replace("{name}", "{first_name}")
