"""Names, contact details, references and notes stand in pages and nowhere else: in no address, no
header, no event and no line of the server's log (R6); and looking changes nothing.
"""

import logging
from collections.abc import AsyncIterator
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from slotkeeper.services.new_patients import notice
from slotkeeper.web.staff.roles import roles_of
from tests.web.clinics import CORNER, DEMO
from tests.web.page import Page
from tests.web.staff.filled import Filled, fill
from tests.web.staff.foreign import ELSEWHERE, FORM, HERE, HOME, send
from tests.web.staff.promises import check_staff_answers
from tests.web.staff.routes import all_routes, clinic_routes
from tests.web.staff.rows import all_rows
from tests.web.staff.staff import Colleague
from tests.web.world import World, open_world

pytestmark = pytest.mark.req("R6")

PERSON = "Kestrel"
"""In every text about a patient, and in what is searched for."""
LOOKED = {"booking_viewed", "patient_seen", "answers_seen", "bookings_exported"}
"""What looking writes down, and nothing besides."""


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    async with open_world(sqlite_url, DEMO, CORNER) as opened:
        yield opened
        check_staff_answers(opened.answers)


@pytest.fixture
async def filled(world: World) -> Filled:
    return await fill(world, HERE, lambda name: f"{PERSON} {name}")


def personal(filled: Filled) -> list[str]:
    references = [filled.reference(each) for each in ("booking", "paid", "cancelled")]
    spoken = [f"{each[:3]}-{each[3:]}" for each in references]
    return [each.lower() for each in (PERSON, "p0@", "612555001", *references, *spoken)]


def addresses_of(answer: httpx.Response) -> list[str]:
    """All that a browser could be led to from there, or would send by itself."""
    page, found = Page(answer.text), [str(answer.request.url), answer.headers.get("location", "")]
    names = ("href", "src", "action", "formaction", "hx-get", "hx-post", "data-url", "data-href")
    for _, attributes in page.tags:
        found += [attributes[each] for each in names if each in attributes]
    found += [
        f"{name}={value}"
        for form in page.forms
        if form.attributes.get("method", "get") == "get"
        for name, value in form.fields.items()
    ]
    return [
        unquote(each).lower() for each in found if urlsplit(each).scheme not in {"mailto", "tel"}
    ]


async def everything(who: Colleague, filled: Filled) -> list[httpx.Response]:
    """Each page, then each form with a search or new details of that person in it."""
    words = {"q": PERSON, "first_name": PERSON, "reason": PERSON, "note": PERSON, "message": PERSON}
    typed = {**FORM, **words, "alert_note": PERSON, "email": f"{PERSON}@patient.example"}
    answers = []
    for method in ("GET", "POST"):
        for route in all_routes():
            last = route.path.rpartition("/")[2]
            if route.method == method and last not in {"sign-out", "end-all", "events"}:
                path = route.of(HERE, filled.numbers)
                answers.append(await send(who, method, path, {} if method == "GET" else typed))
    sought, places = {"act": "find", "q": PERSON}, ("calendar/new", "bookings", "patients")
    return answers + [await send(who, "POST", f"{HOME}/{each}", sought) for each in places]


async def test_no_address_and_no_header_tells_of_anybody(robin: Colleague, filled: Filled) -> None:
    answers = await everything(robin, filled)
    assert sum(PERSON in each.text for each in answers) > 15  # else nothing would be proved
    for answer in answers:
        headers = [f"{name}: {value}".lower() for name, value in answer.headers.items()]
        for told in personal(filled):
            where = f"{answer.request.method} {answer.request.url} {told}"
            assert [each for each in addresses_of(answer) if told in each] == [], where
            assert [each for each in headers if told in each] == [], where


async def test_no_line_of_the_log_tells_of_anybody(
    robin: Colleague, filled: Filled, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    ours = logging.getLogger("slotkeeper")
    ours.addHandler(caplog.handler)
    ours.setLevel(logging.DEBUG)
    await everything(robin, filled)
    await robin.sign_in(f"{PERSON}@harbour.example", PERSON)
    world.take_database_away(b"no database")  # all that was right goes wrong now
    await everything(robin, filled)
    world.bring_database_back()
    ours.removeHandler(caplog.handler)
    lines = [each.getMessage().lower() for each in caplog.records if each.name != "httpx"]
    assert len(lines) > 20
    for told in personal(filled):
        assert [each for each in lines if told in each] == []


async def test_events_are_numbers(robin: Colleague, filled: Filled) -> None:
    answer = await robin.http.get(f"{HOME}/calendar/events")
    assert answer.status_code == 200
    name, data, *rest = answer.text.strip().split("\n")
    assert (name, rest) == ("event: changed", [])
    assert data.removeprefix('data: {"news": ').removesuffix("}").isdecimal()


async def test_events_of_another_clinic_are_not_there(robin: Colleague, ash: Colleague) -> None:
    for stream in ({}, {"Accept": "text/event-stream"}):
        answer = await robin.http.get(f"/staff/{ELSEWHERE}/calendar/events", headers=stream)
        assert answer.status_code == 404
        assert "event:" not in answer.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_changes_nothing_but_writes_down_who_looked(
    robin: Colleague, filled: Filled, world: World, method: str
) -> None:
    kept = ("audit", "staff_session")
    await notice(world.toolbox, filled.clinic)  # the first who looks writes down how full it is
    before, known = await all_rows(world, but=kept), await _newest(world)
    for route in all_routes():
        if route.method == "GET" and not route.path.endswith("/events"):
            for query in ("", "?told=patient_saved&saved=1&do=save&act=book&state=noshow"):
                answer = await robin.http.request(method, route.of(HERE, filled.numbers) + query)
                assert answer.status_code < 500
    assert await all_rows(world, but=kept) == before
    rows = await world.toolbox.database.fetch("SELECT action FROM audit WHERE id > $1", known)
    assert {row["action"] for row in rows} == LOOKED


@pytest.mark.req("A1")
async def test_the_log_is_for_owners_alone(mara: Colleague, kit: Colleague, filled: Filled) -> None:
    assert [str(each) for each in clinic_routes() if each.path.endswith("/log")] != []
    for route in clinic_routes():
        if route.path.endswith("/log"):
            assert roles_of(route.opt) == ("owner",)
    for colleague in (mara, kit):
        page = await colleague.get(f"{HOME}/log?about=patient&number=1")
        assert (colleague.status, PERSON in page.text) == (404, False)
        assert f"{HOME}/log" not in (await colleague.get(f"{HOME}/today")).links


async def _newest(world: World) -> int:
    row = await world.toolbox.database.fetch_one("SELECT MAX(id) AS id FROM audit")
    assert row
    return int(row["id"])
