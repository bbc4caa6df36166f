"""Several server processes on one PostgreSQL database: still exactly one gets it."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence

import httpx
import pytest

from slotkeeper.services.booking_checks import QUICKEST_SECONDS
from slotkeeper.storage.database import Row, open_database
from tests.postgresql_cluster import Cluster
from tests.server_process import DEMO_CLINIC, ServerProcess, add_clinic
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
from tests.stress.refused import rules_against, told
from tests.stress.several import database_of, several_servers

pytestmark = [pytest.mark.slow, pytest.mark.req("R1"), pytest.mark.req("O2")]

TAKEN = """SELECT * FROM booking
           WHERE state NOT IN ('held', 'cancelled') OR (state = 'held' AND expires_at > $1)"""


@pytest.fixture(scope="module")
def shared_database(postgresql_cluster: Cluster, postgresql_template: str) -> Iterator[str]:
    with database_of(postgresql_cluster, postgresql_template, "shared") as url:
        add_clinic(url, DEMO_CLINIC.read_text())
        yield url


@pytest.fixture(scope="module")
def servers(shared_database: str) -> Iterator[list[ServerProcess]]:
    """Three, which know nothing of each other."""
    with several_servers(shared_database, 3) as started:
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
    wanted = [
        each for kind in KINDS for each in (await find_wanted(client, servers[0].url, kind))[60:120]
    ]

    wishes = [chance.choice(wanted) for _ in range(200)]

    async def patient(number: int) -> httpx.Response:
        one = wishes[number]
        answer = await choose(client, server_of(servers, number), one, f"any {number}", number)
        if answer.status_code == 200:
            await asyncio.sleep(QUICKEST_SECONDS + chance.random())
            form = form_of(one, answer)
            answer = await confirm(client, server_of(servers, number + 1), form, 1000 + number)
        return answer

    answers = await asyncio.gather(*[patient(n) for n in range(200)])
    against = await rules_against(shared_database, wishes)
    ends = Counter(each.status_code for each in answers)
    assert set(ends) == {200, 409}, told(wishes, answers, against)
    assert all(against.values())  # nobody was sent away for nothing
    taken = await rows(shared_database)
    booked = [row for row in taken if row["visitor"].startswith("any ")]
    assert Counter(row["state"] for row in booked) == {"confirmed": ends[200]}
    now = time.time()  # holds of other tests may have run out meanwhile
    assert overlaps([r for r in taken if r["state"] != "held" or r["expires_at"] > now]) == []


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
