"""The clinic's own questions in the form for a booking by staff: nothing has to be answered."""

from collections.abc import Mapping
from typing import Any

from slotkeeper.domain.question import Answers, Question
from slotkeeper.services.form_reading import FormReading
from slotkeeper.services.intake import asked_questions, parse_optional_answers, stamps
from slotkeeper.web.booking.question_view import question_views
from slotkeeper.web.staff.acts.reading import Reading
from slotkeeper.web.staff.door import StaffVisit

_WRONG = {
    "problem.too_long": "wrong.too_long",
    "problem.control_characters": "wrong.characters",
    "problem.answer_date": "wrong.answer_date",
    "problem.answer_unknown": "wrong.answer_unknown",
    "problem.question_changed": "wrong.question_changed",
}
"""Patients' words for what is wrong, in those of staff."""

_SAID = {
    "question.yes": "answers.yes",
    "question.no": "answers.no",
    "question.no_answer": "book.no_answer",
}
"""The same for what can be chosen."""


def question_context(staff: StaffVisit, fields: Mapping[str, str]) -> dict[str, Any]:
    """For acts/questions.html: what is asked of patients of the type that is chosen."""
    questions = _questions(staff, fields)
    shown = question_views(questions, fields, lambda key: staff.text(_SAID[key]))
    is_answered = any(each.value or any(o.is_chosen for o in each.options) for each in shown)
    return {
        "questions": shown,
        "asked": stamps(questions),
        "is_answered": is_answered,
        "any_questions": any(each.questions for each in staff.clinic.appointment_types),
    }


def read_answers(staff: StaffVisit, reading: Reading) -> Answers:
    """What staff wrote down; what is wrong goes to the reading."""
    form = FormReading(staff.fields)
    answers = parse_optional_answers(form, _questions(staff, staff.fields))
    for name, problem in form.problems.items():
        reading.refuse(name, _WRONG[problem.key], **problem.values)
    return answers


def _questions(staff: StaffVisit, fields: Mapping[str, str]) -> tuple[Question, ...]:
    chosen = fields.get("kind", "")
    kinds = [each for each in staff.clinic.appointment_types if each.slug == chosen]
    return asked_questions(staff.toolbox.vault, kinds[0]) if kinds else ()
