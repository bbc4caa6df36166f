"""Public holidays are suggested by country and region; what is ticked is closed."""

from datetime import date

import pytest

from slotkeeper.services.clinics import get_clinic
from tests.storage.booked import Books
from tests.web.clinics import DEMO
from tests.web.staff.acts.appointment import at
from tests.web.staff.diary import DAY
from tests.web.staff.settings.forms import change, send
from tests.web.staff.staff import Colleague
from tests.web.world import MONDAY_NINE, World

pytestmark = pytest.mark.req("S6")

HOLIDAYS = "/staff/harbour-physio/time-off/holidays"
ANZAC = date(2027, 4, 26)


async def closed(world: World) -> set[date]:
    return {*(await get_clinic(world.toolbox.database, "harbour-physio")).closed_on}


def ticked(colleague: Colleague) -> set[str]:
    form = colleague.page.form("/holidays")
    return {name.removeprefix("on.") for name in form.fields if name.startswith("on.")}


async def test_holidays_of_the_region_are_suggested_for_two_years(mara: Colleague) -> None:
    page = await mara.get(HOLIDAYS)
    assert "Suggested for: New South Wales, Australia." in page.text
    assert "Monday 26 April 2027 ANZAC Day (observed)" in page.text
    assert "Monday 14 June 2027 King's Birthday" in page.text
    assert "2028" in page.text
    assert "2027-03-26" in ticked(mara), "the clinic has taken Good Friday"
    assert "2027-01-26" not in ticked(mara)


async def test_what_is_ticked_is_closed_and_other_years_stay(mara: Colleague, world: World) -> None:
    await world.import_clinic(DEMO.replace("closed_on = [", "closed_on = [2031-05-05, "))
    await mara.get(HOLIDAYS)
    before = await closed(world)
    await mara.post(HOLIDAYS, {f"on.{ANZAC}": "on", "do": "effect"})
    assert "Closed days" in mara.page.text or "Added Mon 26 Apr 2027" in mara.page.text
    await mara.post(HOLIDAYS, {"do": "save"})
    assert mara.led_to == "/staff/harbour-physio/time-off?told=holidays_saved"
    assert await closed(world) == before | {ANZAC}


async def test_a_button_ticks_all_and_nothing_is_saved_by_it(mara: Colleague, world: World) -> None:
    await mara.get(HOLIDAYS)
    before = await closed(world)
    await mara.post(HOLIDAYS, {"do": "all:2028"})
    assert len([each for each in ticked(mara) if each.startswith("2028")]) > 10
    assert await closed(world) == before


async def test_a_button_ticks_what_was_taken_the_year_before(mara: Colleague) -> None:
    await mara.get(HOLIDAYS)
    await mara.post(HOLIDAYS, {f"on.{ANZAC}": "on", "do": "same:2028"})
    found = {each for each in ticked(mara) if each.startswith("2028")}
    assert "2028-04-14" in found, "Good Friday moves with Easter"
    assert "2028-01-26" not in found, "Australia Day was not taken"


async def test_a_holiday_that_is_unticked_is_worked_on_again(mara: Colleague, world: World) -> None:
    await mara.get(HOLIDAYS)
    fields = {k: v for k, v in mara.page.form("/holidays").fields.items() if "2027-03-26" not in k}
    answer = await mara.http.post(HOLIDAYS, data={**fields, "do": "effect"})
    mara._seen(answer)
    assert "No longer Fri 26 Mar 2027" in mara.page.text
    await mara.post(HOLIDAYS, {"do": "save"})
    assert date(2027, 3, 26) not in await closed(world)


async def test_a_day_of_ones_own_is_added(mara: Colleague, world: World) -> None:
    await mara.get(HOLIDAYS)
    await mara.post(HOLIDAYS, {"add": "2027-06-01", "do": "effect"})
    assert "Tuesday 1 June 2027 A closed day of your own" in mara.page.text
    await mara.post(HOLIDAYS, {"do": "save"})
    assert date(2027, 6, 1) in await closed(world)
    for wrong in ("x", "2031-01-01"):
        await mara.get(HOLIDAYS)
        await mara.post(HOLIDAYS, {"add": wrong, "do": "save"})
        assert mara.status == 422
        assert mara.page.problem("add")


async def test_bookings_on_it_are_named_before_and_wait_after(
    mara: Colleague, books: Books
) -> None:
    ada = await books.patient()
    await at(books, ada, MONDAY_NINE + 28 * DAY)
    await mara.get(HOLIDAYS)
    await mara.post(HOLIDAYS, {"on.2027-03-01": "on", "do": "effect"})
    assert "1 booking would lie in it" in mara.page.text
    await mara.post(HOLIDAYS, {"do": "save"})
    page = await mara.follow()
    assert "1 booking lies in time off" in page.text


async def test_only_the_desk_closes_the_clinic(kit: Colleague) -> None:
    await kit.get(HOLIDAYS)
    assert kit.status == 404
    await kit.post(HOLIDAYS, {"on.2027-03-01": "on", "do": "effect"})
    assert kit.status == 404


async def test_a_region_is_chosen_in_the_settings(robin: Colleague, world: World) -> None:
    page = await robin.get("/staff/harbour-physio/settings/clinic")
    assert '<option value="AU-VIC">Victoria</option>' in page.html
    await change(robin, "/clinic", region="AU-VIC")
    stored = await get_clinic(world.toolbox.database, "harbour-physio")
    assert stored.region == "AU-VIC"


async def test_a_region_of_another_country_is_refused_there(robin: Colleague) -> None:
    await robin.get("/staff/harbour-physio/settings/clinic")
    await send(robin, "/clinic", region="DE-BY")
    assert "a region of that country" in robin.page.problem("region")
    await send(robin, "/clinic", region="AU-XYZ")
    assert "AU-NSW" in robin.page.problem("region")
