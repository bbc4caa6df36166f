"""kill -9 of the server at each call to Stripe while patients pay the difference of a booking that
they move: the next server finishes alone. One booking each, with the money for its time.
"""

import asyncio
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest

from demo.stripe import create_fake_stripe, serving
from slotkeeper.storage.database import Row, open_database
from tests.server_process import ServerProcess, add_clinic, in_thread, start_server
from tests.stress.kill_points import CAPTURE, LOOK, OPEN, Part, Point, hang
from tests.stress.patient_server import PATIENT_SERVER
from tests.stress.patients import CLINIC, Wanted, press
from tests.stress.paying import (
    ACCOUNT,
    AMOUNT,
    KEY,
    PAID,
    PRACTITIONERS,
    Payer,
    PretendStripe,
    come_back,
    come_to_pay,
    new_client,
    open_all_hours,
    pay,
    post,
    press_pay,
    take_payments,
)

pytestmark = [pytest.mark.slow, pytest.mark.req("R2"), pytest.mark.req("C4"), pytest.mark.req("P5")]

START = int(datetime(2027, 2, 1, 6, tzinfo=UTC).timestamp())
MORE = 1500
SEQUENCE = 1
"""Of a booking that was paid when booking."""
LATER, MUCH_LATER = START + 900, START + 3600
"""When the times that are kept for paying have run out, and when the pay pages have."""

PATIENCE_SECONDS = 300
OPENS, PAYS = "opens the pay page", "pays the difference and comes back"
POINTS = [
    Point(story, call, nth, when)
    for story, call, nth in [(OPENS, OPEN, 1), (PAYS, LOOK, 1), (PAYS, CAPTURE, 1), (PAYS, LOOK, 2)]
    for when in ("before", "after")
]


@dataclass
class Mover:
    """A patient with a booking, who moves it by two hours."""

    part: Part
    link: str = ""

    @property
    def payer(self) -> Payer:
        return self.part.payer

    @property
    def later(self) -> int:
        return self.payer.wanted.start + 7200


def everybody() -> list[Mover]:
    """One for each point, each with a practitioner of their own."""
    day = START // 86_400 * 86_400 + 2 * 86_400 + 9 * 3600
    return [
        Mover(Part(point, Payer(Wanted(PAID, day, PRACTITIONERS[number]), number)))
        for number, point in enumerate(POINTS)
    ]


@pytest.fixture
def stripe() -> Iterator[PretendStripe]:
    with serving(create_fake_stripe([ACCOUNT], [KEY], now=START)) as url:
        yield PretendStripe(url)


@pytest.fixture
def server(database_url: str, stripe: PretendStripe) -> Iterator[ServerProcess]:
    now = datetime.fromtimestamp(START, UTC).isoformat()
    add_clinic(database_url, at_price("30.00", "95.00"), now)
    in_thread(take_payments(database_url, START))
    settings = {"SLOTKEEPER_STRIPE_API": stripe.url}
    with start_server(
        database_url,
        clinic_file=None,
        clock=now,
        abuse_checks=False,
        settings=settings,
        module=PATIENT_SERVER,
    ) as server:
        yield server


def at_price(deposit: str, price: str) -> str:
    """The clinic's file: who moves a booking pays what its type asks now."""
    text = open_all_hours().replace(
        "[online_booking]", "[online_booking]\nmove_at_present_price = true"
    )
    return text.replace('"deposit 30.00"', f'"deposit {deposit}"').replace('"95.00"', f'"{price}"')


def test_killed_while_a_difference_is_paid_each_has_one_booking_and_its_money(
    server: ServerProcess, stripe: PretendStripe
) -> None:
    movers = everybody()
    in_thread(all_book_and_pay(server, stripe, movers))
    add_clinic(server.database, at_price("45.00", "115.00"), server.clock)
    in_thread(all_move_until_killed(server, stripe, movers))
    paid = [each for each in movers if is_paid(each)]
    for now, ended, number in [(LATER, _MOVED, len(paid)), (MUCH_LATER, _SETTLED, 2 * len(movers))]:
        stripe.tell("/clock", now=now)
        server.clock = datetime.fromtimestamp(now, UTC).isoformat()
        server.start()
        in_thread(end(server, ended, number))
        server.kill()
    rows = in_thread(read(server.database, _BOOKED))
    assert len(rows) == len(movers)
    moved = [row for row in rows if row["revision"] == SEQUENCE + 1]
    assert len(moved) == len(paid)
    assert all(row["revision"] in {SEQUENCE, SEQUENCE + 1} for row in rows)
    starts = {(row["slug"], row["starts_at"]) for row in rows}
    assert starts == {
        (each.payer.wanted.practitioner, each.later if is_paid(each) else each.payer.wanted.start)
        for each in movers
    }
    money = stripe.money()
    assert money["authorised"] == 0
    assert money["net"] == len(movers) * AMOUNT + len(moved) * MORE
    assert money["refunds"] == 0
    told = in_thread(read(server.database, _TOLD))
    assert len(told) == len(moved)


