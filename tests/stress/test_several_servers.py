"""Several server processes on one PostgreSQL database: still exactly one gets it."""

import asyncio
import random
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack

import httpx
import pytest

from slotkeeper.services.booking_checks import QUICKEST_SECONDS
from slotkeeper.storage.database import Row, open_database
from tests.postgresql_cluster import Cluster
from tests.server_process import DEMO_CLINIC, ServerProcess, add_clinic, start_server
from tests.services.desk import overlaps
from tests.stress.patients import (
    KINDS,
    choose,
    confirm,
    find_wanted,
    form_of,
    new_client,
    reference_of,
)

pytestmark = [pytest.mark.slow, pytest.mark.req("R1"), pytest.mark.req("O2")]

BEHIND_A_PROXY = {"SLOTKEEPER_TRUSTED_PROXIES": "127.0.0.1"}
TAKEN = """SELECT * FROM booking
           WHERE state NOT IN ('held', 'cancelled') OR (state = 'held' AND expires_at > $1)"""


@pytest.fixture(scope="module")
def shared_database(postgresql_cluster: Cluster, postgresql_template: str) -> Iterator[str]:
    name = f"shared_{uuid.uuid4().hex}"
    url = postgresql_cluster.create_database(name, postgresql_template)
    add_clinic(url, DEMO_CLINIC.read_text())
    yield url
    postgresql_cluster.drop_database(name)


@pytest.fixture(scope="module")
def servers(shared_database: str) -> Iterator[list[ServerProcess]]:
    """Three, which know nothing of each other."""
    with ExitStack() as running:
        started = [
            running.enter_context(
                start_server(shared_database, clinic_file=None, settings=BEHIND_A_PROXY, wait=False)
            )
            for _ in range(3)
        ]
        for server in started:
            server.wait_until_ready()
        yield started


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as opened:
        yield opened


def server_of(servers: Sequence[ServerProcess], number: int) -> str:
    return servers[number % len(servers)].url


async def rows(shared_database: str) -> Sequence[Row]:
    database = await open_database(shared_database, migrate=False)
    try:
        return await database.fetch(TAKEN, 0)
    finally:
        await database.close()


@pytest.mark.req("H3")
async def test_two_hundred_patients_at_three_servers_on_one_slot_make_one_booking(
    servers: list[ServerProcess], client: httpx.AsyncClient, shared_database: str
) -> None:
    wanted, *_ = await find_wanted(client, servers[0].url, "running")

    async def patient(number: int) -> str:
        answer = await choose(client, server_of(servers, number), wanted, f"one {number}", number)
        if answer.status_code == 409:
            return "taken"
        await asyncio.sleep(QUICKEST_SECONDS + 1)
        other = server_of(servers, number + 1)
        return reference_of(await confirm(client, other, form_of(wanted, answer), number))

    ends = Counter(await asyncio.gather(*[patient(n) for n in range(200)]))
    assert ends.pop("taken") == 199
    [reference] = ends
    [row] = [row for row in await rows(shared_database) if row["visitor"].startswith("one ")]
    assert (row["state"], row["reference"]) == ("confirmed", reference)


@pytest.mark.req("B5")
async def test_fifty_confirmations_of_one_person_at_three_servers_make_exactly_three(
    servers: list[ServerProcess], client: httpx.AsyncClient, shared_database: str
) -> None:
    offered = (await find_wanted(client, servers[0].url, "video"))[::5]
    holds = await asyncio.gather(
        *[choose(client, server_of(servers, n), offered[n], f"fifty {n}", n) for n in range(50)]
    )
    await asyncio.sleep(QUICKEST_SECONDS + 1)
    mail = ["ada.ex@gmail.com", "AdaEx@gmail.com", "adaex+knee@googlemail.com"]
    answers = await asyncio.gather(
        *[
            confirm(
                client, server_of(servers, n + 1), form_of(offered[n], held), n, email=mail[n % 3]
            )
            for n, held in enumerate(holds)
        ]
    )
    assert Counter(each.status_code for each in answers) == {200: 3, 429: 47}
    states = [r["state"] for r in await rows(shared_database) if r["visitor"].startswith("fifty ")]
    assert Counter(states) == {"confirmed": 3, "held": 47}


@pytest.mark.req("H3")
async def test_random_wishes_at_three_servers_never_overlap(
    servers: list[ServerProcess], client: httpx.AsyncClient, shared_database: str
) -> None:
    chance = random.Random(4)
    offered = [
        wanted
        for kind in KINDS
        for wanted in (await find_wanted(client, servers[0].url, kind))[60:120]
    ]

    async def patient(number: int) -> int:
        wanted = chance.choice(offered)
        answer = await choose(client, server_of(servers, number), wanted, f"any {number}", number)
        if answer.status_code == 200:
            await asyncio.sleep(QUICKEST_SECONDS + chance.random())
            form = form_of(wanted, answer)
            answer = await confirm(client, server_of(servers, number + 1), form, 1000 + number)
        return answer.status_code

    ends = Counter(await asyncio.gather(*[patient(n) for n in range(200)]))
    assert set(ends) == {200, 409}
    taken = await rows(shared_database)
    booked = [row for row in taken if row["visitor"].startswith("any ")]
    assert Counter(row["state"] for row in booked) == {"confirmed": ends[200]}
    assert overlaps(taken) == []


@pytest.mark.req("B11", "H2")
async def test_a_hundred_patients_at_three_servers_fill_a_class_and_no_more(
    servers: list[ServerProcess], client: httpx.AsyncClient, shared_database: str
) -> None:
    wanted, *_ = await find_wanted(client, servers[0].url, "pilates")

    async def patient(number: int) -> int:
        visitor = f"class {number}"
        answer = await choose(client, server_of(servers, number), wanted, visitor, number)
        if answer.status_code == 200:
            await asyncio.sleep(QUICKEST_SECONDS + 1)
            form = form_of(wanted, answer)
            answer = await confirm(client, server_of(servers, number + 1), form, 2000 + number)
        return answer.status_code

    ends = Counter(await asyncio.gather(*[patient(n) for n in range(100)]))
    assert ends == {200: 8, 409: 92}
    there = [r for r in await rows(shared_database) if r["visitor"].startswith("class ")]
    assert sorted(row["seat"] for row in there) == [*range(1, 9)]
    assert {row["state"] for row in there} == {"confirmed"}
