"""A clinic's own questions, and booking for somebody else, on both surfaces (B12)."""

import pytest

from tests.web.clinics import DEMO
from tests.web.patient import ADA, Patient
from tests.web.world import World

HOSTILE = "<script>alert(1)</script>\"'>{{ 7*7 }}"
QUESTIONS = f"""questions = [
  {{ id = "goal", ask = "What happened?", kind = "long", help = "In words.", required = true }},
  {{ id = "side", ask = "Which side?", kind = "choice", options = ["Left", "Right"] }},
  {{ id = "where", ask = "At?", kind = "several", required = true, options = ["Hip", 'K<b>"nee'] }},
  {{ id = "scan", ask = "Any scans?", kind = "yes-no", required = true }},
  {{ id = "since", ask = "Since when?", kind = "date" }},
  {{ id = "more", ask = '''{HOSTILE}''', help = '''{HOSTILE}''' }},
]
"""
ANSWERED = {
    "q_goal": "Fell off a ladder.\nTwice.",
    "q_side": "Left",
    "q_where_2": 'K<b>"nee',
    "q_scan": "no",
    "q_since": "2026-05-17",
    "q_more": HOSTILE,
}
SECRET = "ladder"


def with_questions(text: str, questions: str = QUESTIONS) -> str:
    """The demo clinic, whose running assessment asks them."""
    mark = 'slug = "running"\n'
    assert text.count(mark) == 1
    return text.replace(mark, f"{mark}{questions}")


@pytest.fixture
async def asked(world: World, ada: Patient) -> Patient:
    """Ada, before the form, long enough to have read it."""
    await world.import_clinic(with_questions(DEMO))
    times = await ada.go_to_times(type="running", practitioner="kit-saltmarsh")
    await ada.hold(times.slots[0])
    world.clock.advance(20)
    return ada


@pytest.mark.req("B12")
async def test_a_booking_is_made_with_its_answers(world: World, asked: Patient) -> None:
    page = await asked.book({**ADA, **ANSWERED})
    assert page.name == "confirmed", page.text
    [row] = await world.toolbox.database.fetch("SELECT sealed FROM intake")
    assert SECRET not in row["sealed"]


@pytest.mark.req("B12", "R6")
async def test_an_answer_stands_in_no_address_header_or_message(
    world: World, asked: Patient
) -> None:
    await asked.book({**ADA, **ANSWERED, "terms": ""})
    await asked.book({**ADA, **ANSWERED})
    for answer in asked.answers:
        assert SECRET not in str(answer.request.url)
        assert SECRET not in str(answer.headers)
    assert SECRET not in asked.page.html
    for row in await world.toolbox.database.fetch("SELECT words, occasion FROM delivery"):
        assert SECRET not in f"{row['words']}{row['occasion']}"


@pytest.mark.req("B12")
async def test_each_problem_stands_at_its_question_and_nothing_is_lost(asked: Patient) -> None:
    page = await asked.book({**ADA, **ANSWERED, "q_goal": " ", "q_scan": "", "q_since": "soon"})
    assert asked.answer.status_code == 422
    assert "Answer this question" in page.problem("q_goal")
    assert "Choose one of the answers" in page.problem("q_scan")
    assert "Enter a date" in page.problem("q_since")
    fields = page.form("/bookings").fields
    kept = {name: text for name, text in ANSWERED.items() if name not in {"q_goal", "q_scan"}}
    assert {name: fields.get(name) for name in kept} == {**kept, "q_since": "soon"}
    if not asked.is_fragment:
        assert "#q_goal" in page.links


@pytest.mark.req("B12")
async def test_a_question_that_is_not_required_says_so_in_words(asked: Patient) -> None:
    html = asked.page.html
    assert 'Which side? <span class="optional">(optional)</span>' in html
    assert "What happened? <span" not in html
    assert "I&#39;d rather not answer" in html


@pytest.mark.req("B12")
async def test_nothing_in_questions_or_answers_runs(asked: Patient) -> None:
    for html in (asked.page.html, (await asked.book({**ANSWERED, "q_goal": HOSTILE})).html):
        assert "<script>alert" not in html
        assert "K<b>" not in html
        assert "&lt;script&gt;alert(1)" in html


@pytest.mark.req("B12")
async def test_a_question_that_changes_meanwhile_is_asked_again_at_its_field(
    world: World, asked: Patient
) -> None:
    await world.import_clinic(with_questions(DEMO, QUESTIONS.replace("Which side?", "Which hand?")))
    page = await asked.book({**ADA, **ANSWERED})
    assert asked.answer.status_code == 422
    assert "This question has changed" in page.problem("q_side")
    assert "Which hand?" in page.text
    assert page.form("/bookings").fields["q_goal"] == ANSWERED["q_goal"]
    assert (await asked.book({**ADA, **ANSWERED})).name == "confirmed"


@pytest.mark.req("B12")
async def test_answers_survive_a_hold_that_ran_out(world: World, asked: Patient) -> None:
    world.clock.advance(460)
    page = await asked.book({**ADA, **ANSWERED})
    assert asked.answer.status_code == 410
    assert page.form("/bookings").fields["q_goal"] == ANSWERED["q_goal"]
    assert page.form("/bookings").fields["q_where_2"] == ANSWERED["q_where_2"]


FOR_TIM = {
    **ADA,
    "for_other": "on",
    "booker_first_name": "Nora",
    "booker_last_name": "Tidewell",
    "booker_is": "parent",
    "first_name": "Tim",
    "last_name": "Tidewell",
    "birth_date": "2016-08-09",
}


@pytest.mark.req("B12")
async def test_the_page_of_a_booking_for_another_says_for_whom(
    world: World, asked: Patient
) -> None:
    page = await asked.book({**FOR_TIM, **ANSWERED})
    assert page.name == "confirmed"
    assert "Tim's appointment is booked" in page.text
    assert "for Tim" in page.text
    [row] = await world.toolbox.database.fetch("SELECT * FROM booker")
    assert (row["first_name"], row["booker_is"]) == ("Nora", "parent")


@pytest.mark.req("B12")
async def test_who_books_for_another_is_told_what_is_missing_in_fitting_words(
    asked: Patient,
) -> None:
    page = await asked.book(
        {**FOR_TIM, **ANSWERED, "booker_first_name": "", "booker_is": "", "first_name": ""}
    )
    assert asked.answer.status_code == 422
    assert "Enter your first name" in page.problem("booker_first_name")
    assert "Choose what you are" in page.problem("booker_is")
    assert "person who is coming" in page.problem("first_name")
    assert page.form("/bookings").fields["for_other"] == "on"
    assert page.form("/bookings").fields["booker_last_name"] == "Tidewell"


async def test_a_clinic_where_everybody_books_for_themselves_does_not_ask(
    world: World, ada: Patient
) -> None:
    await world.import_clinic(
        DEMO.replace("ask_note = true\n", "ask_note = true\nfor_others = false\n")
    )
    times = await ada.go_to_times(type="running", practitioner="kit-saltmarsh")
    page = await ada.hold(times.slots[0])
    assert "for_other" not in page.html
