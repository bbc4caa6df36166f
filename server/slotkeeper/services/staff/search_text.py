"""What staff type into a search: a name, a telephone number, an e-mail address or a reference, in
any writing.
"""

import re
import unicodedata

import phonenumbers
from phonenumbers import PhoneMetadata

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.identity import email_key
from slotkeeper.domain.patient_search import Search, fold, last_digits
from slotkeeper.domain.reference import ALPHABET, LENGTH
from slotkeeper.services.clinic_country import country_of

LONGEST = 100
FEWEST_LETTERS = 4
"""Of a reference: fewer are begun by too many."""
_FEWEST_DIGITS = 3
_MOST_TERMS = 6
_WRITTEN_INSIDE = re.compile(r"[@._+]")


def parse_search(text: str, clinic: Clinic) -> Search:
    """What a text can mean at that clinic; a text without letters and digits means nothing.

    A number without "+" is read as one of the clinic's country, whole, begun, or its last digits.
    """
    plain = _plain(text)
    letters = _letters_of_reference(plain)
    return Search(
        reference=letters if len(letters) == LENGTH else "",
        begun=letters if FEWEST_LETTERS <= len(letters) < LENGTH else "",
        terms=_phone_terms(plain, clinic) or _terms(plain),
    )


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[:LONGEST])
    return "".join(
        " " if each.isspace() else each
        for each in folded
        if each.isspace() or unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Cn", "Co"}
    ).strip()


def _letters_of_reference(text: str) -> str:
    """What of one was typed, "" where something in it is in no reference."""
    letters = "".join(each for each in text.upper() if each.isalnum())
    return letters if len(letters) <= LENGTH and set(letters) <= set(ALPHABET) else ""


def _phone_terms(text: str, clinic: Clinic) -> tuple[tuple[str, ...], ...]:
    digits = "".join(str(int(each)) for each in text if each.isdecimal())
    if len(digits) < _FEWEST_DIGITS or any(each.isalpha() for each in text):
        return ()
    if text.startswith("+"):
        return ((f"+{digits}",),)
    beginnings = [f"+{digits}", last_digits(digits)]
    if digits.startswith("00"):
        beginnings.append(f"+{digits[2:]}")
    region = country_of(clinic)
    if region:
        beginnings += _national(digits, region)
    return (tuple(dict.fromkeys(beginnings)),)


def _national(digits: str, region: str) -> list[str]:
    code = phonenumbers.country_code_for_region(region)
    metadata = PhoneMetadata.metadata_for_region(region)
    trunk = (metadata.national_prefix if metadata else "") or ""
    found = [f"+{code}{digits.removeprefix(trunk)}"]
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return found
    return [*found, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)]


def _terms(text: str) -> tuple[tuple[str, ...], ...]:
    words = [each for each in re.split(r"[\s,;]+", text) if each]
    terms = dict.fromkeys(filter(None, (_beginnings(each) for each in words)))
    return tuple(terms)[:_MOST_TERMS]


def _beginnings(word: str) -> tuple[str, ...]:
    """As part of a name, and as part of an e-mail address where it is written like one."""
    found = [] if "@" in word else [fold(word)]
    if _WRITTEN_INSIDE.search(word):
        found += [word.casefold(), email_key(word) if "@" in word else ""]
    return tuple(dict.fromkeys(filter(None, found)))
