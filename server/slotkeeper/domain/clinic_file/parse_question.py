"""`questions` of an [[appointment_type]]: what its patients are asked (B12)."""

from unicodedata import category

from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.question import (
    LONGEST_ASK,
    LONGEST_HELP,
    LONGEST_OPTION,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    QUESTION_KINDS,
    WITH_OPTIONS,
    Question,
)

_LIKE = '{ id = "goal", ask = "What brings you here?", kind = "text" }'
_FEWEST_OPTIONS = {"choice": 2, "several": 1}


def parse_questions(row: Section) -> tuple[Question, ...]:
    """The questions of a type in their order; none where the key is absent."""
    rows = row.tables("questions", _LIKE)
    if len(rows) > MOST_QUESTIONS:
        row.wrong("questions", f"at most {MOST_QUESTIONS} questions")
    seen: set[str] = set()
    return tuple(_parse_question(each, seen) for each in rows)


def _parse_question(row: Section, seen: set[str]) -> Question:
    question = Question(
        id=row.slug("id"),
        ask=row.text("ask", longest=LONGEST_ASK),
        kind=row.choice("kind", QUESTION_KINDS, "text"),
        options=row.items("options", _read_option, f"a text of 1 to {LONGEST_OPTION} characters"),
        required=row.flag("required", default=False),
        help=row.text("help", "", longest=LONGEST_HELP),
    )
    if question.id and question.id in seen:
        row.wrong("id", "an id that no other question of this type has")
    seen.add(question.id)
    _check_options(row, question)
    row.close()
    return question


def _check_options(row: Section, question: Question) -> None:
    given = row.raw("options") or ()
    if question.kind not in WITH_OPTIONS:
        if given:
            row.wrong("options", 'none, or the kind "choice" or "several"')
    elif len(given) < _FEWEST_OPTIONS[question.kind]:
        row.wrong("options", f"at least {_FEWEST_OPTIONS[question.kind]} answers to choose from")
    elif len(given) > MOST_OPTIONS:
        row.wrong("options", f"at most {MOST_OPTIONS} answers")


def _read_option(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        return None
    is_line = not any(category(each) in {"Cc", "Zl", "Zp"} for each in value)
    return value if is_line and len(value) <= LONGEST_OPTION else None
