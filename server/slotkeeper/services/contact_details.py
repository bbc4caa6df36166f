"""Reading what a patient typed: every field checked at once, each refusal at its field and saying
what to do (R4).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import email_validator
import phonenumbers

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid, Problem
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.terms import terms_text
from slotkeeper.services.clinic_country import country_of

LONGEST_NAME = 80
LONGEST_NOTE = 1000
_LONGEST_PHONE = 40
_OLDEST_YEARS = 125
_TICKED = {"on", "1", "true", "yes", "accepted"}


@dataclass(slots=True)
class _Reading:
    """The fields as they came, and what is wrong with them so far."""

    fields: Mapping[str, str]
    problems: dict[str, Problem] = field(default_factory=dict)

    def refuse(self, name: str, key: str, **values: object) -> None:
        self.problems.setdefault(name, Problem(key, **values))

    def text(self, name: str) -> str:
        value = unicodedata.normalize("NFC", self.fields.get(name, "")).strip()
        allowed = "\r\n\t" if name == "note" else ""
        if any(
            unicodedata.category(each) in {"Cc", "Cs", "Cn"} and each not in allowed
            for each in value
        ):
            self.refuse(name, "problem.control_characters")
        return value


def parse_contact_details(
    fields: Mapping[str, str], clinic: Clinic, kind: AppointmentType, today: date
) -> ContactDetails:
    """The contact details of a booking; `today` is the clinic's local date.

    Raises FieldsInvalid with one problem a field, all at once. E-mail by the email-validator rules
    without network look-ups; phone by the numbering plans with the clinic's country for numbers
    without "+".
    """
    reading = _Reading(fields)
    details = ContactDetails(
        first_name=_name(reading, "first_name"),
        last_name=_name(reading, "last_name"),
        email=_email(reading),
        phone=_phone(reading, clinic),
        birth_date=_birth_date(reading, clinic, today),
        patient_is=_patient_is(reading, kind),
        note=_note(reading),
    )
    if terms_text(clinic.online_booking) and fields.get("terms", "").strip().lower() not in _TICKED:
        reading.refuse("terms", "problem.terms")
    if reading.problems:
        raise FieldsInvalid(reading.problems)
    return details


def parse_known_details(fields: Mapping[str, str], clinic: Clinic, today: date) -> ContactDetails:
    """The contact details of a patient as staff write them down: as above, but e-mail address,
    phone and birth date may each be missing, whatever patients are asked for.

    Raises FieldsInvalid with one problem a field, all at once.
    """
    reading = _Reading(fields)
    details = ContactDetails(
        first_name=_name(reading, "first_name"),
        last_name=_name(reading, "last_name"),
        email=_email(reading) if reading.text("email") else "",
        phone=_phone(reading, clinic) if reading.text("phone") else "",
        birth_date=_born(reading, today) if reading.text("birth_date") else None,
        patient_is="existing",
        note=_note(reading),
    )
    if reading.problems:
        raise FieldsInvalid(reading.problems)
    return details


def _name(reading: _Reading, name: str) -> str:
    value = " ".join(reading.text(name).split())
    if not value:
        reading.refuse(name, f"problem.{name}")
    elif len(value) > LONGEST_NAME:
        reading.refuse(name, "problem.too_long", most=LONGEST_NAME)
    return value


def _email(reading: _Reading) -> str:
    value = reading.text("email")
    if not value:
        reading.refuse("email", "problem.email_missing")
        return ""
    try:
        return email_validator.validate_email(value, check_deliverability=False).normalized
    except email_validator.EmailNotValidError:
        reading.refuse("email", "problem.email_invalid")
        return ""


def _phone(reading: _Reading, clinic: Clinic) -> str:
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


def _birth_date(reading: _Reading, clinic: Clinic, today: date) -> date | None:
    asked = clinic.online_booking.ask_birth_date
    value = reading.text("birth_date")
    if not value or asked == "off":
        if asked == "required":
            reading.refuse("birth_date", "problem.birth_date_missing")
        return None
    return _born(reading, today)


def _born(reading: _Reading, today: date) -> date | None:
    try:
        born = date.fromisoformat(reading.text("birth_date"))
    except ValueError:
        reading.refuse("birth_date", "problem.birth_date_invalid")
        return None
    if born > today or today.year - born.year > _OLDEST_YEARS:
        reading.refuse("birth_date", "problem.birth_date_range")
    return born


def _patient_is(reading: _Reading, kind: AppointmentType) -> Literal["new", "existing"]:
    value = reading.text("patient_is")
    if kind.patients != "all" and value == "":
        return kind.patients
    if value not in {"new", "existing"}:
        reading.refuse("patient_is", "problem.patient_is")
    elif kind.patients not in {"all", value}:
        reading.refuse("patient_is", f"problem.only_{kind.patients}")
    return "existing" if value == "existing" else "new"


def _note(reading: _Reading) -> str:
    value = reading.text("note")
    if len(value) > LONGEST_NOTE:
        reading.refuse("note", "problem.too_long", most=LONGEST_NOTE)
    return value
