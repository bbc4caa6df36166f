"""Whatever stands in any field, it is a text and nothing else on every page of the portal, in every
fragment and file (R4).
"""

import csv
import io
from itertools import cycle

import pytest

from slotkeeper.web.staff.settings.sheet import ROW_SHEETS, SHEETS
from tests.web.page import Page
from tests.web.staff.filled import Filled, fill
from tests.web.staff.foreign import FORM, HERE, HOME, send
from tests.web.staff.hostile.texts import grown, hostile, shown
from tests.web.staff.routes import Route, all_routes
from tests.web.staff.staff import Colleague, employ, enter
from tests.web.world import MONDAY_NINE, World

pytestmark = pytest.mark.req("R4")

ROWS = {"locations": "manly", "practitioners": "nell-tidewater", "appointment-types": "video"}
STORED = {
    *("first_name", "last_name", "alert_note", "note", "reason", "cancel_reason", "trust_note"),
    *("later", "newest", "unknown", "clinic.name", "location.name"),
    *("practitioner.name", "appointment_type.name", "appointment_type.description"),
    *("location.address", "online_booking.terms", "online_booking.cancellation_policy"),
    *("online_booking.call_us", "confirm_text", "approve_text", "call_text", "staff", "+612555001"),
    *("p0@harbour-physio.example", "third@harbour-physio.example"),
    *("webhook", "waits_first_name", "waits_note"),
}
"""All that is seen somewhere in the portal."""


def addresses(route: Route, filled: Filled) -> list[str]:
    """That route's, with each kind of row."""
    parts = filled.numbers
    if "{section:str}" in route.template:
        has_row = "{slug:str}" in route.template or "/new/" in route.template
        sections = ROW_SHEETS if has_row else (*SHEETS, *ROW_SHEETS)
        return [
            route.of(HERE, {"section": each.section, "slug": ROWS.get(each.section, "")})
            for each in sections
        ]
    kinds = ("booking", "request", "waits", "cancelled", "paid", "seen", "merged")
    if "booking" in route.parts and route.method == "GET":
        return [route.of(HERE, {**parts, "booking": parts[each]}) for each in kinds]
    return [route.of(HERE, parts)]


QUERIES = {
    "calendar": ("", "?view=week", "?view=week&practitioner=nell-tidewater", "?hours=all"),
    "grid": ("", "?view=week"),
    "bookings": ("", "?order=day&from=2027-01-01", "?state=cancelled"),
    "new": ("", "?patient=1&start=1801500000&practitioner=nell-tidewater"),
    "log": ("", "?about=booking&number=1", "?about=patient&number=1", "?about=setting"),
    "website": ("", "?practitioner=nell-tidewater&type=video"),
}


async def test_no_page_and_no_fragment_grows_from_what_is_stored(
    robin: Colleague, filled: Filled
) -> None:
    seen = set[str]()
    for route in all_routes():
        if route.method != "GET" or route.path.endswith("/events"):
            continue
        for address in addresses(route, filled):
            for query in QUERIES.get(address.rpartition("/")[2], ("",)):
                for headers in ({}, {"HX-Request": "true"}):
                    answer = await robin.http.get(address + query, headers=headers)
                    if "html" in answer.headers.get("content-type", ""):
                        assert grown(answer.text) == [], address + query
                        seen |= shown(answer.text)
                    assert answer.status_code < 500, address + query
    assert STORED - seen == set()


async def test_no_page_grows_from_what_is_typed(robin: Colleague, filled: Filled) -> None:
    """Every form with a hostile text in each of its fields; then in its words alone."""
    seen = set[str]()
    words = {"reason", "message", "note", "alert_note", "q", "first_name", "email", "file", "name"}
    for route in all_routes():
        if route.method != "POST" or route.path.endswith(("/sign-out", "/end-all", "/password")):
            continue
        for address in addresses(route, filled):
            page = Page((await robin.http.get(address)).text)
            names = {name for form in page.forms if form.path == address for name in form.fields}
            typed = {each: hostile(f"typed_{each}") for each in {*names, *FORM, *words} - {"csrf"}}
            some = {name: text for name, text in typed.items() if name in words}
            again = [{"act": "find", **some}] if address.endswith("/new") else []
            for fields in (typed, {**FORM, **some}, *again):
                answer = await send(robin, "POST", address, fields)
                if "html" in answer.headers.get("content-type", ""):
                    assert grown(answer.text) == [], address
                    seen |= shown(answer.text)
                assert answer.status_code < 500, address
    typed_again = {f"typed_{each}" for each in ("reason", "note", "q", "file", "email", "name")}
    assert typed_again - seen == set()


async def test_what_stands_against_a_time_is_text(robin: Colleague, filled: Filled) -> None:
    seen = set[str]()
    soon = str(MONDAY_NINE + 2 * 3600)
    busy = {**FORM, "practitioner": "nell-tidewater", "starts_at": soon}
    blocked = {**busy, "starts_at": str(MONDAY_NINE)}
    own = filled.numbers
    alike = {**FORM, "first_name": hostile("first_name"), "last_name": hostile("last_name")}
    for path, fields in (
        ("calendar/new", busy),
        ("calendar/new", blocked),
        ("calendar/new", {**FORM, "patient": str(own["patient"])}),
        ("calendar/new", alike),
        (f"bookings/{own['paid']}/move", busy),
        (f"bookings/{own['paid']}/move", blocked),
        (f"bookings/{own['paid']}/cancel", {**FORM, "revision": "7"}),
        ("blocks/new", {**busy, "day": "2027-02-01", "time": "09:00", "until_day": "2027-02-01"}),
        (f"blocks/{own['block']}", {**busy, "revision": "7"}),
        (f"patients/{own['patient']}/edit", {**alike, "revision": "7"}),
        (f"requests/{own['seen']}/approve", {}),
    ):
        answer = await send(robin, "POST", f"{HOME}/{path}", fields)
        assert grown(answer.text) == [], path
        assert answer.status_code in {404, 409, 422}, f"{path} {answer.status_code}"
        seen |= shown(answer.text)
    assert {"first_name", "reason", "practitioner.name", "alert_note"} - seen == set()


async def test_no_cell_of_a_file_is_a_formula(world: World) -> None:
    await employ(world, "robin@harbour.example", "owner")
    robin = await enter(world, "robin@harbour.example")
    begins = cycle(["=", "+", "-", "@", "\t=", "\r=", "\n+", "＝", " =", "\u00a0=", "\ufeff="])
    await fill(world, HERE, lambda name: f'{next(begins)}HYPERLINK("//{name}";"x")')
    answer = await robin.http.get(f"{HOME}/bookings.csv")
    cells = [each for row in csv.reader(io.StringIO(answer.text)) for each in row]
    assert sum("HYPERLINK" in each for each in cells) > 20
    assert [each for each in cells if each.lstrip("\ufeff \t\r\n")[:1] in {*"=+-@＝＋－＠"}] == []
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["content-type"].startswith("text/csv")
