"""Painting times in the calendar: saved as settings are, by whoever sees that diary."""

from datetime import date

import pytest

from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.marked_time import MarkedTime
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.protected_time import ProtectedTime, Release
from tests.web.staff.staff import Colleague, enter
from tests.web.world import World

CALENDAR = "/staff/harbour-physio/calendar"
PAINT, UNDO = f"{CALENDAR}/paint", f"{CALENDAR}/paint/undo"
EVENING = MarkedTime(begins=17 * 60, ends=19 * 60, days=(1,))
FIRST = {
    "waitlist_for": "2",
    "waitlist_for_unit": "h",
    "existing_for": "1",
    "existing_for_unit": "d",
}
FRIDAY = Release(weekday=4, minute=18 * 60)

pytestmark = pytest.mark.req("S5", "S8")


def typed(**changes: str) -> dict[str, str]:
    return {
        "practitioner": "nell-tidewater",
        "day": "2027-02-09",
        "from": "17:00",
        "until": "19:00",
        "brush": "protected",
        "release": "week",
        "release_day": "fri",
        "release_time": "18:00",
        "repeat": "weekly",
        **changes,
    }


async def nell(world: World) -> Practitioner:
    clinic = await world.toolbox.clinics.get(world.toolbox.database, "harbour-physio")
    return clinic.practitioner("nell-tidewater")


async def test_a_protected_time_is_painted_shown_and_taken_back(
    mara: Colleague, world: World
) -> None:
    before = (await nell(world)).protected
    await mara.get(PAINT)
    page = await mara.post(PAINT, typed(**FIRST))
    assert mara.status == 200
    assert "Nell Tidewater: every Tuesday, 5:00 pm – 7:00 pm is protected." in page.text
    first = {"waitlist_for": CutOff(2, "h"), "existing_for": CutOff(1, "d")}
    assert (await nell(world)).protected[-1] == ProtectedTime(time=EVENING, release=FRIDAY, **first)
    undo = page.form(UNDO).fields
    page = await mara.get(f"{CALENDAR}?day=2027-02-09")
    assert "Protected, released on Fri 5 Feb, 6:00 pm unless used" in page.text
    await mara.post(UNDO, undo)
    assert mara.status == 200
    assert (await nell(world)).protected == before


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (1801810800 - 1, "Protected, released on Fri 5 Feb, 6:00 pm unless used"),
        (1801810800, "For the waitlist until Fri 5 Feb, 8:00 pm"),
        (1801810800 + 7200, "For existing patients until Sat 6 Feb, 8:00 pm"),
        (1801810800 + 7200 + 86400, "Was protected, is released"),
    ],
)
async def test_the_calendar_says_what_becomes_of_it(
    mara: Colleague, world: World, at: int, words: str
) -> None:
    await mara.get(PAINT)
    await mara.post(PAINT, typed(**FIRST))
    world.clock.advance(at - world.clock())
    later = await enter(world, "mara@harbour.example")
    assert words in (await later.get(f"{CALENDAR}?day=2027-02-09")).text


async def test_offered_times_are_painted_once_and_erased_for_one_date(
    mara: Colleague, world: World
) -> None:
    before = (await nell(world)).offered
    await mara.get(PAINT)
    await mara.post(PAINT, typed(brush="offered", repeat="once"))
    once = MarkedTime(begins=17 * 60, ends=19 * 60, on=date(2027, 2, 9))
    assert (await nell(world)).offered == (*before, once)
    await mara.get(PAINT)
    await mara.post(PAINT, typed(brush="not_offered", repeat="once"))
    assert (await nell(world)).offered == before
    page = await mara.get(f"{CALENDAR}?day=2027-02-09&paint=on")
    assert "Drag over the days to mark times" in page.text


async def test_what_is_so_already_changes_nothing(mara: Colleague, world: World) -> None:
    await mara.get(PAINT)
    await mara.post(PAINT, typed())
    version = (await nell(world)).version
    await mara.get(PAINT)
    page = await mara.post(PAINT, typed())
    assert "was so already" in page.text
    assert (await nell(world)).version == version


async def test_practitioners_paint_their_own_time_and_nobody_elses(
    kit: Colleague, world: World
) -> None:
    page = await kit.get(PAINT)
    assert "Nell Tidewater" not in page.text
    await kit.post(PAINT, typed())
    assert kit.status == 422
    await kit.post(PAINT, typed(practitioner="kit-saltmarsh"))
    assert kit.status == 200
    clinic = await world.toolbox.clinics.get(world.toolbox.database, "harbour-physio")
    assert clinic.practitioner("kit-saltmarsh").protected[-1].time == EVENING


async def test_nobody_takes_back_what_another_has_painted_or_what_was_changed_since(
    mara: Colleague, robin: Colleague, world: World
) -> None:
    await mara.get(PAINT)
    undo = (await mara.post(PAINT, typed())).form(UNDO).fields
    await robin.get(PAINT)
    await robin.post(UNDO, {"change": undo["change"]})
    assert robin.status == 409
    await robin.get(PAINT)
    await robin.post(PAINT, typed(brush="not_protected"))
    await mara.post(UNDO, undo)
    assert mara.status == 409
    assert EVENING not in [each.time for each in (await nell(world)).protected]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"brush": "spray"}, "Choose what this time is"),
        ({"until": "16:00"}, "Enter an end after the beginning"),
        ({"day": "2027-02-30"}, "Enter a day"),
        ({"release": "someday"}, "Choose when it is released"),
        ({"release_time": "late"}, "Enter a time"),
        ({"release_day": "noday"}, "Choose a day of the week"),
        ({"release": "before", "release_n": "soon"}, "Enter a whole number"),
        ({"existing_for": "-1"}, "Enter a whole number"),
    ],
)
async def test_what_cannot_be_is_told_at_its_field(
    mara: Colleague, world: World, wrong: dict[str, str], said: str
) -> None:
    before = await nell(world)
    await mara.get(PAINT)
    page = await mara.post(PAINT, typed(**wrong))
    assert mara.status == 422
    assert said in page.text
    assert await nell(world) == before


async def test_the_form_begins_with_the_stretch_that_was_dragged(mara: Colleague) -> None:
    monday = 1801440000
    page = await mara.get(
        f"{PAINT}?practitioner=kit-saltmarsh&start={monday}&until={monday + 5400}"
    )
    assert '<option value="kit-saltmarsh" selected>' in page.html
    fields = page.form(PAINT).fields
    assert fields["day"] == "2027-02-01"
    assert (fields["from"], fields["until"]) == ("11:00", "12:30")
