"""Planning time off: what is booked in it is named before, waits after, and is never touched."""

import pytest

from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.services.clinics import get_clinic
from tests.storage.booked import Books
from tests.web.staff.acts.appointment import row
from tests.web.staff.diary import DAY
from tests.web.staff.settings.forms import send
from tests.web.staff.staff import Colleague, enter
from tests.web.world import MONDAY_NINE, World

pytestmark = pytest.mark.req("S6")

PAGE = "/staff/harbour-physio/time-off"
NEW = f"{PAGE}/new"
BOOKING = "/staff/harbour-physio/bookings"
WEEK = {"who": "nell-tidewater", "from": "2027-02-08", "to": "2027-02-12"}


async def stored(world: World) -> Clinic:
    return await get_clinic(world.toolbox.database, "harbour-physio")


async def nell(world: World) -> Practitioner:
    return (await stored(world)).practitioner("nell-tidewater")


async def add(planner: Colleague, **fields: str) -> None:
    """Fill in the form, look at the effect, save."""
    await planner.get(NEW)
    await planner.post(NEW, {**fields, "do": "effect"})
    assert planner.status == 200, planner.page.text
    await planner.post(NEW, {**fields, "do": "save"})


async def test_before_it_is_saved_the_bookings_in_it_are_named(
    mara: Colleague, bookings: list[int], world: World
) -> None:
    await mara.get(NEW)
    page = await mara.post(NEW, {**WEEK, "do": "effect"})
    assert "2 bookings would lie in it" in page.text
    assert "Mon 8 Feb , 9:00 am – 9:30 am Ada Example" in page.text
    assert "Video consultation · Nell Tidewater" in page.text
    assert "Nell Tidewater: Time away Added Mon 8 Feb 2027 – Fri 12 Feb 2027" in page.text
    assert (await nell(world)).time_off == (), "nothing is saved by looking"
    await mara.post(NEW, {**WEEK, "do": "save"})
    assert mara.led_to == f"{PAGE}?told=time_off_saved"
    assert len((await nell(world)).time_off) == 1
    for booking in bookings:
        assert (await row(world, f"{BOOKING}/{booking}"))["state"] == "confirmed"


async def test_after_it_is_saved_they_wait_there_and_on_today_until_none_is_left(
    mara: Colleague, bookings: list[int], world: World
) -> None:
    await add(mara, **WEEK)
    page = await mara.follow()
    assert "2 bookings lie in time off" in page.text
    assert "Time off 2" in page.text, "beside the entry of the navigation"
    page = await mara.get("/staff/harbour-physio/today")
    assert "2 bookings lie in time off" in page.text

    first, second, _ = bookings
    await mara.get(f"{BOOKING}/{first}/move?next={PAGE}")
    await mara.post(
        f"{BOOKING}/{first}/move",
        {"practitioner": WEEK["who"], "day": "2027-02-16", "time": "10:00"},
    )
    assert mara.led_to == f"{PAGE}?told=booking_moved"
    page = await mara.follow()
    assert "1 booking lies in time off" in page.text

    await mara.get(f"{BOOKING}/{second}/cancel?who=clinic&next={PAGE}")
    await mara.post(f"{BOOKING}/{second}/cancel", {"who": "clinic"})
    assert mara.led_to == f"{PAGE}?told=booking_cancelled"
    page = await mara.follow()
    assert "in time off" not in page.text
    assert "lie" not in (await mara.get("/staff/harbour-physio/today")).text


async def test_several_are_cancelled_at_once_and_each_patient_is_told(
    mara: Colleague, bookings: list[int], world: World
) -> None:
    await add(mara, **WEEK)
    await mara.get(PAGE)
    ticks = {f"b.{each}": "0" for each in bookings}
    page = await mara.post(f"{PAGE}/cancel", ticks)
    assert "Cancel 2 bookings" in page.text, "the third is not in time off"
    assert "Tell 1 patient by e-mail" in page.text
    assert "Without an e-mail address: 1." in page.text
    await mara.post(f"{PAGE}/cancel", {"message": "Nell is ill, we are sorry.", "tell": "on"})
    assert mara.led_to == f"{PAGE}?told=bookings_cancelled"
    states = [(await row(world, f"{BOOKING}/{each}"))["state"] for each in bookings]
    assert states == ["cancelled", "cancelled", "confirmed"]
    told = await world.toolbox.database.fetch(
        "SELECT message, words FROM delivery WHERE booking_id = $1 AND recipient = 'patient'",
        bookings[0],
    )
    assert [(each["message"], each["words"]) for each in told] == [
        ("booking_cancelled", "Nell is ill, we are sorry.")
    ]


async def test_what_somebody_changed_meanwhile_is_left(
    mara: Colleague, bookings: list[int], world: World
) -> None:
    await add(mara, **WEEK)
    await mara.get(PAGE)
    await mara.post(f"{PAGE}/cancel", {f"b.{each}": "0" for each in bookings[:2]})
    await world.toolbox.database.write(
        lambda tx: tx.execute("UPDATE booking SET revision = 7 WHERE id = $1", bookings[1])
    )
    await mara.post(f"{PAGE}/cancel")
    assert mara.led_to == f"{PAGE}?told=bookings_left"
    assert (await row(world, f"{BOOKING}/{bookings[1]}"))["state"] == "confirmed"


