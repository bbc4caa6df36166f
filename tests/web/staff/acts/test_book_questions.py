"""Staff write down answers with a booking: nothing has to be answered (B12)."""

import pytest

from tests.web.clinics import DEMO
from tests.web.staff.acts.test_book import NEW, typed
from tests.web.staff.staff import Colleague
from tests.web.world import World

QUESTIONS = """questions = [
  { id = "goal", ask = "What happened?", kind = "long", required = true },
  { id = "where", ask = "Where?", kind = "several", required = true, options = ["Hip", "Knee"] },
  { id = "since", ask = "Since when?", kind = "date" },
]
"""
ASK = f"{NEW}/questions"
SECRET = "Fell off a ladder."

pytestmark = pytest.mark.req("B12")


@pytest.fixture
async def asking(world: World, mara: Colleague) -> Colleague:
    mark = 'slug = "video"\n'
    assert DEMO.count(mark) == 1
    await world.import_clinic(DEMO.replace(mark, f"{mark}{QUESTIONS}"))
    return mara


async def sealed(world: World) -> list[str]:
    return [row["sealed"] for row in await world.toolbox.database.fetch("SELECT * FROM intake")]


async def test_the_questions_follow_the_type_that_is_chosen(asking: Colleague) -> None:
    page = await asking.get(NEW)
    assert "What happened?" not in page.text
    page = await asking.post(ASK, typed())
    assert "What happened?" in page.text
    assert page.form("/calendar/new").fields["first_name"] == "Zoë"
    page = await asking.post(ASK, typed(kind="initial"))
    assert "What happened?" not in page.text


async def test_answers_are_kept_sealed_and_read_like_those_of_patients(
    asking: Colleague, world: World
) -> None:
    await asking.get(NEW)
    await asking.post(NEW, typed(q_goal=SECRET, q_where_2="Knee"))
    page = await asking.follow()
    assert SECRET not in page.html
    [kept] = await sealed(world)
    assert SECRET not in kept
    [link] = [each for each in page.links if each.endswith("/answers")]
    assert SECRET in (await asking.get(link)).text


async def test_nothing_has_to_be_answered(asking: Colleague, world: World) -> None:
    await asking.get(NEW)
    await asking.post(NEW, typed())
    assert asking.status == 303
    assert await sealed(world) == []


async def test_what_is_no_answer_is_told_at_its_question_and_stays(asking: Colleague) -> None:
    await asking.get(NEW)
    page = await asking.post(NEW, typed(q_since="soon", q_goal=SECRET, q_where_1="Elbow"))
    assert asking.status == 422
    assert "Enter a date" in page.problem("q_since")
    assert "Choose from the answers shown" in page.html
    assert page.form("/calendar/new").fields["q_goal"] == SECRET
