"""A patient books: every step, on both surfaces and on both engines."""

from collections.abc import AsyncIterator

import pytest

from tests.web.clinics import CORNER, DEMO
from tests.web.page import Page
from tests.web.patient import ADA, Patient
from tests.web.promises import check_answers
from tests.web.world import World, open_world

SURFACES = ["/f/harbour-physio", "/c/harbour-physio"]


@pytest.fixture(params=["sqlite", "postgresql"])
async def either(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """A server on each engine."""
    async with open_world(request.getfixturevalue(f"{request.param}_url"), DEMO, CORNER) as world:
        yield world
        check_answers(world.answers)


@pytest.mark.req("B1", "B2", "B13")
@pytest.mark.parametrize("prefix", SURFACES)
async def test_a_patient_books_step_by_step(either: World, prefix: str) -> None:
    ada = await either.patient(prefix)

    assert (await ada.start()).choices("type") == [
        "initial", "standard", "long", "running", "video", "pilates",
    ]  # fmt: skip
    assert (await choose(ada, type="initial")).choices("location") == ["manly", "balmain"]
    people = await choose(ada, location="manly")
    assert people.choices("practitioner") == [
        "any", "nell-tidewater", "kit-saltmarsh", "fern-halloway",
    ]  # fmt: skip
    times = await choose(ada, practitioner="nell-tidewater")
    assert times.name == "slot"
    assert times.slots == sorted(times.slots)

    details = await ada.hold(times.slots[0])
    assert details.name == "details"
    either.clock.advance(30)
    confirmed = await ada.book(ADA)
    assert confirmed.name == "confirmed"
    assert confirmed.step["data-reference"]
    assert "Nell Tidewater" in confirmed.text
    assert ada.answer.status_code == 200


async def choose(patient: Patient, **answer: str) -> Page:
    """Press one of the buttons of the step that is shown."""
    path = "/start" if patient.is_fragment else patient.prefix
    fields = patient.page.form(path).fields
    return await patient.start(**{**fields, **answer})
