"""Whatever is sent to the portal, a page says what to do next; never a 500 (R4)."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote_from_bytes

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.clinics import DEMO
from tests.web.page import Page
from tests.web.staff.filled import Filled, fill
from tests.web.staff.foreign import FORM, HERE, HOME
from tests.web.staff.routes import Route, all_routes
from tests.web.staff.staff import Colleague, employ, enter
from tests.web.world import World, open_world

pytestmark = pytest.mark.req("R4")

SECTIONS = ["clinic", "online-booking", "limits", "details", "texts", "trust", "file"]
ROWS = {"locations": "manly", "practitioners": "nell-tidewater", "appointment-types": "video"}
NUMBERS = [0, 2**31, 2**53 - 1, 2**53, 2**63 - 1, 2**63, 10**30]
STRANGE = [
    *("", "0", "-1", "9" * 15, "9" * 19, "9" * 31, "253402300800", "1e5", "NaN", "²", "١٢٣", "[]"),
    *("0001-01-01", "9999-12-31", "2027-02-30", "2027-W05-1", "24:00", "99:99", "on", "*", "any"),
    *("1-1", f"{'9' * 15}-{'9' * 15}", "\0a", "\ud800", "a\nb", "\u202e", "é" * 300, "{}"),
    *('{"practitioners":5,"offers":7,"hours":"x","rules":3,"name":[1]}', "nell-tidewater", "video"),
]
ASKED = [
    "practitioner",
    "type",
    "patient",
    "start",
    "until",
    "day",
    "view",
    "hours",
    "told",
    "before",
    "after",
    "order",
    "from",
    "made_by",
    "state",
    "paid",
    "flagged",
    "who",
    "about",
    "number",
    "on",
    "views",
    "saved",
    "language",
    "colour",
    "next",
]
"""All that an address of the portal is read for."""
LEFT_OUT = {"sign-out", "end-all", "events", "password", "sign-in"}  # ends or hinders the rest
VALUES = st.sampled_from(STRANGE) | st.text(max_size=30) | st.integers(-(10**20), 10**20).map(str)
FEW = settings(max_examples=40, suppress_health_check=list(HealthCheck))


@dataclass
class Desk:
    """An owner's browser on a server of its own loop."""

    runner: asyncio.Runner
    world: World
    robin: Colleague
    filled: Filled
    csrf: str

    def send(self, method: str, address: str, fields: list[tuple[str, str]]) -> httpx.Response:
        """As a form or an address."""
        pairs = [*fields, ("csrf", self.csrf)] if method == "POST" else fields
        body = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        http = self.robin.http
        asked = (
            http.post(address, content=body, headers=kind)
            if method == "POST"
            else http.get(f"{address}?{body}" if body else address)
        )
        answer = self.runner.run(_finish(asked))
        self.world.answers.clear()
        return answer


@pytest.fixture(scope="module")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    file = tmp_path_factory.mktemp("fuzzed") / "slotkeeper.db"
    shutil.copyfile(sqlite_template, file)
    with asyncio.Runner() as runner:
        opening = open_world(str(file), DEMO, abuse_checks=False)
        world = runner.run(opening.__aenter__())
        yield runner.run(_sit_down(runner, world))
        runner.run(opening.__aexit__(None, None, None))


async def _sit_down(runner: asyncio.Runner, world: World) -> Desk:
    await employ(world, "robin@harbour.example", "owner")
    robin = await enter(world, "robin@harbour.example")
    page = await robin.get("/staff/account")
    return Desk(runner, world, robin, await fill(world, HERE), page.forms[0].fields["csrf"])


async def _finish(asked: object) -> httpx.Response:
    return await asked  # type: ignore[misc, no-any-return]


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


@cache
def routes(method: str) -> list[Route]:
    return [
        each
        for each in all_routes()
        if each.method == method and each.path.rpartition("/")[2] not in LEFT_OUT
    ]


def addresses(route: Route, filled: Filled) -> list[str]:
    """Of its rows that are there, and each of the settings' sections."""
    if "{section:str}" not in route.template:
        return [route.of(HERE, filled.numbers)]
    of_rows = "{slug:str}" in route.template or "/new/" in route.template
    sections = ROWS if of_rows else [*SECTIONS, *ROWS]
    return [route.of(HERE, {"section": each, "slug": ROWS.get(each, "")}) for each in sections]


def check(answer: httpx.Response, what: object) -> None:
    """A page of ours that leads on, whatever it says."""
    assert answer.status_code in {200, 303, 404, 405, 409, 410, 413, 422, 429}, what
    if answer.status_code >= 400:
        page = Page(answer.text)
        assert page.links or page.buttons, what
        assert len(page.text) > 20, what


