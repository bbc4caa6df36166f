"""The form that ends in a booking: who comes, who books, what the clinic asks, the terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.booker import BOOKER_IS, Booker, BookerIs
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.errors import FieldsInvalid
from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.question import Answers, Question
from slotkeeper.domain.terms import terms_text
from slotkeeper.services.contact_details import LONGEST_NAME, read_contact_details
from slotkeeper.services.form_reading import FormReading
from slotkeeper.services.intake import is_answered, parse_answers, seal_answers
from slotkeeper.services.vault import Vault
from slotkeeper.storage.booker import insert_booker
from slotkeeper.storage.database import Transaction
from slotkeeper.storage.intake import insert_intake

FOR_OTHER = "for_other"
"""Ticked where somebody books for somebody else."""

_TICKED = {"on", "1", "true", "yes", "accepted"}


@dataclass(frozen=True, slots=True)
class BookingForm:
    """What was typed: `details` are of who is seen, with the e-mail address and the phone number of
    who books; `booker` is None where that is the same person.
    """

    details: ContactDetails
    booker: Booker | None
    answers: Answers

    def __repr__(self) -> str:
        return "BookingForm()"


@dataclass(frozen=True, slots=True)
class Beside:
    """What is kept beside a booking: who made it for somebody else, and the sealed answers, ""
    where there are none.
    """

    booker: Booker | None
    sealed: str


def parse_booking_form(
    fields: Mapping[str, str],
    clinic: Clinic,
    kind: AppointmentType,
    today: date,
    questions: Sequence[Question] = (),
) -> BookingForm:
    """The form of a booking; `today` is the clinic's local date, `questions` are those that are
    asked. Raises FieldsInvalid with one problem a field, all at once.
    """
    reading = FormReading(fields)
    named = _read_booker(reading, clinic)
    details = read_contact_details(reading, clinic, kind, today, is_other=named is not None)
    answers = parse_answers(reading, questions)
    if terms_text(clinic.online_booking) and not _is_ticked(fields, "terms"):
        reading.refuse("terms", "problem.terms")
    if reading.problems:
        raise FieldsInvalid(reading.problems)
    return BookingForm(details, _booker(named, details), answers)


def seal_beside(vault: Vault, clinic_id: int, booking_id: int, form: BookingForm) -> Beside:
    """What is to be kept beside the booking that a hold becomes (docs/adr/0006: of the same id)."""
    if not is_answered(form.answers):
        return Beside(form.booker, "")
    return Beside(form.booker, seal_answers(vault, clinic_id, booking_id, form.answers))


async def keep_beside(tx: Transaction, clinic_id: int, booking_id: int, beside: Beside) -> None:
    """Keep it, in the transaction of the booking."""
    if beside.booker is not None:
        await insert_booker(tx, clinic_id, booking_id, beside.booker)
    if beside.sealed:
        await insert_intake(tx, clinic_id, booking_id, beside.sealed)


def _is_ticked(fields: Mapping[str, str], name: str) -> bool:
    return fields.get(name, "").strip().lower() in _TICKED


_Named = tuple[str, str, BookerIs]


def _read_booker(reading: FormReading, clinic: Clinic) -> _Named | None:
    """First name, last name, and what they are to the patient; None where the patient books."""
    if not _is_ticked(reading.fields, FOR_OTHER):
        return None
    if not clinic.online_booking.for_others:
        reading.refuse(FOR_OTHER, "problem.for_others_off")
    first_name = reading.name("booker_first_name", LONGEST_NAME, "problem.first_name")
    last_name = reading.name("booker_last_name", LONGEST_NAME, "problem.last_name")
    return first_name, last_name, _booker_is(reading)


def _booker_is(reading: FormReading) -> BookerIs:
    value = reading.fields.get("booker_is", "")
    for each in BOOKER_IS:
        if each == value:
            return each
    reading.refuse("booker_is", "problem.booker_is")
    return "other"


def _booker(named: _Named | None, details: ContactDetails) -> Booker | None:
    if named is None:
        return None
    first_name, last_name, booker_is = named
    return Booker(
        first_name=first_name,
        last_name=last_name,
        email=details.email,
        phone=details.phone,
        booker_is=booker_is,
    )
