"""What staff note of a patient is seen wherever staff look, and never by the patient (T1)."""

from collections.abc import AsyncIterator, Iterator
from itertools import product
from pathlib import Path

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from demo.stripe import create_fake_stripe, serving
from tests.web.clinics import DEMO
from tests.web.patient import ADA
from tests.web.payments.payer import TYPING_SECONDS, Payer, token_of
from tests.web.payments.till import Till
from tests.web.staff.staff import employ, enter
from tests.web.world import MONDAY_NINE, World, open_world

pytestmark = pytest.mark.req("T1")

NOTE = "Quokkaphobia"
"""Stands on no page by itself."""
ROOT = Path(__file__).parents[2]
FOR_PATIENTS = [
    "widget",
    "embed.js",
    "server/slotkeeper/web/booking",
    "server/slotkeeper/web/api",
    "server/slotkeeper/web/hooks",
    "server/slotkeeper/gateways",
    "server/slotkeeper/web/mail/patient_letter.py",
    "server/slotkeeper/services/payments",
    "server/slotkeeper/services/trust",
    "server/slotkeeper/services/bookings.py",
    "server/slotkeeper/services/calendar_file.py",
]
NOT_FOR_PATIENTS = ("alert_note", "find_alert_notes")
WEEK = 7 * 86_400


@pytest.fixture(scope="module")
def pretend_stripe() -> Iterator[str]:
    with serving(create_fake_stripe(now=MONDAY_NINE, retry_after=(0.05, 0.1))) as url:
        yield url


@pytest.fixture
async def paid(sqlite_url: str, pretend_stripe: str) -> AsyncIterator[tuple[World, Till]]:
    """A server whose clinic takes payments."""
    async with open_world(sqlite_url, DEMO, stripe_api=pretend_stripe) as world:
        till = Till(pretend_stripe, "", "", world)
        made = till.control("/accounts", name="Harbour Physio")
        till.account, till.key = made["id"], made["key"]
        await till.take_payments()
        yield world, till


async def write_note(world: World, **columns: str) -> None:
    """On every patient's record; with further columns."""
    changes = {"alert_note": f"{NOTE}: give her time", **columns}
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(changes, 1))
    await world.toolbox.database.write(
        lambda tx: tx.execute(f"UPDATE patient SET {sets}", *changes.values())  # noqa: S608
    )


async def book(payer: Payer, kind: str, **typed: str) -> None:
    """To the end or a refusal, with a mistake on the way."""
    await payer.choose_time(kind, 3)
    payer.clock.advance(TYPING_SECONDS)
    await payer.book(ADA | {"email": "ada"})
    payer.clock.advance(TYPING_SECONDS)
    await payer.book(ADA | typed)


async def walk(payer: Payer, world: World, till: Till) -> dict[str, set[str]]:
    """Books as somebody new, then, with the note on the record, pays, and comes back at every step
    of the ladder of trust; the tokens of all that she was given.
    """
    await book(payer, "video")
    assert payer.page.name == "confirmed"
    await write_note(world)
    assert (await payer.pay_all_the_way(till)).name == "confirmed"
    for step in ("normal", "confirm", "approve", "call", "blocked", "prepay"):
        payer.clock.advance(WEEK)
        await write_note(world, trust=step, trust_note=NOTE, trust_by="staff")
        await book(payer, "video", patient_is="existing")
        assert payer.answer.status_code == (403 if step in {"call", "blocked"} else 200), step
    payment = token_of(till.way_back(payer.pay_url))
    found = {"hold": set[str](), "booking": set[str](), "payment": {payment}}
    for answer in payer.answers:
        for name, key in (("hold", "hold"), ("payment", "payment")):
            found[key] |= set(_attribute(answer.text, f"data-{name}-token"))
        for link in _attribute(answer.text, "href"):
            if "/b/" in link:
                found["booking"].add(link.partition("/b/")[2].partition("/")[0].partition("?")[0])
    assert all(found.values()), found
    return found


def _attribute(html: str, name: str) -> list[str]:
    return [each.partition('"')[0] for each in html.split(f'{name}="')[1:]]


