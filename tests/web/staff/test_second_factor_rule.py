"""An owner asks everybody for a second factor: without one no page of the clinic opens."""

import re

import pyotp
import pytest

from slotkeeper.storage.audit import find_audit
from tests.web.staff.routes import Route, clinic_routes
from tests.web.staff.staff import Colleague, employ
from tests.web.world import World

pytestmark = [pytest.mark.req("A1"), pytest.mark.req("R5")]

HERE = "/staff/harbour-physio"
SET_UP = "/staff/account/second-factor"
LED = f"{SET_UP}?told=second_factor_asked"


async def protect(colleague: Colleague, world: World) -> None:
    """Turn the second factor on, with an app that shows what the server expects."""
    page = await colleague.get(SET_UP)
    secret = next(each for each in page.texts if re.fullmatch(r"[A-Z2-7]{4}( [A-Z2-7]{4})+", each))
    code = pyotp.TOTP(secret.replace(" ", "")).at(world.clock())
    await colleague.post(SET_UP, {"code": code})
    assert colleague.status == 200, colleague.page.text


async def ask_everybody(robin: Colleague, world: World) -> None:
    await protect(robin, world)
    await robin.get(f"{HERE}/staff")
    await robin.post(f"{HERE}/staff/second-factor")
    assert robin.led_to == f"{HERE}/staff?told=second_factor_for_all"


async def test_who_has_none_is_led_to_setting_it_up_and_comes_in_afterwards(
    robin: Colleague, mara: Colleague, world: World
) -> None:
    await ask_everybody(robin, world)
    await mara.get(f"{HERE}/today")
    assert (mara.status, mara.led_to) == (303, LED)
    page = await mara.follow()
    assert "This clinic asks everybody for a second factor. Set yours up to go on." in page.text
    await protect(mara, world)
    await mara.get(f"{HERE}/today")
    assert mara.status == 200


@pytest.mark.parametrize("route", clinic_routes(), ids=str)
async def test_no_page_of_the_clinic_opens_before_that(
    robin: Colleague, world: World, route: Route
) -> None:
    second = await employ(world, "second@harbour.example", "owner")
    assert second
    await ask_everybody(robin, world)
    await robin.get("/staff/account")
    await world.toolbox.database.write(
        lambda tx: tx.execute("UPDATE staff SET totp_secret = '' WHERE email LIKE 'robin%'")
    )
    if route.method == "GET":
        await robin.get(route.at("harbour-physio"))
    else:
        await robin.post(route.at("harbour-physio"))
    assert (robin.status, robin.led_to) == (303, LED)


async def test_a_piece_of_a_page_leads_the_whole_page_there(
    robin: Colleague, mara: Colleague, world: World
) -> None:
    await ask_everybody(robin, world)
    answer = await mara.http.get(f"{HERE}/bookings", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"], answer.text) == (401, LED, "")


async def test_the_own_account_and_other_clinics_stay_open(
    robin: Colleague, mara: Colleague, world: World
) -> None:
    await employ(world, "mara@harbour.example", "reception", "corner-practice")
    await ask_everybody(robin, world)
    for path in ("/staff/account", "/staff", "/staff/corner-practice/today"):
        await mara.get(path)
        assert mara.status == 200, path


async def test_an_owner_without_one_is_told_to_set_it_up_first(
    robin: Colleague, mara: Colleague
) -> None:
    page = await robin.get(f"{HERE}/staff")
    assert "2 people have none yet: Mara, Robin." in page.text
    page = await robin.post(f"{HERE}/staff/second-factor")
    assert robin.status == 422
    assert "Set up your own second factor first" in page.text
    assert SET_UP in page.links
    await mara.get(f"{HERE}/today")
    assert mara.status == 200


async def test_it_can_be_left_to_each_person_again_and_both_are_noted(
    robin: Colleague, mara: Colleague, world: World
) -> None:
    await ask_everybody(robin, world)
    await robin.follow()
    await robin.post(f"{HERE}/staff/second-factor")
    assert robin.led_to.endswith("second_factor_left_open")
    await mara.get(f"{HERE}/today")
    assert mara.status == 200
    database = world.toolbox.database
    clinic = await world.toolbox.clinics.get(database, "harbour-physio")
    noted = [
        each.details["asks_second_factor"]
        for each in await find_audit(database, clinic.id, "clinic", clinic.id)
        if each.action == "second_factor_for_all"
    ]
    assert noted == [(True, False), (False, True)]
