"""Telephone numbers as people write them, in the one form that services for texts take (E.164)."""

import phonenumbers

from slotkeeper.domain.clinic import Clinic
from slotkeeper.services.clinic_country import country_of

_LONGEST = 40


def read_number(text: str, clinic: Clinic) -> str:
    """The number, one without its country read as the clinic's; "" for what is none."""
    try:
        number = phonenumbers.parse(text[:_LONGEST], country_of(clinic))
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
