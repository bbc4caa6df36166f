"""`questions` of an appointment type in the clinic file: what is read, what is refused (B12)."""

import pytest

from slotkeeper.domain.clinic_file import ClinicFileWrong, parse_clinic, write_clinic
from slotkeeper.domain.question import Question

FILE = """
[clinic]
slug = "harbour"
name = "Harbour Physio"
time_zone = "Australia/Sydney"
currency = "AUD"

[online_booking]
{settings}

[[practitioner]]
slug = "sam"
name = "Sam Lee"
hours = []

[[appointment_type]]
slug = "initial"
name = "Initial consultation"
minutes = 45
practitioners = ["sam"]
questions = {questions}
"""

MANY = f'{{ id = "a", ask = "A?", kind = "several", options = {list("abcdefghijklmnopqrstu")} }}'


def questions(text: str) -> tuple[Question, ...]:
    return parse_clinic(FILE.format(settings="", questions=text)).appointment_types[0].questions


def refusal(text: str) -> list[str]:
    with pytest.raises(ClinicFileWrong) as wrong:
        questions(text)
    return [f"{each.field}: {each.expected}" for each in wrong.value.problems]


def test_a_question_needs_its_words_and_a_name() -> None:
    [asked] = questions('[{ id = "goal", ask = "What brings you here?" }]')
    assert asked == Question(id="goal", ask="What brings you here?")


def test_every_part_is_read_and_written_as_it_was() -> None:
    row = (
        '{ id = "where", ask = "Where?", kind = "several", options = ["Hip", "Knee, left"], '
        'required = true, help = "Any number." }'
    )
    clinic = parse_clinic(FILE.format(settings="for_others = false", questions=f"[{row}]"))
    assert row in write_clinic(clinic)
    assert parse_clinic(write_clinic(clinic)) == clinic
    assert not clinic.online_booking.for_others


def test_patients_may_book_for_others_unless_the_clinic_says_no() -> None:
    assert parse_clinic(FILE.format(settings="", questions="[]")).online_booking.for_others


@pytest.mark.parametrize(
    ("row", "field", "expected"),
    [
        ('{ ask = "A?" }', "id", "1 to 60 of a-z, 0-9 and -, in quotes"),
        ('{ id = "a_b", ask = "A?" }', "id", "1 to 60 of a-z, 0-9 and -, in quotes"),
        ('{ id = "a" }', "ask", "a text of one line, in quotes"),
        ('{ id = "a", ask = " " }', "ask", "a text that is not empty"),
        (f'{{ id = "a", ask = "{"x" * 201}" }}', "ask", "at most 200 characters"),
        (f'{{ id = "a", ask = "A?", help = "{"x" * 301}" }}', "help", "at most 300 characters"),
        (
            '{ id = "a", ask = "A?", kind = "number" }',
            "kind",
            'one of "text", "long", "choice", "several", "yes-no", "date"',
        ),
        (
            '{ id = "a", ask = "A?", options = ["x", "y"] }',
            "options",
            'none, or the kind "choice" or "several"',
        ),
        (
            '{ id = "a", ask = "A?", kind = "choice", options = ["x"] }',
            "options",
            "at least 2 answers to choose from",
        ),
        (
            '{ id = "a", ask = "A?", kind = "several" }',
            "options",
            "at least 1 answers to choose from",
        ),
        (
            MANY,
            "options",
            "at most 20 answers",
        ),
        (
            '{ id = "a", ask = "A?", kind = "choice", options = ["x", "y", "x"] }',
            "options[3]",
            "each only once",
        ),
        (
            '{ id = "a", ask = "A?", kind = "choice", options = ["x", " y"] }',
            "options[2]",
            "a text of 1 to 100 characters",
        ),
        ('{ id = "a", ask = "A?", required = "yes" }', "required", "true or false"),
    ],
)
def test_what_cannot_be_asked_is_told_where_it_stands(row: str, field: str, expected: str) -> None:
    assert refusal(f"[{row}]")[0] == f"appointment_type[1].questions[1].{field}: {expected}"


def test_each_question_has_a_name_of_its_own() -> None:
    twice = refusal('[{ id = "a", ask = "A?" }, { id = "a", ask = "B?" }]')
    assert twice == [
        "appointment_type[1].questions[2].id: an id that no other question of this type has"
    ]


def test_there_are_at_most_fifteen_questions() -> None:
    rows = ", ".join(f'{{ id = "q{n}", ask = "A?" }}' for n in range(16))
    assert refusal(f"[{rows}]") == ["appointment_type[1].questions: at most 15 questions"]


def test_an_unknown_key_is_named() -> None:
    [told] = refusal('[{ id = "a", ask = "A?", require = true }]')
    assert 'did you mean "required"?' in told


def test_the_stamp_changes_with_what_is_asked_and_not_with_how_it_looks() -> None:
    asked = Question(id="a", ask="A?", kind="choice", options=("x", "y"))
    again = Question(id="b", ask="A?", kind="choice", options=("x", "y"), required=True, help="h")
    assert asked.stamp == again.stamp
    for other in (
        Question(id="a", ask="B?", kind="choice", options=("x", "y")),
        Question(id="a", ask="A?", kind="several", options=("x", "y")),
        Question(id="a", ask="A?", kind="choice", options=("y", "x")),
    ):
        assert other.stamp != asked.stamp
