"""Planning time off: once or again, ended early, for one or for everybody."""

import pytest

from tests.web.staff.staff import Colleague
from tests.web.staff.time_off.plan import NEW, PAGE, WEEK, add, nell, stored
from tests.web.world import World

pytestmark = pytest.mark.req("S6")


async def test_it_may_come_again_every_year_or_every_few_weeks(
    mara: Colleague, world: World
) -> None:
    await add(
        mara,
        **{"who": "nell-tidewater", "from": "2027-07-05", "to": "2027-07-16", "every": "1 year"},
    )
    assert mara.status == 303
    await add(
        mara,
        **{
            "who": "nell-tidewater",
            "from": "2027-02-12",
            "every": "2 weeks",
            "until": "2027-12-31",
        },
    )
    page = await mara.get(PAGE)
    assert "Mon 5 Jul – Fri 16 Jul 12 days · every year" in page.text
    assert "Fri 12 Feb 1 day · every 2 weeks · until Fri 31 Dec" in page.text


@pytest.mark.parametrize(
    ("fields", "place", "said"),
    [
        ({"who": ""}, "who", "Choose whose diary it is"),
        ({"from": ""}, "from", "Enter a date"),
        ({"to": "2027-02-01"}, "to", "not before"),
        ({"every": "1 fortnight"}, "every", "how often"),
        ({"to": "2027-02-20", "every": "1 week"}, "every", "longer than the days away"),
        ({"every": "1 year", "until": "2027-01-01"}, "until", "a day that is not before"),
        ({"who": "all", "every": "1 year"}, "every", "Closed days do not come again"),
        ({"who": "all", "to": "2029-01-01"}, "to", "at most 366 days"),
        ({"who": "all", "from": "x"}, "from", "Enter a day"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(
    mara: Colleague, fields: dict[str, str], place: str, said: str
) -> None:
    await mara.get(NEW)
    page = await mara.post(NEW, {**WEEK, **fields, "do": "save"})
    assert mara.status == 422
    assert said in page.problem(place)


async def test_everybody_at_once_closes_the_clinic(
    mara: Colleague, bookings: list[int], world: World
) -> None:
    before = (await stored(world)).closed_on
    await add(mara, **{"who": "all", "from": "2027-02-08", "to": "2027-02-09"})
    after = (await stored(world)).closed_on
    assert {f"{each:%d.%m.}" for each in {*after} - {*before}} == {"08.02.", "09.02."}
    page = await mara.follow()
    assert "2 bookings lie in time off" in page.text
    assert "Mon 8 Feb – Tue 9 Feb" in page.text


async def test_it_is_ended_early_and_taken_away(mara: Colleague, world: World) -> None:
    await add(mara, **WEEK)
    one = f"{PAGE}/nell-tidewater/2027-02-08.2027-02-12"
    await mara.get(one)
    await mara.post(one, {"to": "2027-02-09", "do": "effect"})
    assert "more than now" in mara.page.text
    await mara.post(one, {"to": "2027-02-09", "do": "save"})
    assert mara.led_to == f"{PAGE}?told=time_off_saved"
    assert f"{(await nell(world)).time_off[0].last}" == "2027-02-09"
    one = f"{PAGE}/nell-tidewater/2027-02-08.2027-02-09"
    page = await mara.get(f"{one}/remove")
    assert "No longer Mon 8 Feb 2027 – Tue 9 Feb 2027" in page.text
    await mara.post(f"{one}/remove", {"do": "save"})
    assert mara.led_to == f"{PAGE}?told=time_off_removed"
    assert (await nell(world)).time_off == ()


async def test_somebody_quicker_is_not_overwritten(
    mara: Colleague, robin: Colleague, world: World
) -> None:
    await add(mara, **WEEK)
    one = f"{PAGE}/nell-tidewater/2027-02-08.2027-02-12"
    await mara.get(one)
    await robin.get(one)
    await robin.post(one, {"to": "2027-02-10", "do": "effect"})
    await robin.post(one, {"to": "2027-02-10", "do": "save"})
    await mara.post(one, {"to": "2027-02-19", "do": "effect"})
    assert mara.led_to == f"{PAGE}?told=time_off_stale"
    assert f"{(await nell(world)).time_off[0].last}" == "2027-02-10"


async def test_saving_asks_again_where_the_effect_was_not_seen(
    mara: Colleague, world: World
) -> None:
    await mara.get(NEW)
    page = await mara.post(NEW, {**WEEK, "do": "save"})
    assert mara.status == 200
    assert "Save" in page.text
    assert (await nell(world)).time_off == ()


async def test_it_is_in_the_log(mara: Colleague, robin: Colleague) -> None:
    await add(mara, **WEEK)
    page = await robin.get("/staff/harbour-physio/log")
    assert "Nell Tidewater: Time away" in page.text


async def test_patients_are_offered_nothing_then(mara: Colleague, world: World) -> None:
    patient = await world.patient("/c/harbour-physio")
    wish = {"type": "video", "practitioner": "nell-tidewater", "day": "2027-02-09"}
    await patient.go_to_times(**wish)
    assert "8:00 am" in patient.page.text
    await add(mara, **WEEK)
    await patient.go_to_times(**wish)
    assert " am" not in patient.page.text


async def test_past_ones_fold_away(mara: Colleague) -> None:
    page = await mara.get(PAGE)
    assert "1 that is over Mon 4 Jan – Fri 15 Jan 12 days" in page.text


async def test_days_of_any_year_are_shown(mara: Colleague, world: World) -> None:
    await add(mara, **{"who": "nell-tidewater", "from": "0001-01-01", "to": "9999-12-31"})
    page = await mara.get(PAGE)
    assert mara.status == 200
    assert "Nell Tidewater" in page.text


async def test_every_tuesday_is_looked_through_too(
    mara: Colleague, bookings: list[int], world: World
) -> None:
    await add(mara, **{"who": "nell-tidewater", "from": "2027-02-02", "every": "1 week"})
    assert "1 booking lies in time off" in (await mara.follow()).text, "Omar's of Tuesday"
