"""Who may open which page: every route is tried, as the application lists them (R5)."""

import re

import pytest

from slotkeeper.domain.clinic_file.parse import _RESERVED
from slotkeeper.web.staff.roles import roles_of
from tests.web.page import Page
from tests.web.staff.routes import Route, all_routes, clinic_routes
from tests.web.staff.staff import Colleague, newcomer
from tests.web.world import World

pytestmark = [pytest.mark.req("A1"), pytest.mark.req("R5")]

HERE, ELSEWHERE, NOWHERE = "harbour-physio", "corner-practice", "no-such-clinic"
FOR_ALL = ("door", "signed_in", "staff")


async def ask(colleague: Colleague, route: Route, clinic: str) -> tuple[int, str]:
    """Status and body; a form carries the token of this person's own pages."""
    if route.method == "GET":
        await colleague.get(route.at(clinic))
    else:
        await colleague.get("/staff/account")
        await colleague.post(route.at(clinic))
    return colleague.status, colleague.answer.text


def test_every_page_has_passed_the_gate() -> None:
    assert [str(each) for each in all_routes() if not each.asks_for.intersection(FOR_ALL)] == []


def test_every_page_of_a_clinic_asks_who_it_is_and_says_for_whom_it_is() -> None:
    careless = [each for each in clinic_routes() if "staff" not in each.asks_for]
    silent = [each for each in clinic_routes() if "roles" not in each.opt]
    assert (careless, silent) == ([], [])


def test_no_clinic_has_a_slug_that_one_of_these_pages_has() -> None:
    pages = {each.path.split("/")[2] for each in all_routes() if each.path.count("/") > 1}
    assert pages - {"{clinic}"} == set(_RESERVED)


@pytest.mark.parametrize("route", clinic_routes(), ids=str)
async def test_the_clinics_of_others_are_not_there(
    robin: Colleague, ash: Colleague, route: Route
) -> None:
    foreign = await ask(ash, route, HERE)
    unknown = await ask(ash, route, NOWHERE)
    assert foreign == unknown
    assert foreign[0] == 404


@pytest.mark.parametrize("route", clinic_routes(), ids=str)
async def test_reception_and_practitioners_find_only_what_is_for_them(
    mara: Colleague, kit: Colleague, route: Route
) -> None:
    for colleague, role in ((mara, "reception"), (kit, "practitioner")):
        status, text = await ask(colleague, route, HERE)
        if role not in roles_of(route.opt):
            assert status == 404, f"{role}: {status} {text}"
        elif not re.search(r"/1\b", route.path):  # what has a number may not be there at all
            assert status != 404, f"{role}: {text}"


@pytest.mark.parametrize(
    "route", [each for each in all_routes() if "door" not in each.asks_for], ids=str
)
async def test_who_is_not_signed_in_sees_nothing(world: World, route: Route) -> None:
    stranger = await newcomer(world)
    answer = await stranger.http.request(route.method, route.at(HERE))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/staff/sign-in")
    assert not answer.text


@pytest.mark.parametrize("token", ["", "0" * 32, "another's"])
@pytest.mark.parametrize("route", [each for each in all_routes() if each.method != "GET"], ids=str)
async def test_a_form_without_the_token_of_this_browser_changes_nothing(
    robin: Colleague, ash: Colleague, route: Route, token: str
) -> None:
    if token == "another's":
        await ash.get("/staff/account")
        token = ash.page.forms[0].fields["csrf"]
    before = await ask_members(robin)
    answer = await robin.http.post(route.at(HERE), data={"csrf": token})
    assert answer.status_code == 403
    assert "Please reload the page" in answer.text
    assert await ask_members(robin) == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_form_of_another_website_changes_nothing(robin: Colleague, site: str) -> None:
    await robin.get("/staff/account")
    fields = {**robin.page.form("/staff/account/name").fields, "name": "Somebody else"}
    answer = await robin.http.post(
        "/staff/account/name", data=fields, headers={"Sec-Fetch-Site": site}
    )
    assert answer.status_code == 403
    assert "Somebody else" not in (await robin.get("/staff/account")).text


async def test_a_script_may_send_the_token_in_a_header(robin: Colleague) -> None:
    await robin.get("/staff/account")
    token = robin.page.forms[0].fields["csrf"]
    answer = await robin.http.post(
        "/staff/account/name", data={"name": "Robin Ash"}, headers={"X-CSRF-Token": token}
    )
    assert answer.status_code == 303


async def test_every_form_of_every_page_carries_the_token(robin: Colleague) -> None:
    for route in all_routes():
        if route.method == "GET":
            page = await robin.get(route.at(HERE))
            posts = [each for each in page.forms if each.attributes.get("method") == "post"]
            assert [each for each in posts if not each.fields.get("csrf")] == [], str(route)


async def test_a_token_of_before_signing_in_is_stale_afterwards(world: World) -> None:
    stranger = await newcomer(world)
    await stranger.get("/staff/sign-in")
    before = stranger.page.forms[0].fields["csrf"]
    other = await newcomer(world)
    await other.get("/staff/sign-in")
    assert other.page.forms[0].fields["csrf"] != before


async def test_what_is_not_there_is_told_in_the_portals_words(robin: Colleague) -> None:
    for path in ("/staff/harbour-physio/nonsense", "/staff/a/b/c/d", "/staff/x/y"):
        page = await robin.get(path)
        assert (robin.status, "There is no such page" in page.text) == (404, True)


async def test_another_method_than_the_pages_is_not_there(robin: Colleague) -> None:
    answer = await robin.http.put("/staff/account")
    assert answer.status_code == 405
    assert "There is no such page" in Page(answer.text).text


async def test_a_form_that_cannot_be_read_is_told(robin: Colleague) -> None:
    await robin.get("/staff/account")
    token = robin.page.forms[0].fields["csrf"]
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for body in (f"csrf={token}&name=%00", f"csrf={token}&name=a&name=b", "%ff=%ff"):
        answer = await robin.http.post("/staff/account/name", content=body, headers=kind)
        assert answer.status_code == 422
        assert "This could not be read" in answer.text


async def test_a_database_that_does_not_answer_is_told(robin: Colleague, world: World) -> None:
    world.take_database_away()
    page = await robin.get("/staff/harbour-physio/today")
    assert (robin.status, robin.answer.headers["retry-after"]) == (503, "5")
    assert "The database does not answer" in page.text
    world.bring_database_back()


async def ask_members(owner: Colleague) -> str:
    return (await owner.get("/staff/harbour-physio/staff")).text