def patient_routes(world: World) -> list[tuple[str, str]]:
    """Method and path of everything that is not for staff."""
    routes = [each for each in world.app.routes if isinstance(each, HTTPRoute)]
    found: list[tuple[HTTPRouteHandler, str]] = [
        (handler, route.path)
        for route in routes
        for handler in route.route_handlers
        if not route.path.startswith(("/staff", "/portal"))
    ]
    asked = [
        (str(method), path)
        for handler, path in found
        for method in handler.http_methods
        if method not in {"HEAD", "OPTIONS"}
    ]
    assert len(asked) > 30
    return sorted(asked)


async def ask_all(world: World, tokens: dict[str, set[str]]) -> None:
    """Every route, with each of the tokens wherever there is one."""
    browser = await world.browser()
    every = sorted({token for some in tokens.values() for token in some})
    for (method, path), token in product(patient_routes(world), every):
        address = path.replace("{clinic:str}", "harbour-physio").replace("{kind:str}", "video")
        address = address.replace("{token:str}", token).replace("{version:str}", "0")
        if method == "GET":
            await browser.get(address.replace("{path:str}", "openapi.json"))
        else:
            names = ("hold", "payment", "booking", "token", "pending")
            await browser.post(address, data=ADA | dict.fromkeys(names, token))


async def test_no_answer_to_a_patient_holds_it(paid: tuple[World, Till], prefix: str) -> None:
    world, till = paid
    payer = Payer(await world.browser(), prefix, clock=world.clock)
    tokens = await walk(payer, world, till)
    await ask_all(world, tokens)
    assert len(world.answers) > 200
    for answer in world.answers:
        said = f"{answer.url}\n{answer.headers}\n{answer.text}"
        assert NOTE.lower() not in said.lower(), answer.request.url
    assert any(answer.text.startswith("BEGIN:VCALENDAR") for answer in world.answers)


async def test_nothing_that_is_sent_or_made_from_the_record_holds_it(
    paid: tuple[World, Till], prefix: str
) -> None:
    world, till = paid
    await walk(Payer(await world.browser(), prefix, clock=world.clock), world, till)
    database = world.toolbox.database
    tables = await database.fetch("SELECT name FROM sqlite_master WHERE type = 'table'")
    holding = set()
    for table in tables:
        rows = await database.fetch(f"SELECT * FROM {table['name']}")  # noqa: S608 - our own tables
        if any(NOTE in str(tuple(row)) for row in rows):  # type: ignore[arg-type]
            holding.add(table["name"])
    assert holding == {"patient"}


def test_nothing_that_makes_what_patients_get_knows_of_it() -> None:
    files = [
        path
        for place in FOR_PATIENTS
        for path in ([ROOT / place] if (ROOT / place).is_file() else (ROOT / place).rglob("*"))
        if path.suffix in {".py", ".html", ".txt", ".js", ".po", ".ics"}
    ]
    assert len(files) > 60
    knowing = [
        str(path.relative_to(ROOT))
        for path in files
        if any(word in path.read_text() for word in NOT_FOR_PATIENTS)
    ]
    assert knowing == []


async def test_staff_see_it_wherever_they_look(paid: tuple[World, Till]) -> None:
    world, _ = paid
    payer = Payer(await world.browser(), "/f/harbour-physio", clock=world.clock)
    await book(payer, "video")
    await write_note(world)
    [row] = await world.toolbox.database.fetch("SELECT id, starts_at, patient_id FROM booking")
    world.clock.now = row["starts_at"] - 600
    await employ(world, "robin@harbour.example", "owner")
    robin = await enter(world, "robin@harbour.example")
    for path in ("calendar", "calendar?view=week", "bookings", "today", "patients"):
        await robin.get(f"/staff/harbour-physio/{path}")
        assert NOTE in robin.answer.text, path
    patient_id = row["patient_id"]
    for path in (
        *(f"bookings/{row['id']}", f"calendar/peek/booking/{row['id']}"),
        *(f"patients/{patient_id}", f"calendar/new?patient={patient_id}"),
    ):
        await robin.get(f"/staff/harbour-physio/{path}")
        assert f"{NOTE}: give her time" in robin.page.text, path
