"""Answers to a clinic's questions: read, refused at their field, sealed (B12)."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.question import QUESTION_KINDS, Answer, Answers, Question, QuestionKind
from slotkeeper.services.form_reading import FormReading
from slotkeeper.services.intake import (
    ASKED,
    open_answers,
    parse_answers,
    parse_optional_answers,
    reseal_answers,
    seal_answers,
    stamps,
)
from slotkeeper.services.vault import Vault, VaultLocked
from tests.services.desk import VAULT_KEY

OTHER_KEY = "YW5vdGhlciBrZXkgb2YgdGhlIHRlc3RzLCAzMiBieXQ="
GOAL = Question(id="goal", ask="What brings you here?", kind="text", required=True)
STORY = Question(id="story", ask="How did it begin?", kind="long", required=True)
SIDE = Question(
    id="side", ask="Which side?", kind="choice", options=("Left", "Right"), required=True
)
WHERE = Question(
    id="where", ask="Where?", kind="several", options=("Hip", "Knee, left", "Back"), required=True
)
SCAN = Question(id="scan", ask="Any scans?", kind="yes-no", required=True)
SINCE = Question(id="since", ask="Since when?", kind="date", required=True)
ALL = (GOAL, STORY, SIDE, WHERE, SCAN, SINCE)


def given_to(question: Question, **fields: str) -> tuple[str, ...]:
    reading = FormReading(fields)
    [answer] = parse_answers(reading, [question])
    assert not reading.problems
    assert (answer.id, answer.ask, answer.kind) == (question.id, question.ask, question.kind)
    return answer.given


def refused(question: Question, fields: dict[str, str]) -> dict[str, str]:
    reading = FormReading(fields)
    parse_answers(reading, [question])
    return {name: problem.key for name, problem in reading.problems.items()}


def test_each_kind_is_read_as_it_is_meant() -> None:
    assert given_to(GOAL, q_goal="  To run again. ") == ("To run again.",)
    assert given_to(STORY, q_story="On the stairs.\r\nIn May.") == ("On the stairs.\nIn May.",)
    assert given_to(SIDE, q_side="Left") == ("Left",)
    assert given_to(WHERE, q_where_3="Back", q_where_1="Hip") == ("Hip", "Back")
    assert given_to(SCAN, q_scan="no") == ("no",)
    assert given_to(SINCE, q_since="2026-05-17") == ("2026-05-17",)
    assert set(get_args(QuestionKind)) == set(QUESTION_KINDS) == {each.kind for each in ALL}


@pytest.mark.parametrize(
    ("question", "fields", "key"),
    [
        (GOAL, {}, "problem.answer_missing"),
        (GOAL, {"q_goal": " \t "}, "problem.answer_missing"),
        (GOAL, {"q_goal": "x" * 201}, "problem.too_long"),
        (GOAL, {"q_goal": "two\nlines"}, "problem.control_characters"),
        (STORY, {"q_story": ""}, "problem.answer_missing"),
        (STORY, {"q_story": "x" * 1501}, "problem.too_long"),
        (STORY, {"q_story": "a\x07b"}, "problem.control_characters"),
        (SIDE, {}, "problem.answer_choose"),
        (SIDE, {"q_side": "left"}, "problem.answer_unknown"),
        (SIDE, {"q_side": "Both"}, "problem.answer_unknown"),
        (WHERE, {}, "problem.answer_choose_any"),
        (WHERE, {"q_where_1": ""}, "problem.answer_choose_any"),
        (WHERE, {"q_where_1": "Hip", "q_where_2": "Elbow"}, "problem.answer_unknown"),
        (SCAN, {}, "problem.answer_choose"),
        (SCAN, {"q_scan": "maybe"}, "problem.answer_unknown"),
        (SINCE, {}, "problem.answer_date"),
        (SINCE, {"q_since": "last spring"}, "problem.answer_date"),
        (SINCE, {"q_since": "2026-02-30"}, "problem.answer_date"),
        (SINCE, {"q_since": "0001-01-01"}, "problem.answer_date"),
        (SINCE, {"q_since": "9999-12-31"}, "problem.answer_date"),
    ],
)
def test_what_is_no_answer_is_told_at_its_question(
    question: Question, fields: dict[str, str], key: str
) -> None:
    assert refused(question, fields) == {f"q_{question.id}": key}


def test_what_is_not_required_may_be_left_out_and_stays_as_asked() -> None:
    reading = FormReading({})
    answers = parse_optional_answers(reading, ALL)
    assert not reading.problems
    assert [(each.ask, each.given) for each in answers] == [(each.ask, ()) for each in ALL]


def test_an_answer_to_other_words_than_those_asked_now_is_not_taken() -> None:
    before = Question(id="side", ask="Which side?", kind="choice", options=("Left", "Right"))
    now = Question(id="side", ask="Which hand?", kind="choice", options=("Left", "Right"))
    sent = {ASKED: stamps([before]), "q_side": "Left"}
    assert refused(now, sent) == {"q_side": "problem.question_changed"}
    assert refused(now, sent | {ASKED: stamps([now])}) == {}
    assert refused(now, {"q_side": "Left"}) == {}, "who sends no stamps answers what is asked now"


def test_an_answer_that_is_no_longer_among_them_says_that_the_question_has_changed() -> None:
    now = Question(id="side", ask="Which side?", kind="choice", options=("Right", "Middle"))
    sent = {ASKED: stamps([SIDE]), "q_side": "Left"}
    assert refused(now, sent) == {"q_side": "problem.question_changed"}


def test_only_what_is_asked_is_kept() -> None:
    reading = FormReading({"q_goal": "To run.", "q_gone": "A secret.", "q_goal_1": "Another."})
    answers = parse_answers(reading, [GOAL])
    assert [each.given for each in answers] == [("To run.",)]


def test_questions_whose_names_begin_alike_do_not_meet() -> None:
    one = Question(id="a", ask="A?", kind="several", options=("Yes", "No"))
    other = Question(id="a-1", ask="B?", kind="several", options=("Yes", "No"))
    answers = parse_answers(FormReading({"q_a-1_1": "Yes", "q_a_2": "No"}), [one, other])
    assert [each.given for each in answers] == [("No",), ("Yes",)]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
ANSWERS = st.lists(
    st.builds(
        Answer,
        id=TEXTS,
        ask=TEXTS,
        kind=st.sampled_from(QUESTION_KINDS),
        given=st.lists(TEXTS, max_size=3).map(tuple),
    ),
    max_size=5,
).map(tuple)


@given(ANSWERS, st.integers(1, 10**9), st.integers(1, 10**9))
def test_any_text_comes_out_as_it_went_in(answers: Answers, clinic: int, booking: int) -> None:
    vault = Vault([VAULT_KEY])
    sealed = seal_answers(vault, clinic, booking, answers)
    assert open_answers(vault, clinic, booking, sealed) == answers
    for text in (each for answer in answers for each in answer.given if len(each) > 4):
        assert text not in sealed


@given(st.dictionaries(st.sampled_from([f"q_{each.id}" for each in ALL]) | st.text(), st.text()))
def test_whatever_is_sent_ends_in_answers_or_problems(fields: dict[str, str]) -> None:
    reading = FormReading(fields)
    answers = parse_answers(reading, ALL)
    for question, answer in zip(ALL, answers, strict=True):
        assert answer.given or f"q_{question.id}" in reading.problems


def test_sealed_answers_open_for_their_booking_and_clinic_alone() -> None:
    vault = Vault([VAULT_KEY])
    sealed = seal_answers(vault, 1, 7, (Answer(id="a", ask="A?", kind="text", given=("x",)),))
    for clinic, booking in ((1, 8), (2, 7)):
        with pytest.raises(VaultLocked):
            open_answers(vault, clinic, booking, sealed)
    with pytest.raises(VaultLocked):
        open_answers(Vault([OTHER_KEY]), 1, 7, sealed)


def test_answers_are_sealed_anew_with_the_newest_key() -> None:
    answers = (Answer(id="a", ask="A?", kind="text", given=("x",)),)
    sealed = seal_answers(Vault([VAULT_KEY]), 1, 7, answers)
    again = reseal_answers(Vault([OTHER_KEY, VAULT_KEY]), 1, 7, sealed)
    assert open_answers(Vault([OTHER_KEY]), 1, 7, again) == answers
