"""Before the timetable of groups is changed it is said what becomes of those who are booked."""

import pytest
from msgspec.structs import replace

from slotkeeper.domain.clinic import Clinic
from slotkeeper.services.clinics import get_clinic
from tests.services.classes import CLASS, add_class, attendee
from tests.services.desk import Desk
from tests.services.staff.settings.test_effect import effect

pytestmark = pytest.mark.req("B11")


@pytest.fixture
async def gym(desk: Desk) -> Desk:
    """Two come to the Tuesday's class."""
    await add_class(desk)
    for number in range(2):
        held = await desk.place(CLASS, f"v{number}", kind="class")
        await desk.confirm(held, **attendee(number))
    return desk


async def said(desk: Desk, clinic: Clinic) -> list[tuple[str, int | None, str]]:
    found = await effect(desk, clinic)
    return [(e.key, e.n, e.name) for e in found.consequences if "class" in e.key]


async def test_who_is_booked_for_a_class_that_is_planned_no_more_is_counted(gym: Desk) -> None:
    clinic = await get_clinic(gym.database, gym.slug)
    later = (replace(clinic.sessions[0], begins=18 * 60),)
    assert await said(gym, replace(clinic, sessions=later)) == [("effect.class_unplanned", 2, "")]


async def test_fewer_places_than_bookings_are_told(gym: Desk) -> None:
    clinic = await get_clinic(gym.database, gym.slug)
    one = (replace(clinic.sessions[0], places=1),)
    assert await said(gym, replace(clinic, sessions=one)) == [("effect.class_crowded", 1, "")]


async def test_a_group_without_a_timetable_is_told(gym: Desk) -> None:
    clinic = await get_clinic(gym.database, gym.slug)
    assert await said(gym, replace(clinic, sessions=())) == [
        ("effect.class_unplanned", 2, ""),
        ("effect.class_never", None, "Pilates class"),
    ]


async def test_more_places_are_nothing_to_tell(gym: Desk) -> None:
    clinic = await get_clinic(gym.database, gym.slug)
    more = (replace(clinic.sessions[0], places=20),)
    assert await said(gym, replace(clinic, sessions=more)) == []
