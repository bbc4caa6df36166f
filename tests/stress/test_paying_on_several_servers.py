"""Several server processes on one PostgreSQL database, one Stripe: webhooks, returns and sweepers
of all of them at once, and each payment is taken once, or let go once.
"""

import asyncio
import random
import uuid
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

import httpx
import pytest

from demo.stripe import create_fake_stripe, serving
from tests.postgresql_cluster import Cluster
from tests.server_process import ServerProcess, add_clinic, in_thread, start_server
from tests.stress.held_webhooks import hear, send_held, send_the_rest
from tests.stress.paid_books import Books, check_money, wait_until_settled
from tests.stress.patients import Wanted
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
    take_its_time,
    take_payments,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.req("R1"),
    pytest.mark.req("P3"),
    pytest.mark.req("O2"),
]

START = int(datetime(2027, 2, 1, 6, tzinfo=UTC).timestamp())
TOO_LATE = START + 900
PATIENCE_SECONDS = 600
SERVERS, PAYERS = 3, 30
ADDRESS = "https://book.example"
"""Of all servers: a proxy would lead to any of them."""


@dataclass
class Town:
    """Three servers that know nothing of each other, one Stripe, and chance."""

    servers: list[ServerProcess]
    stripe: PretendStripe
    client: httpx.AsyncClient
    chance: random.Random

    @property
    def anywhere(self) -> str:
        """The address of any of the servers."""
        return self.chance.choice(self.servers).url

    @property
    def database(self) -> str:
        return self.servers[0].database

    async def at_once(self, works: Sequence[Awaitable[object]]) -> list[object]:
        """All of them, in any order."""
        shuffled = list(works)
        self.chance.shuffle(shuffled)
        return await asyncio.gather(*shuffled)

    async def settled(self, payers: Sequence[Payer], now: int) -> Books:
        return await wait_until_settled(self.database, payers, now, PATIENCE_SECONDS)


@pytest.fixture
def stripe() -> Iterator[PretendStripe]:
    with serving(create_fake_stripe([ACCOUNT], [KEY], now=START)) as url:
        yield PretendStripe(url)


@pytest.fixture
def servers(
    postgresql_cluster: Cluster, postgresql_template: str, stripe: PretendStripe
) -> Iterator[list[ServerProcess]]:
    name = f"paying_{uuid.uuid4().hex}"
    url = postgresql_cluster.create_database(name, postgresql_template)
    now = datetime.fromtimestamp(START, UTC).isoformat()
    add_clinic(url, open_all_hours(), now)
    in_thread(take_payments(url, START))
    with ExitStack() as running:
        started = [
            running.enter_context(
                start_server(
                    url,
                    clinic_file=None,
                    clock=now,
                    abuse_checks=False,
                    settings={"SLOTKEEPER_STRIPE_API": stripe.url, "SLOTKEEPER_URL": ADDRESS},
                    wait=False,
                )
            )
            for _ in range(SERVERS)
        ]
        for server in started:
            server.wait_until_ready()
        yield started
    postgresql_cluster.drop_database(name)


@pytest.fixture
async def town(servers: list[ServerProcess], stripe: PretendStripe) -> AsyncIterator[Town]:
    async with new_client() as client:
        yield Town(servers, stripe, client, random.Random(9))


def payers(number: int) -> list[Payer]:
    """So many patients, each with a time of their own."""
    first = START // 86_400 * 86_400 + 2 * 86_400
    times = ((start, whom) for start in count(first, 3600) for whom in PRACTITIONERS)
    return [Payer(Wanted(PAID, *next(times)), each) for each in range(number)]


async def open_pages(town: Town, everybody: Sequence[Payer]) -> None:
    """Each presses "Pay" twice, at two servers: it is one page."""

    async def start(payer: Payer) -> None:
        await come_to_pay(town.client, town.anywhere, payer)
        again = Payer(payer.wanted, payer.number, payer.token)
        await town.at_once([press_pay(town.client, town.anywhere, each) for each in (payer, again)])
        assert payer.session == again.session

    await asyncio.gather(*[start(each) for each in everybody])


async def test_webhooks_and_returns_at_three_servers_take_each_payment_once(town: Town) -> None:
    hear(town.stripe, town.servers[0].url, copies=3, parallel=True)
    hear(town.stripe, town.servers[1].url, hold=True)
    hear(town.stripe, town.servers[2].url, copies=2, delay=0.1)
    everybody = payers(PAYERS)
    await open_pages(town, everybody)

    async def pay_and_return(payer: Payer) -> None:
        await pay(town.client, town.stripe, payer)
        await town.at_once(
            [
                come_back(town.client, town.anywhere, payer),
                come_back(town.client, town.anywhere, payer),
                post(town.client, town.anywhere, "payments/state", payer),
            ]
        )

    await asyncio.gather(
        send_held(town.client, town.stripe, 10), *[pay_and_return(each) for each in everybody]
    )
    books = await town.settled(everybody, START)
    paid = ("captured", "", "confirmed", AMOUNT, 0, ["booking_confirmed"])
    assert [books.entries[each.number].end for each in everybody] == [paid] * PAYERS
    check_money(books, town.stripe)
    assert await send_the_rest(town.client, town.stripe) == []


@pytest.mark.req("H3")
async def test_whoever_pays_late_and_whoever_takes_the_time_never_both_have_it(
    town: Town,
) -> None:
    for number in range(SERVERS):
        hear(town.stripe, town.servers[number].url, hold=True)
    everybody = payers(PAYERS)
    await open_pages(town, everybody)
    paid, racing, lost = (everybody[number::3] for number in range(3))
    for server in town.servers:
        server.kill()
    for each in paid:  # and nobody hears of it
        await pay(town.client, town.stripe, each)
    restart(town, TOO_LATE)
    taken: set[int] = set()

    async def take(payer: Payer) -> None:
        answer = await take_its_time(town.client, town.anywhere, payer)
        assert answer.status_code in {200, 409}, answer.text
        if answer.status_code == 200:
            taken.add(payer.number)

    async def return_everywhere(payer: Payer) -> None:
        await town.at_once([come_back(town.client, each.url, payer) for each in town.servers])

    async def pay_late(payer: Payer) -> None:
        with suppress(httpx.HTTPStatusError):  # the page is over already
            await pay(town.client, town.stripe, payer)
            await return_everywhere(payer)

    async def pay_too_late(payer: Payer) -> None:
        await take(payer)
        await pay_late(payer)

    await town.at_once(
        [
            send_held(town.client, town.stripe, 10),
            *[return_everywhere(each) for each in paid],
            *[take(each) for each in (*paid, *racing)],
            *[pay_late(each) for each in racing],
            *[pay_too_late(each) for each in lost],
        ]
    )
    books = await town.settled(everybody, TOO_LATE)
    assert {each.number for each in lost} <= taken
    for each in everybody:
        told = ["payment_not_charged"] if each.intent else []
        gone = ("slot_lost", "taken", "cancelled", 0, 0, told)
        booked = ("captured", "", "confirmed", AMOUNT, 0, ["booking_confirmed"])
        assert books.entries[each.number].end == (gone if each.number in taken else booked)
    check_money(books, town.stripe)


def restart(town: Town, now: int) -> None:
    """All servers at the same moment, so that all look after the same payments at once."""
    town.stripe.tell("/clock", now=now)
    for server in town.servers:
        server.clock = datetime.fromtimestamp(now, UTC).isoformat()
        server.launch()
    for server in town.servers:
        server.wait_until_ready()