def test_what_was_typed_is_kept_where_something_is_wrong(desk: Desk) -> None:
    numbers, typed = desk.filled.numbers, "Quokka, typed at length"
    for path, wrong in (
        ("calendar/new", {"starts_at": "", "day": "never", "note": typed, "first_name": typed}),
        (f"bookings/{numbers['booking']}/cancel", {"who": "", "reason": typed, "message": typed}),
        ("blocks/new", {"day": "never", "reason": typed}),
        (f"blocks/{numbers['block']}", {"until": "never", "reason": typed}),
        (f"patients/{numbers['patient']}/edit", {"email": "no", "last_name": typed}),
        (f"patients/{numbers['patient']}/alert-note", {"alert_note": typed * 100}),
        (f"patients/{numbers['patient']}/trust", {"step": "moon", "note": typed}),
        (f"requests/{numbers['request']}/decline", {"reason": typed * 100}),
        ("staff/invitations", {"email": typed}),
        ("settings/file", {"file": typed}),
    ):
        fields = {**FORM, **wrong}
        answer = desk.send("POST", f"{HOME}/{path}", list(fields.items()))
        assert answer.status_code == 422, path
        kept = " ".join(v for f in Page(answer.text).forms for v in f.fields.values())
        for text in {value for value in wrong.values() if typed in value}:
            assert text[:200] in kept, path


@pytest.mark.parametrize("route", [each for each in all_routes() if each.parts], ids=str)
def test_a_number_that_no_row_has_is_not_there(desk: Desk, route: Route) -> None:
    for number in NUMBERS:
        for part in route.parts:
            path = route.of(HERE, {**desk.filled.numbers, part: number})
            answer = desk.send(route.method, path, list(FORM.items()))
            check(answer, path)
            assert answer.status_code in {404, 303, 405}, path


def test_any_value_of_an_address_is_answered(desk: Desk) -> None:
    """Whose practitioner is nobody ends most pages, so that name has its values alone."""
    names = [each for each in ASKED if each != "practitioner"]
    for route in routes("GET"):
        if "{clinic}" in route.path and "settings" not in route.path:
            address = route.of(HERE, desk.filled.numbers)
            for shift in range(0, len(STRANGE), 3):
                values = [STRANGE[(shift + at) % len(STRANGE)] for at in range(len(names))]
                fields = list(zip(names, values, strict=True))
                check(desk.send("GET", address, fields), (address, fields))
            check(desk.send("GET", address, [("practitioner", STRANGE[6])]), address)


@pytest.mark.parametrize("page", ["blocks/new", "calendar/new"])
@pytest.mark.parametrize("value", STRANGE)
def test_any_moment_of_an_address_is_answered(desk: Desk, page: str, value: str) -> None:
    check(desk.send("GET", f"{HOME}/{page}", [("start", value), ("until", value)]), value)


def test_any_value_of_each_field_is_answered(desk: Desk) -> None:
    """One wrong field among right ones."""
    for route in routes("POST"):
        [address, *_] = addresses(route, desk.filled)
        page = Page(desk.send("GET", address, []).text)
        forms = [each.fields for each in page.forms if each.path == address] or [FORM]
        right = {name: value for each in forms for name, value in each.items() if name != "csrf"}
        for at, name in enumerate(sorted(right)[:20]):
            for value in STRANGE[at % 16 :: 16]:
                fields = {**right, name: value}
                check(desk.send("POST", address, list(fields.items())), (address, name, value))


def test_what_a_settings_form_claims_to_remember_may_be_anything(desk: Desk) -> None:
    for section, slug in ROWS.items():
        address = f"{HOME}/settings/{section}/{slug}"
        form = Page(desk.send("GET", address, []).text).form(address)
        for value in STRANGE[-6:]:
            fields = {**form.fields, "before": value, "name": "Somebody Else"}
            fields.pop("csrf")
            check(desk.send("POST", address, list(fields.items())), (address, value))


@FEW
@given(
    at=st.integers(0, 10**6),
    fields=st.lists(st.tuples(st.sampled_from([*FORM, *ASKED, "q", "do", "release"]), VALUES)),
)
def test_any_form_is_answered(desk: Desk, at: int, fields: list[tuple[str, str]]) -> None:
    route = routes("POST")[at % len(routes("POST"))]
    some = addresses(route, desk.filled)
    address = some[at % len(some)]
    check(desk.send("POST", address, fields), address)


@FEW
@given(
    at=st.integers(0, 10**6),
    fields=st.lists(st.tuples(st.sampled_from(ASKED), VALUES), max_size=6),
)
def test_any_address_is_answered(desk: Desk, at: int, fields: list[tuple[str, str]]) -> None:
    route = routes("GET")[at % len(routes("GET"))]
    some = addresses(route, desk.filled)
    address = some[at % len(some)]
    check(desk.send("GET", address, fields), address)


def test_a_form_that_is_too_long_is_told(desk: Desk) -> None:
    for route in routes("POST"):
        [address, *_] = addresses(route, desk.filled)
        check(desk.send("POST", address, [("note", "x" * 100_000)]), address)
        check(desk.send("POST", address, [(f"f{n}", "") for n in range(6000)]), address)
