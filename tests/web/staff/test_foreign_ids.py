"""Numbers of another clinic at every place that takes one (R5): the answer is that of what does not
exist, and nothing is changed.
"""

import re
from collections.abc import AsyncIterator

import pyotp
import pytest

from tests.web.clinics import CORNER, DEMO
from tests.web.staff.filled import Filled, fill
from tests.web.staff.foreign import (
    ELSEWHERE,
    FORM,
    HERE,
    HOME,
    MARK,
    NOBODYS,
    QUIET,
    ask,
    kestrel,
    numbered,
    send,
    short,
)
from tests.web.staff.foreign_fields import foreign_fields
from tests.web.staff.promises import check_staff_answers
from tests.web.staff.routes import all_routes, clinic_routes
from tests.web.staff.rows import all_rows, mixed_up
from tests.web.staff.staff import Colleague, enter, newcomer
from tests.web.world import MONDAY_NINE, World, open_world

pytestmark = [pytest.mark.req("A1"), pytest.mark.req("R5")]

SET_UP = "/staff/account/second-factor"


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    corner = CORNER.replace('"Corner Practice"', f'"{MARK} Practice"').replace(
        '"Robin Ash"', f'"{MARK} Ash"'
    )
    async with open_world(sqlite_url, DEMO, corner.replace('"Visit"', f'"{MARK} Visit"')) as opened:
        yield opened
        check_staff_answers(opened.answers)


@pytest.fixture
async def theirs(world: World) -> Filled:
    return await fill(world, ELSEWHERE, kestrel)


@pytest.fixture
async def ours(world: World) -> Filled:
    return await fill(world, HERE)


async def test_ones_own_numbers_are_answered(robin: Colleague, ours: Filled) -> None:
    """Else the others would prove nothing."""
    reached = {}
    for route in sorted(clinic_routes(), key=lambda each: (each.method, "remove" in each.path)):
        if route.parts and short(route) not in QUIET:
            numbers = dict(ours.numbers)
            if "requests" in route.path:
                numbers["booking"] = numbers["request"]
            status, _ = await ask(robin, route, route.of(HERE, numbers), FORM)
            reached[short(route)] = status
    assert [name for name, status in reached.items() if status in {403, 404, 500}] == []
    assert len(reached) > 25


async def test_numbers_of_another_clinic_are_as_numbers_of_nobody(
    robin: Colleague, ours: Filled, theirs: Filled, world: World
) -> None:
    """One of them foreign at a time, as one of them alone might be looked at."""
    before = await all_rows(world, but=("staff_session", "waitlist_look"))
    for route, part in numbered():
        foreign = {**ours.numbers, part: theirs.numbers[part]}
        for kind in ("request", "waits", "hold", "cancelled", "paid"):
            if part == "booking":
                path = route.of(HERE, {**foreign, part: theirs.numbers[kind]})
                assert (await send(robin, route.method, path, FORM)).status_code == 404, path
        fields = {**FORM, "patient": str(theirs.numbers["patient"])}
        got = await ask(robin, route, route.of(HERE, foreign), fields)
        unknown = await ask(robin, route, route.of(HERE, {**ours.numbers, part: NOBODYS}), fields)
        assert got == unknown, f"{route}: {part}"
        assert got[0] == (303 if short(route) in QUIET else 404), f"{route}: {part}"
        assert MARK not in got[1], f"{route}: {part}"
    assert await all_rows(world, but=("staff_session", "waitlist_look")) == before


async def test_what_a_form_or_an_address_names_of_another_clinic_is_not_found(
    robin: Colleague, ours: Filled, theirs: Filled, world: World
) -> None:
    # That something was looked for is written down, and that a waiting list was looked through.
    kept = ("staff_session", "audit", "waitlist_look")
    before = await all_rows(world, but=kept)
    for method, address, fields in foreign_fields(theirs):
        path = f"{HOME}/{address.format(**ours.numbers)}"
        given = {name: text.format(**ours.numbers) for name, text in fields.items()}
        answer = await send(robin, method, path, given)
        told = answer.text
        for typed in given.values():  # a form shows what was typed once more
            told = told.replace(typed, "")
        assert MARK not in told, f"{method} {path} {given}"
        assert theirs.reference("booking") not in told
        assert answer.status_code in {200, 404, 409, 422}, f"{method} {path} {given}"
    assert await all_rows(world, but=kept) == before
    assert await mixed_up(world) == []


