"""Who can mend it is told that online booking is on and offers nothing."""

import pytest

from tests.web.clinics import DEMO
from tests.web.staff.staff import Colleague
from tests.web.world import World

HOME = "/staff/harbour-physio"
NOTHING = "no time in the next 60 days is marked as offered online."
MARK = f"{HOME}/calendar?view=week&paint=on"

pytestmark = pytest.mark.req("S5")


@pytest.fixture(autouse=True)
async def marked(world: World) -> None:
    await world.import_clinic(DEMO.replace('"working-hours"', '"marked-times"', 1))


@pytest.mark.parametrize("page", ["today", "calendar"])
async def test_owners_and_the_desk_are_told_with_the_way_to_mend_it(
    robin: Colleague, mara: Colleague, page: str
) -> None:
    for each in (robin, mara):
        assert NOTHING in (await each.get(f"{HOME}/{page}")).text
        assert MARK in each.page.links
    assert f"{HOME}/settings/online-booking#q-offer" not in mara.page.links
    await robin.get(f"{HOME}/{page}")
    assert f"{HOME}/settings/online-booking#q-offer" in robin.page.links


async def test_a_practitioner_is_not(kit: Colleague) -> None:
    assert NOTHING not in (await kit.get(f"{HOME}/today")).text


async def test_the_way_leads_to_marking_and_then_all_is_said(mara: Colleague) -> None:
    page = await mara.get(MARK)
    assert "Drag over the days to mark times" in page.text
    for who in ("kit-saltmarsh", "nell-tidewater", "otis-brinewell"):
        paint = f"{HOME}/calendar/paint"
        await mara.get(paint)
        fields = {"practitioner": who, "day": "2027-02-02", "from": "08:00", "until": "20:00"}
        await mara.post(paint, {**fields, "brush": "offered", "repeat": "weekly"})
        assert mara.status == 200
    assert NOTHING not in (await mara.get(f"{HOME}/today")).text
