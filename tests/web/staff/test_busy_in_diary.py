"""What else stands in a practitioner's diary: staff see that it is there, and not what it is."""

import pytest

from slotkeeper.services.clinics import get_clinic
from tests.web.staff.staff import Colleague
from tests.web.staff.test_why import OFFERED, ask
from tests.web.world import World

pytestmark = pytest.mark.req("N3")
CALENDAR = "/staff/harbour-physio/calendar?day=2027-02-02"
BUSY = "Busy in the diary"


@pytest.fixture
async def busy(world: World) -> None:
    """Nell is busy on Tuesday from ten to twelve."""
    database = world.toolbox.database
    clinic = await get_clinic(database, "harbour-physio")
    ten = world.clock() + 25 * 3600
    await database.write(
        lambda tx: tx.execute(
            """INSERT INTO diary_busy (clinic_id, practitioner_id, uid, starts_at, ends_at)
               VALUES ($1, $2, 'a', $3, $4), ($1, $2, 'b', $4, $5)""",
            clinic.id,
            clinic.practitioner("nell-tidewater").id,
            ten,
            ten + 3600,
            ten + 7200,
        )
    )


@pytest.mark.usefixtures("busy")
async def test_the_calendar_shows_it_as_one_stretch_behind_the_appointments(
    robin: Colleague,
) -> None:
    text = (await robin.get(CALENDAR)).text
    assert f"10:00 am – 12:00 pm: {BUSY}" in text


@pytest.mark.usefixtures("busy")
async def test_it_is_named_where_somebody_asks_why_a_time_is_not_offered(robin: Colleague) -> None:
    assert "Nell Tidewater is busy in the diary, 10:00 am – 12:00 pm." in await ask(
        robin, time="11:00"
    )
    assert OFFERED in await ask(robin, time="14:00")


@pytest.mark.usefixtures("busy")
async def test_a_practitioner_does_not_see_that_of_another(kit: Colleague) -> None:
    assert BUSY not in (await kit.get(CALENDAR)).text