async def test_who_has_paid_is_cancelled_alone(
    mara: Colleague, books: Books, bookings: list[int]
) -> None:
    await books.payment(bookings[0])
    await add(mara, **WEEK)
    page = await mara.get(PAGE)
    assert f'name="b.{bookings[0]}"' not in page.html
    assert f'name="b.{bookings[1]}"' in page.html
    await mara.post(f"{PAGE}/cancel", {f"b.{bookings[0]}": "0"})
    assert mara.led_to == f"{PAGE}?told=none_ticked"


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


class TestOwn:
    async def test_a_practitioner_plans_the_own_only(self, kit: Colleague) -> None:
        page = await kit.get(PAGE)
        assert "Kit Saltmarsh" in page.text
        assert "Nell Tidewater" not in page.text
        await add(kit, **{"who": "kit-saltmarsh", "from": "2027-02-08", "to": "2027-02-12"})
        assert kit.led_to == f"{PAGE}?told=time_off_saved"
        await kit.post(NEW, {**WEEK, "do": "effect"})
        assert kit.status == 422
        await kit.post(NEW, {**WEEK, "who": "all", "do": "effect"})
        assert kit.status == 422

    async def test_anothers_time_off_is_not_there(
        self, mara: Colleague, kit: Colleague, bookings: list[int], world: World
    ) -> None:
        await add(mara, **WEEK)
        one = f"{PAGE}/nell-tidewater/2027-02-08.2027-02-12"
        for path in (one, f"{one}/remove", f"{PAGE}/holidays"):
            await kit.get(path)
            assert kit.status == 404
        page = await kit.get(PAGE)
        assert "in time off" not in page.text
        assert "Ada Example" not in page.text
        await kit.post(f"{PAGE}/cancel", {f"b.{bookings[0]}": "0", "sure": "on"})
        assert kit.led_to == f"{PAGE}?told=none_ticked"
        assert (await row(world, f"{BOOKING}/{bookings[0]}"))["state"] == "confirmed"

    @pytest.mark.usefixtures("bookings")
    async def test_another_clinic_has_its_own(self, mara: Colleague, ash: Colleague) -> None:
        await add(mara, **WEEK)
        page = await ash.get("/staff/corner-practice/time-off")
        assert "Robin Ash" in page.text
        assert "in time off" not in page.text
        await ash.get(PAGE)
        assert ash.status == 404
        await ash.get("/staff/corner-practice/time-off/nell-tidewater/2027-02-08.2027-02-12")
        assert ash.status == 404


async def test_addresses_of_time_off_that_is_not_there(mara: Colleague) -> None:
    for path in ("nobody/2027-02-08.2027-02-12", "nell-tidewater/2027-02-08.2027-02-12"):
        await mara.get(f"{PAGE}/{path}")
        assert mara.status == 404


async def test_next_leads_to_no_page_but_the_clinics(mara: Colleague, bookings: list[int]) -> None:
    for other in ("https://evil.example", "//evil.example", "/staff/corner-practice/today"):
        page = await mara.get(f"{BOOKING}/{bookings[0]}/move?next={other}")
        assert page.form("/move").fields["next"] == f"{BOOKING}/{bookings[0]}"


async def test_days_of_any_year_are_shown(mara: Colleague, world: World) -> None:
    await add(mara, **{"who": "nell-tidewater", "from": "0001-01-01", "to": "9999-12-31"})
    page = await mara.get(PAGE)
    assert mara.status == 200
    assert "Nell Tidewater" in page.text


async def test_a_booking_of_a_night_lies_in_it_with_either_day(
    mara: Colleague, books: Books, world: World
) -> None:
    ada = await books.patient()
    midnight = MONDAY_NINE + 7 * DAY - 9 * 3600
    times = {"starts_at": midnight - 900, "ends_at": midnight + 900}
    await books.booking(ada, **times, busy_from=midnight - 900, busy_until=midnight + 900)
    await add(mara, **{"who": "nell-tidewater", "from": "2027-02-08"})
    assert "1 booking lies in time off" in (await mara.follow()).text


async def test_an_owner_of_both_sees_each(world: World, robin: Colleague) -> None:
    await enter(world, "robin@harbour.example")
    page = await robin.get(PAGE)
    assert "Choose public holidays" in page.text


async def test_a_change_of_hours_names_the_bookings_that_would_be_outside(
    robin: Colleague, bookings: list[int]
) -> None:
    path = "/practitioners/nell-tidewater"
    await robin.get(f"/staff/harbour-physio/settings{path}")
    await send(robin, path, hours__0__from="12:00")
    assert "stand outside the new hours" in robin.page.text
    assert "See which 3 bookings" in robin.page.text
    assert f"/staff/harbour-physio/bookings/{bookings[0]}" in robin.page.links
