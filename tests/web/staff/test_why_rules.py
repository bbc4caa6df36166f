"""Each rule of the schedule, as staff read it: with its facts and its setting."""

from typing import Any

import pytest

from slotkeeper.services.clinics import get_clinic
from tests.web.clinics import DEMO
from tests.web.staff.staff import Colleague
from tests.web.staff.test_calendar import book
from tests.web.staff.test_why import ask
from tests.web.world import World

pytestmark = pytest.mark.req("S11")

SETTINGS = "/staff/harbour-physio/settings"
TUESDAY = 24 * 60
"""Minutes from Monday 9:00, when it is now, to Tuesday 9:00."""


async def change(world: World, *swaps: tuple[str, str]) -> None:
    """The demo's clinic file with those parts swapped."""
    text = DEMO
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    await world.import_clinic(text)


def of_nell(*lines: str) -> tuple[str, str]:
    """More settings of Nell's."""
    head = 'slug = "nell-tidewater"\n'
    return head, head + "\n".join(lines) + "\n"


def of_initial(*lines: str) -> tuple[str, str]:
    """More settings of the initial consultation."""
    head = 'slug = "initial"\n'
    return head, head + "\n".join(lines) + "\n"


async def test_a_protected_time_says_when_it_is_released(robin: Colleague, world: World) -> None:
    row = 'protected = [{ days = ["tue"], from = "10:00", to = "12:00", release = "12h" }]'
    await change(world, of_nell(row))
    text = await ask(robin, time="10:00")
    assert "It is released on Mon 1 Feb, 10:00 pm" in text
    assert f"{SETTINGS}/practitioners/nell-tidewater#q-protected" in robin.page.links


async def test_closed_to_new_patients_leads_to_the_switch(robin: Colleague, world: World) -> None:
    await change(world, of_initial('new_patients = "closed"'))
    assert "no new patients" in await ask(robin, time="10:00")
    assert f"{SETTINGS}/appointment-types/initial#q-new_patients" in robin.page.links
    assert "no new patients" not in await ask(robin, time="10:00", patient_is="existing")


async def test_a_full_day_is_told_in_numbers(robin: Colleague, world: World) -> None:
    await change(world, of_nell("max_per_day = 1"))
    await book(world, TUESDAY + 180)
    assert "Nell Tidewater has 1 of 1 appointments on Tue 2 Feb." in await ask(robin, time="10:00")
    assert f"{SETTINGS}/practitioners/nell-tidewater#q-max_per_day" in robin.page.links


async def test_enough_of_a_type_is_told_in_numbers(robin: Colleague, world: World) -> None:
    await change(world, of_initial("max_per_day = 1"))
    await book(world, TUESDAY + 180, appointment_type_id=await kind_id(world))
    text = await ask(robin, time="10:00")
    assert "The clinic has 1 of 1 “Initial consultation” on Tue 2 Feb." in text


async def kind_id(world: World) -> int:
    """The number of the initial consultation."""
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    return clinic.appointment_type("initial").id


async def test_start_times_of_the_type_lead_to_the_type(robin: Colleague, world: World) -> None:
    await change(world, of_initial('starts = ["09:30", "11:00"]'))
    text = await ask(robin, time="10:00")
    assert (
        "Appointments do not start at 10:00 am. The nearest start times: 9:30 am, 11:00 am." in text
    )
    assert f"{SETTINGS}/appointment-types/initial#q-starts" in robin.page.links


async def test_what_is_in_use_is_named_with_who_has_it(robin: Colleague, world: World) -> None:
    await change(world, of_initial('needs = ["Shockwave device"]'))
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    kind, place = clinic.appointment_type("initial").id, clinic.location("manly").id
    shown: dict[str, Any] = {"appointment_type_id": kind, "location_id": place}
    await book(world, TUESDAY + 60, "Ada Early", "otis-brinewell", **shown)
    text = await ask(robin, time="10:00")
    assert "1 of 1 in use then: Shockwave device." in text
    assert "Ada Early is booked with Otis Brinewell, 10:00 am – 10:30 am." in text
    assert f"{SETTINGS}/appointment-types/initial#q-needs" in robin.page.links


async def test_a_type_for_known_patients_is_not_offered_to_new_ones(
    robin: Colleague, world: World
) -> None:
    text = await ask(robin, type="standard", time="10:00")
    assert "“Standard consultation” is for patients you know only." in text
    text = await ask(robin, type="standard", time="10:00", patient_is="existing")
    assert "This time is offered to patients." in text


@pytest.mark.req("A2")
async def test_who_has_it_is_not_named_to_who_may_not_see_that_diary(
    kit: Colleague, world: World
) -> None:
    await change(world, of_initial('needs = ["Shockwave device"]'))
    clinic = await get_clinic(world.toolbox.database, "harbour-physio")
    kind = clinic.appointment_type("initial").id
    for place in ("manly", "balmain"):
        shown: dict[str, Any] = {
            "appointment_type_id": kind,
            "location_id": clinic.location(place).id,
            "reference": f"R{place}",
        }
        who = "nell-tidewater" if place == "manly" else "otis-brinewell"
        await book(world, TUESDAY + 120, "Ada Early", who, **shown)
    text = await ask(kit, practitioner="kit-saltmarsh", time="11:00")
    assert "1 of 1 in use then: Shockwave device." in text
    assert "It is taken by another appointment, 11:00 am – 11:30 am." in text
    assert "Ada" not in text
    assert "Nell" not in text
