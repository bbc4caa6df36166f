"""Reading what a patient typed: every field checked at once, each refusal at its field and saying
what to do (R4).
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import email_validator
import phonenumbers

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.services.clinic_country import country_of
from slotkeeper.services.form_reading import FormReading

LONGEST_NAME = 80
LONGEST_NOTE = 1000
_LONGEST_PHONE = 40
_OLDEST_YEARS = 125


def read_contact_details(
    reading: FormReading,
    clinic: Clinic,
    kind: AppointmentType,
    today: date,
    *,
    is_other: bool = False,
) -> ContactDetails:
    """The contact details of a booking, problems at the reading; `today` is the clinic's local
    date. `is_other` where the names are not of who reads the refusals.

    E-mail by the email-validator rules without network look-ups; phone by the numbering plans with
    the clinic's country for numbers without "+".
    """
    whose = "patient_" if is_other else ""
    return ContactDetails(
        first_name=reading.name("first_name", LONGEST_NAME, f"problem.{whose}first_name"),
        last_name=reading.name("last_name", LONGEST_NAME, f"problem.{whose}last_name"),
        email=_email(reading),
        phone=_phone(reading, clinic),
        birth_date=_birth_date(reading, clinic, today, is_other=is_other),
        patient_is=_patient_is(reading, kind, is_other=is_other),
        note=_note(reading),
    )


def parse_known_details(fields: Mapping[str, str], clinic: Clinic, today: date) -> ContactDetails:
    """The contact details of a patient as staff write them down: as above, but e-mail address,
    phone and birth date may each be missing, whatever patients are asked for.

    Raises FieldsInvalid with one problem a field, all at once.
    """
    reading = FormReading(fields)
    details = ContactDetails(
        first_name=reading.name("first_name", LONGEST_NAME, "problem.first_name"),
        last_name=reading.name("last_name", LONGEST_NAME, "problem.last_name"),
        email=_email(reading) if reading.text("email") else "",
        phone=_phone(reading, clinic) if reading.text("phone") else "",
        birth_date=_born(reading, today) if reading.text("birth_date") else None,
        patient_is="existing",
        note=_note(reading),
    )
    if reading.problems:
        raise FieldsInvalid(reading.problems)
    return details


def _email(reading: FormReading) -> str:
    value = reading.text("email")
    if not value:
        reading.refuse("email", "problem.email_missing")
        return ""
    try:
        return email_validator.validate_email(value, check_deliverability=False).normalized
    except email_validator.EmailNotValidError:
        reading.refuse("email", "problem.email_invalid")
        return ""


def _phone(reading: FormReading, clinic: Clinic) -> str:
    value = reading.text("phone")
    if not value:
        reading.refuse("phone", "problem.phone_missing")
        return ""
    try:
        number = phonenumbers.parse(value[:_LONGEST_PHONE], country_of(clinic))
    except phonenumbers.NumberParseException:
        number = None
    # A number of the right length is taken, assigned or not: numbering plans move faster than their
    # tables.
    possible = phonenumbers.ValidationResult.IS_POSSIBLE
    if (
        number is None
        or len(value) > _LONGEST_PHONE
        or phonenumbers.is_possible_number_with_reason(number) != possible
    ):
        reading.refuse("phone", "problem.phone_invalid", example=_example_phone(clinic))
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _example_phone(clinic: Clinic) -> str:
    region = country_of(clinic)
    number = phonenumbers.example_number(region) if region else None
    if number is None:
        return "+44 20 7946 0123"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def _birth_date(
    reading: FormReading, clinic: Clinic, today: date, *, is_other: bool
) -> date | None:
    asked = clinic.online_booking.ask_birth_date
    value = reading.text("birth_date")
    if not value or asked == "off":
        if asked == "required":
            mine, others = "problem.birth_date_missing", "problem.patient_birth_date_missing"
            reading.refuse("birth_date", others if is_other else mine)
        return None
    return _born(reading, today)


def _born(reading: FormReading, today: date) -> date | None:
    try:
        born = date.fromisoformat(reading.text("birth_date"))
    except ValueError:
        reading.refuse("birth_date", "problem.birth_date_invalid")
        return None
    if born > today or today.year - born.year > _OLDEST_YEARS:
        reading.refuse("birth_date", "problem.birth_date_range")
    return born


def _patient_is(
    reading: FormReading, kind: AppointmentType, *, is_other: bool
) -> Literal["new", "existing"]:
    value = reading.text("patient_is")
    if kind.patients != "all" and value == "":
        return kind.patients
    if value not in {"new", "existing"}:
        reading.refuse("patient_is", "problem.other_is" if is_other else "problem.patient_is")
    elif kind.patients not in {"all", value}:
        reading.refuse("patient_is", f"problem.only_{kind.patients}")
    return "existing" if value == "existing" else "new"


def _note(reading: FormReading) -> str:
    value = reading.text("note", has_lines=True)
    if len(value) > LONGEST_NOTE:
        reading.refuse("note", "problem.too_long", most=LONGEST_NOTE)
    return value
