"""Protected times in the list that patients see: it changes by itself when they are released."""

from collections.abc import AsyncIterator

import pytest

from tests.web.clinics import CORNER
from tests.web.patient import Patient
from tests.web.world import World, open_world

DAY = 86_400
WEDNESDAY_NINE = 1801641600
"""3 February 2027, 9:00 in Berlin."""

RELEASED = CORNER.replace(
    'to = "12:00" }]',
    """to = "12:00" }]
protected = [{ days = ["wed"], from = "09:00", to = "12:00", release = "48h" }]""",
)
MARKED = CORNER.replace(
    'to = "12:00" }]',
    """to = "12:00" }]
offered = [{ days = ["thu"], from = "10:15", to = "11:20" }]""",
).replace("start_every = 30", 'start_every = 30\noffer = "marked-times"')


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    async with open_world(sqlite_url, RELEASED) as opened:
        yield opened


async def wednesday(patient: Patient) -> list[int]:
    for _ in range(2):  # the second comes from what was kept
        page = await patient.go_to_times(patient_is="new", day="2027-02-03")
    return [each for each in page.slots if WEDNESDAY_NINE <= each < WEDNESDAY_NINE + DAY // 2]


@pytest.mark.req("S8")
async def test_a_protected_time_appears_when_it_is_released_although_nobody_writes_anything(
    world: World,
) -> None:
    ada = await world.patient("/f/corner-practice")
    world.clock.advance(WEDNESDAY_NINE - 2 * DAY - 1 - world.clock())
    assert await wednesday(ada) == []
    world.clock.advance(1)
    assert (await wednesday(ada))[0] == WEDNESDAY_NINE


@pytest.mark.req("S8", "S13")
async def test_a_time_that_is_not_released_cannot_be_had_by_its_number(world: World) -> None:
    ada = await world.patient("/f/corner-practice")
    page = await ada.go_to_times(patient_is="new", day="2027-02-04")
    assert page.slots
    await ada.hold(WEDNESDAY_NINE)
    assert ada.answer.status_code == 409
    world.clock.advance(WEDNESDAY_NINE - 2 * DAY - world.clock())
    await ada.go_to_times(patient_is="new", day="2027-02-04")
    await ada.hold(WEDNESDAY_NINE)
    assert ada.page.name == "details"


@pytest.mark.req("S5")
async def test_only_marked_times_are_listed_on_their_own_grid(world: World) -> None:
    await world.import_clinic(MARKED)
    ada = await world.patient("/f/corner-practice")
    page = await ada.go_to_times(patient_is="new", day="2027-02-04")
    thursday = WEDNESDAY_NINE + DAY + 75 * 60
    assert [each for each in page.slots if each < thursday + DAY] == [thursday, thursday + 1800]