def is_paid(mover: Mover) -> bool:
    return mover.part.point.story == PAYS


_BOOKED = """SELECT booking.starts_at, booking.revision, practitioner.slug
  FROM booking JOIN practitioner ON practitioner.id = booking.practitioner_id
  WHERE booking.state = 'confirmed' ORDER BY booking.id"""
_TOLD = """SELECT booking_id FROM delivery
  WHERE message = 'booking_moved' AND recipient = 'patient' AND channel = 'mail'"""
_MOVED = "SELECT id FROM booking WHERE state = 'confirmed' AND revision = 2"
_SETTLED = "SELECT id FROM payment WHERE settled_at IS NOT NULL"


async def all_book_and_pay(
    server: ServerProcess, stripe: PretendStripe, movers: list[Mover]
) -> None:
    async def one(mover: Mover) -> None:
        payer = mover.payer
        await come_to_pay(client, server.url, payer)
        await press_pay(client, server.url, payer)
        await pay(client, stripe, payer)
        await come_back(client, server.url, payer)
        mover.link = await link_of(client, server.url, payer)

    async with new_client() as client:
        await asyncio.gather(*[one(each) for each in movers])


async def link_of(client: httpx.AsyncClient, url: str, payer: Payer) -> str:
    """On the confirmation, which a busy machine may show later than at the first look."""
    for _ in range(PATIENCE_SECONDS):
        shown = await post(client, url, "payments/state", payer)
        if found := re.search(r"/b/([^/\"]+)/appointment\.ics", shown.text):
            return found[1]
        await asyncio.sleep(1)
    pytest.fail(shown.text)


async def all_move_until_killed(
    server: ServerProcess, stripe: PretendStripe, movers: list[Mover]
) -> None:
    url = server.url
    async with new_client() as client:
        await asyncio.gather(*[move(client, url, each) for each in movers])
        paying = [each for each in movers if is_paid(each)]
        for each in paying:
            await press_pay(client, url, each.payer)
            await pay(client, stripe, each.payer)
        stages = [
            (each.part, (come_back if is_paid(each) else press_pay)(client, url, each.payer))
            for each in movers
        ]
        hanging = await hang(stripe, stages)
        server.kill()
        await asyncio.gather(*hanging, return_exceptions=True)


async def move(client: httpx.AsyncClient, url: str, mover: Mover) -> None:
    """Choose the later time, and press the button: the difference is asked for."""
    payer = mover.payer
    chosen = {
        "booking": mover.link,
        "slot": str(mover.later),
        "practitioner": payer.wanted.practitioner,
        "visitor": f"mover {payer.number}",
    }
    held = await press(client, f"{url}/f/{CLINIC}/moves/holds", chosen, payer.number)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', held.text))
    wanted = {name: html.unescape(value) for name, value in fields.items()}
    asked = await press(client, f"{url}/f/{CLINIC}/moves", wanted, payer.number)
    found = re.search(r'data-payment-token="([^"]+)"', asked.text)
    assert found, asked.text
    payer.token = html.unescape(found[1])


async def end(server: ServerProcess, ended: str, number: int) -> None:
    """The sweeper finishes that many; nobody helps it. That it has begun to look at one says
    nothing yet: what it asks of Stripe is still under way then.
    """
    for _ in range(PATIENCE_SECONDS * 5):
        if len(await read(server.database, ended)) >= number:
            return
        await asyncio.sleep(0.2)
    pytest.fail("payments are left unsettled")


async def read(database_url: str, sql: str) -> list[Row]:
    database = await open_database(database_url, migrate=False)
    try:
        return list(await database.fetch(sql))
    finally:
        await database.close()
