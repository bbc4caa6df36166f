"""Answers to a clinic's questions: read from a form, sealed for one booking, opened for staff."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import msgspec

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.question import (
    LONGEST_LONG,
    LONGEST_TEXT,
    YES_NO,
    Answer,
    Answers,
    Question,
    QuestionKind,
)
from slotkeeper.services.form_reading import FormReading
from slotkeeper.services.vault import Vault

ASKED = "asked"
"""The field that says what was asked when the form was made: `stamps` of the questions."""

_YEARS = range(1900, 2201)


def asked_questions(vault: Vault, kind: AppointmentType) -> tuple[Question, ...]:
    """What patients of a type are asked: nothing where answers cannot be kept encrypted."""
    return kind.questions if vault.has_keys else ()


def field_of(question_id: str) -> str:
    """The name of a question's field. Of "several" each box has its own: the same, then "_1",
    "_2" and so on.
    """
    return f"q_{question_id}"


def stamps(questions: Sequence[Question]) -> str:
    """What is asked, so that a change of it is noticed."""
    return " ".join(f"{each.id}:{each.stamp}" for each in questions)


def parse_answers(reading: FormReading, questions: Sequence[Question]) -> Answers:
    """What was answered to each question; problems go to the reading, at the question's field.

    An answer to a question whose words have changed since the form was made is not taken for one to
    the new words; the answer to one that is asked no more is not kept.
    """
    asked = dict(_split(each) for each in reading.fields.get(ASKED, "").split())
    return tuple(_parse(reading, each, asked.get(each.id, "")) for each in questions)


def parse_optional_answers(reading: FormReading, questions: Sequence[Question]) -> Answers:
    """The same as staff write it down: nothing has to be answered."""
    optional = [msgspec.structs.replace(each, required=False) for each in questions]
    return parse_answers(reading, optional)


def is_answered(answers: Answers) -> bool:
    """Whether there is anything to keep."""
    return any(each.given for each in answers)


def boxes_of(fields: Mapping[str, str], name: str) -> dict[str, str]:
    """The fields of a question of which several answers may be chosen."""
    pattern = re.compile(re.escape(name) + r"(_[0-9]{1,2})?")
    return {field: text for field, text in fields.items() if pattern.fullmatch(field)}


def seal_answers(vault: Vault, clinic_id: int, booking_id: int, answers: Answers) -> str:
    """The answers so that this vault alone reads them, and for that booking alone. Raises
    VaultLocked without keys.
    """
    return vault.seal(msgspec.json.encode(answers).decode(), clinic_id, _purpose(booking_id))


def open_answers(vault: Vault, clinic_id: int, booking_id: int, sealed: str) -> Answers:
    """What was sealed for that booking. Raises VaultLocked."""
    text = vault.unseal(sealed, clinic_id, _purpose(booking_id))
    return msgspec.json.decode(text, type=Answers)


def reseal_answers(vault: Vault, clinic_id: int, booking_id: int, sealed: str) -> str:
    """The same, sealed with the newest key. Raises VaultLocked."""
    return vault.reseal(sealed, clinic_id, _purpose(booking_id))


def _purpose(booking_id: int) -> str:
    return f"intake {booking_id}"


def _split(stamp: str) -> tuple[str, str]:
    name, _, rest = stamp.partition(":")
    return name, rest


def _parse(reading: FormReading, question: Question, stamp: str) -> Answer:
    name = field_of(question.id)
    before = len(reading.problems)
    given = _KINDS[question.kind](reading, question, name)
    if stamp and stamp != question.stamp and (given or name in reading.problems):
        reading.problems.pop(name, None)
        reading.refuse(name, "problem.question_changed")
    elif question.required and not given and len(reading.problems) == before:
        reading.refuse(name, f"problem.answer_{_MISSING.get(question.kind, 'missing')}")
    return Answer(id=question.id, ask=question.ask, kind=question.kind, given=given)


def _text(reading: FormReading, _: Question, name: str) -> tuple[str, ...]:
    return _within(reading, name, reading.text(name), LONGEST_TEXT)


def _long(reading: FormReading, _: Question, name: str) -> tuple[str, ...]:
    text = reading.text(name, has_lines=True).replace("\r\n", "\n")
    return _within(reading, name, text, LONGEST_LONG)


def _within(reading: FormReading, name: str, text: str, most: int) -> tuple[str, ...]:
    if len(text) > most:
        reading.refuse(name, "problem.too_long", most=most)
    return (text,) if text else ()


def _choice(reading: FormReading, question: Question, name: str) -> tuple[str, ...]:
    return _one_of(reading, name, question.options)


def _yes_no(reading: FormReading, _: Question, name: str) -> tuple[str, ...]:
    return _one_of(reading, name, YES_NO)


def _one_of(reading: FormReading, name: str, options: Sequence[str]) -> tuple[str, ...]:
    value = reading.fields.get(name, "")
    if value and value not in options:
        reading.refuse(name, "problem.answer_unknown")
        return ()
    return (value,) if value else ()


def _several(reading: FormReading, question: Question, name: str) -> tuple[str, ...]:
    given = {text for field, text in boxes_of(reading.fields, name).items() if text}
    if given - set(question.options):
        reading.refuse(name, "problem.answer_unknown")
        return ()
    return tuple(each for each in question.options if each in given)


def _date(reading: FormReading, _: Question, name: str) -> tuple[str, ...]:
    text = reading.text(name)
    if not text:
        return ()
    try:
        on = date.fromisoformat(text)
    except ValueError:
        reading.refuse(name, "problem.answer_date")
        return ()
    if on.year not in _YEARS:
        reading.refuse(name, "problem.answer_date")
    return (on.isoformat(),)


_MISSING: Mapping[QuestionKind, str] = {
    "choice": "choose",
    "yes-no": "choose",
    "several": "choose_any",
    "date": "date",
}
_Parser = Callable[[FormReading, Question, str], tuple[str, ...]]
_KINDS: Mapping[QuestionKind, _Parser] = {
    "text": _text,
    "long": _long,
    "choice": _choice,
    "several": _several,
    "yes-no": _yes_no,
    "date": _date,
}
