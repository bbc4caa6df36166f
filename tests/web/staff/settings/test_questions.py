"""The questions of an appointment type in its form."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.question import Question
from slotkeeper.services.clinics import get_clinic
from slotkeeper.web.staff.settings.question_rows import QuestionRows, moved_row
from tests.domain.clinics import questions
from tests.web.staff.settings.forms import HOME, fields_of, send
from tests.web.staff.staff import Colleague
from tests.web.world import World

ROWS = QuestionRows("questions")
PATH = "/appointment-types/insoles"


def written(question: Question) -> dict[str, Any]:
    names = ("id", "ask", "kind", "options", "required", "help")
    values = {name: getattr(question, name) for name in names}
    kept = {name: value for name, value in values.items() if value or name == "ask"}
    return kept | ({"options": list(question.options)} if question.options else {})


@given(st.lists(questions(), unique_by=lambda each: each.id, max_size=4))
def test_questions_come_back_as_they_were(asked: list[Question]) -> None:
    rows = [written(each) for each in asked]
    assert (ROWS.typed(ROWS.shown(rows)) or []) == rows


def test_a_new_question_gets_its_name_from_its_words_and_an_old_one_keeps_it() -> None:
    fields = {
        "questions.0.id": "goal",
        "questions.0.ask": "Your aim?",
        "questions.1.ask": "Goal",
        "questions.2.ask": "ما هدفك؟",
    }
    assert [row["id"] for row in ROWS.typed(fields)] == ["goal", "goal-2", "question"]


def test_answers_to_choose_from_are_read_line_by_line_where_the_kind_has_any() -> None:
    fields = {"q.0.ask": "Where?", "q.0.kind": "choice", "q.0.options": " Hip \r\n\r\nKnee, left\n"}
    assert QuestionRows("q").typed(fields)[0]["options"] == ["Hip", "Knee, left"]
    assert "options" not in QuestionRows("q").typed(fields | {"q.0.kind": "text"})[0]


def test_an_empty_card_is_no_question() -> None:
    assert ROWS.typed({"questions.0.ask": " ", "questions.0.kind": "date"}) is None


@pytest.mark.parametrize(("number", "by"), [(0, -1), (1, 1)])
def test_the_first_goes_no_higher_and_the_last_no_lower(number: int, by: int) -> None:
    fields = {"questions.0.ask": "A?", "questions.1.ask": "B?"}
    assert moved_row(ROWS, fields, number, by) == fields


async def test_questions_are_added_ordered_and_saved(robin: Colleague, world: World) -> None:
    await robin.get(f"{HOME}{PATH}")
    first = {"questions__0__ask": "What brings you here?", "questions__0__kind": "long"}
    second = {
        "questions__1__ask": "Where does it hurt?",
        "questions__1__kind": "several",
        "questions__1__options": "Hip\nKnee",
        "questions__1__required": "on",
    }
    await send(robin, PATH, "down:questions:0", **first, **second)
    turned = fields_of(robin.answer.text)
    assert turned["questions.0.ask"] == "Where does it hurt?"
    assert turned["questions.1.kind"] == "long"
    await send(robin, PATH, "effect")
    await send(robin, PATH, "save")
    assert robin.status == 303, robin.page.text
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    kind = next(each for each in clinic.appointment_types if each.slug == "insoles")
    assert [(each.id, each.kind, each.options, each.required) for each in kind.questions] == [
        ("where-does-it-hurt", "several", ("Hip", "Knee"), True),
        ("what-brings-you-here", "long", (), False),
    ]


async def test_what_is_wrong_stands_at_its_card_and_nothing_typed_is_lost(robin: Colleague) -> None:
    await robin.get(f"{HOME}{PATH}")
    one = {"questions__0__kind": "choice", "questions__0__options": "Only one"}
    await send(robin, PATH, "effect", questions__0__ask="Which?", **one)
    assert robin.status == 422
    assert "at least 2 answers" in robin.page.problem("questions.0.options")
    fields = fields_of(robin.answer.text)
    assert (fields["questions.0.ask"], fields["questions.0.options"]) == ("Which?", "Only one")