async def test_a_clinic_file_of_another_clinic_is_refused(
    robin: Colleague, ash: Colleague, ours: Filled, theirs: Filled, world: World
) -> None:
    theirs_file = (await ash.http.get(f"/staff/{ELSEWHERE}/settings/file/download")).text
    assert ELSEWHERE in theirs_file
    before = await all_rows(world, but=("staff_session", "waitlist_look"))
    await robin.get(f"{HOME}/settings/file")
    await robin.post(f"{HOME}/settings/file", {"file": theirs_file, "do": "save"})
    assert robin.status == 422
    assert await all_rows(world, but=("staff_session", "waitlist_look")) == before


async def test_an_invitation_is_withdrawn_by_its_own_clinic_only(
    robin: Colleague, ash: Colleague, ours: Filled, theirs: Filled
) -> None:
    await robin.get("/staff/account")
    await robin.post(f"{HOME}/staff/invitations/{theirs.numbers['invitation']}/withdraw")
    assert "told" not in robin.led_to
    assert "third@corner-practice.example" in (await ash.get(f"/staff/{ELSEWHERE}/staff")).text


async def test_a_hold_is_released_by_its_own_clinic_only(
    robin: Colleague, ours: Filled, theirs: Filled, world: World
) -> None:
    await robin.get("/staff/account")
    await robin.post(f"{HOME}/holds/{theirs.numbers['hold']}/release")
    row = await world.toolbox.database.fetch_one(
        "SELECT state FROM booking WHERE id = $1", theirs.numbers["hold"]
    )
    assert row
    assert row["state"] == "held"


async def test_the_session_of_somebody_else_is_not_ended(
    robin: Colleague, ash: Colleague, world: World
) -> None:
    elsewhere = await enter(world, "ash@corner.example")
    page = await elsewhere.get("/staff/account")  # where the first browser can be signed out
    fields = {"session": page.form("/sessions/end").fields["session"]}
    await send(robin, "POST", "/staff/account/sessions/end", fields)
    assert (await ash.http.get(f"/staff/{ELSEWHERE}/today")).status_code == 200
    await send(elsewhere, "POST", "/staff/account/sessions/end", fields)
    assert (await ash.http.get(f"/staff/{ELSEWHERE}/today")).status_code == 303


async def test_the_second_factor_offered_to_somebody_else_is_refused(
    robin: Colleague, ash: Colleague
) -> None:
    page = await ash.get(SET_UP)
    offer = page.form("/second-factor").fields["offer"]
    fields = {"offer": offer, "code": _code(page.text)}
    assert (await send(robin, "POST", SET_UP, fields)).status_code == 422
    assert (await send(ash, "POST", SET_UP, fields)).status_code == 200


async def test_who_said_only_the_password_sees_no_page(robin: Colleague, world: World) -> None:
    page = await robin.get(SET_UP)
    await robin.post(SET_UP, {"code": _code(page.text)})
    half = await newcomer(world)
    await half.sign_in("robin@harbour.example")
    assert half.led_to == "/staff/second-factor"
    for route in all_routes():
        if "door" not in route.asks_for:
            answer = await half.http.request(route.method, route.at(HERE))
            where = answer.headers.get("location", "")
            assert (answer.status_code, where.partition("?")[0]) == (303, "/staff/sign-in"), route


def _code(text: str) -> str:
    """What the app shows that has scanned the secret of that page."""
    found = re.search(r"\b(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}\b", text)
    assert found
    return pyotp.TOTP(found[0].replace(" ", "")).at(MONDAY_NINE)
