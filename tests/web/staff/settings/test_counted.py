"""Rooms and equipment, start times, most a day and ways between places are set in the portal."""

import pytest

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.travel import Travel
from slotkeeper.services.clinics import get_clinic
from tests.web.clinics import CORNER
from tests.web.staff.settings.forms import HOME, change, fields_of, send
from tests.web.staff.staff import Colleague
from tests.web.world import World

pytestmark = [pytest.mark.req("S10"), pytest.mark.req("S12"), pytest.mark.req("A5")]

RUNNING = "/appointment-types/running"
NELL = "/practitioners/nell-tidewater"


async def stored(world: World) -> Clinic:
    return await get_clinic(world.toolbox.database, "harbour-physio")


async def test_a_room_is_added_and_a_type_needs_one(robin: Colleague, world: World) -> None:
    await change(robin, "/new/resources", name="Room 2", kind="room", location="balmain")
    assert robin.led_to == f"{HOME}/resources?saved=1"
    assert "Room 2 room · Balmain" in (await robin.follow()).text
    room = (await stored(world)).resources[-1]
    assert (room.slug, room.kind, room.location) == ("room-2", "room", "balmain")
    await robin.get(f"{HOME}{RUNNING}")
    await send(robin, RUNNING, needs__room="on")
    assert "Running assessment: What it needs Added room" in robin.page.text
    await send(robin, RUNNING, "save")
    [running] = [e for e in (await stored(world)).appointment_types if e.slug == "running"]
    assert running.needs == ("room",)


async def test_the_effect_says_how_many_times_fewer_there_are(robin: Colleague) -> None:
    await change(robin, "/new/resources", name="Room 2", kind="room", location="balmain")
    await robin.get(f"{HOME}{RUNNING}")
    await send(robin, RUNNING, needs__room="on")
    # Kit works in Manly, where there is no room.
    assert "fewer" in robin.page.text


async def test_the_last_of_a_kind_stays_while_a_type_needs_it(
    robin: Colleague, world: World
) -> None:
    for slug in ("shockwave-manly", "shockwave-balmain"):
        page = await robin.get(f"{HOME}/resources/{slug}/remove")
        if slug == "shockwave-manly":
            assert "Remove this room or device" in page.text
            await robin.post(f"{HOME}/resources/{slug}/remove")
            assert robin.status == 303
    assert "and these need one: Shockwave therapy" in robin.page.text
    assert [each.slug for each in (await stored(world)).resources] == ["shockwave-balmain"]


async def test_a_resource_without_a_kind_is_told(robin: Colleague) -> None:
    await robin.get(f"{HOME}/new/resources")
    await send(robin, "/new/resources", name="Room 2", location="balmain")
    assert robin.status == 422
    assert "kind" in fields_of(robin.answer.text)


@pytest.mark.parametrize(
    ("typed", "rule", "said"),
    [
        ({"starts": "every", "starts__every": "40"}, 40, "every 40 minutes"),
        ({"starts": "adjacent"}, "adjacent", "Only directly before or after what is booked"),
        (
            {"starts": "times", "starts__times": "9:00, 10:15 14:30"},
            (540, 615, 870),
            "09:00; 10:15",
        ),
    ],
)
async def test_start_times_are_chosen(
    robin: Colleague, world: World, typed: dict[str, str], rule: object, said: str
) -> None:
    await robin.get(f"{HOME}{NELL}")
    await send(robin, NELL, **typed)
    assert "Nell Tidewater: Start times" in robin.page.text
    assert said in robin.page.text
    await send(robin, NELL, "save")
    nell = (await stored(world)).practitioners[0]
    assert nell.starts == rule
    await change(robin, NELL, starts="silent")
    assert (await stored(world)).practitioners[0].starts is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"starts": "every", "starts__every": "0"}, "starts.every"),
        ({"starts": "times", "starts__times": "soon"}, "starts.times"),
        ({"starts": "times", "starts__times": ""}, "starts.times"),
    ],
)
async def test_what_is_no_start_time_is_told_at_its_field(
    robin: Colleague, typed: dict[str, str], field: str
) -> None:
    await robin.get(f"{HOME}{NELL}")
    await send(robin, NELL, **typed)
    assert robin.status == 422
    assert f'id="{field}-error"' in robin.page.html


async def test_most_a_day_of_a_practitioner_and_of_a_type(robin: Colleague, world: World) -> None:
    await change(robin, NELL, max_per_day="6")
    await change(robin, RUNNING, max_per_day="")
    clinic = await stored(world)
    assert clinic.practitioners[0].max_per_day == 6
    assert [each.max_per_day for each in clinic.appointment_types if each.slug == "running"] == [0]


async def test_ways_between_places_are_typed_in_rows(robin: Colleague, world: World) -> None:
    way = (Travel(between=("manly", "balmain"), minutes=40),)
    assert (await stored(world)).travel == way
    await robin.get(f"{HOME}/clinic")
    await send(robin, "/clinic", travel__0__minutes="55")
    assert "Manly – Balmain: 55 minutes" in robin.page.text
    await send(robin, "/clinic", "save")
    assert (await stored(world)).travel[0].minutes == 55
    await robin.get(f"{HOME}/clinic")
    await send(robin, "/clinic", travel__0__other="manly")
    assert robin.status == 422
    assert 'id="travel.0.one-error"' in robin.page.html


async def test_a_clinic_without_places_has_resources_too(world: World, robin: Colleague) -> None:
    await world.import_clinic(CORNER.replace("corner-practice", "harbour-physio"))
    await change(robin, "/new/resources", name="Laser", kind="laser")
    [laser] = (await stored(world)).resources
    assert (laser.kind, laser.location) == ("laser", None)
