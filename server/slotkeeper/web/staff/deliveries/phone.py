"""A telephone number as somebody at the clinic dials it."""

import phonenumbers

from slotkeeper.domain.clinic import Clinic
from slotkeeper.services.clinic_country import country_of


def shown_phone(phone: str, clinic: Clinic) -> str:
    """An E.164 number: in the national way where it is of the clinic's country ("02 5550 1234"),
    else in the international one; as it is where it cannot be read.
    """
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    region = country_of(clinic)
    code = phonenumbers.country_code_for_region(region) if region else 0
    is_near = code == number.country_code
    shape = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if is_near
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return str(phonenumbers.format_number(number, shape))
