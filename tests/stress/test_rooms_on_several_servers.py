"""Several server processes on one PostgreSQL database: one room, one cap, and nobody waits for ever
(S12).
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date

import httpx
import pytest

from slotkeeper.domain.local_time import local_date
from slotkeeper.domain.reason import Reason
from slotkeeper.storage.database import Row, open_database
from tests.postgresql_cluster import Cluster
from tests.server_process import DEMO_CLINIC, ServerProcess, add_clinic
from tests.stress.patients import Wanted, choose, find_wanted, new_client
from tests.stress.refused import rules_against, told
from tests.stress.several import database_of, several_servers
from tests.stress.test_several_servers import TAKEN, server_of

pytestmark = [pytest.mark.slow, *(pytest.mark.req(each) for each in ("R1", "O2", "S12"))]

SYDNEY = "Australia/Sydney"
CAP, BUSY_SECONDS, DAYS = 2, 45 * 60, 10
"""How many video consultations a day there are, and how long each keeps its practitioner; on how
many days they are asked for.
"""
NEEDS = {
    'colour = "#1a4a9c"': 'needs = ["room"]',  # initial
    'colour = "#2f7d5b"': 'needs = ["room", "bed"]',  # standard
    'colour = "#8a5a00"': 'needs = ["bed", "room"]',  # long
    'colour = "#5b4a9e"': f"max_per_day = {CAP}",  # video
}
"""By a line of each type of the demo clinic."""


def one_of_each(text: str) -> str:
    """The demo clinic with one room and one bed at each place."""
    for line, more in NEEDS.items():
        assert text.count(line) == 1
        text = text.replace(line, more)
    rows = (
        f'[[resource]]\nslug = "{kind}-{place}"\nname = "{kind}"\nkind = "{kind}"\n'
        f'location = "{place}"\n'
        for kind in ("room", "bed")
        for place in ("manly", "balmain")
    )
    return "\n".join((text, *rows))


@pytest.fixture(scope="module")
def shared_database(postgresql_cluster: Cluster, postgresql_template: str) -> Iterator[str]:
    with database_of(postgresql_cluster, postgresql_template, "rooms") as url:
        add_clinic(url, one_of_each(DEMO_CLINIC.read_text()))
        yield url


@pytest.fixture(scope="module")
def servers(shared_database: str) -> Iterator[list[ServerProcess]]:
    """Two, which know nothing of each other."""
    with several_servers(shared_database, 2) as started:
        yield started


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as opened:
        yield opened


async def held(shared_database: str, visitor: str) -> list[Row]:
    database = await open_database(shared_database, migrate=False)
    try:
        rows: Sequence[Row] = await database.fetch(TAKEN, 0)
    finally:
        await database.close()
    return [row for row in rows if row["visitor"].startswith(visitor)]


async def test_random_wishes_at_two_servers_never_share_a_room_or_a_bed(
    servers: list[ServerProcess], client: httpx.AsyncClient, shared_database: str
) -> None:
    chance = random.Random(7)
    wanted = [
        each
        for kind in ("initial", "standard", "long")
        for each in (await find_wanted(client, servers[0].url, kind))[:60]
    ]

    wishes = [chance.choice(wanted) for _ in range(150)]
    answers = await asyncio.gather(
        *[choose(client, server_of(servers, n), one, f"any {n}", n) for n, one in enumerate(wishes)]
    )
    against = await rules_against(shared_database, wishes)
    statuses = Counter(each.status_code for each in answers)
    assert set(statuses) == {200, 409}, told(wishes, answers, against)
    assert all(against.values())  # nobody was sent away for nothing
    rows = await held(shared_database, "any ")
    assert len(rows) == statuses[200]
    # Each of these types needs a room, and there is one at each place.
    for one in rows:
        same_place = [row for row in rows if row["location_id"] == one["location_id"]]
        inside = [r for r in same_place if r["busy_from"] <= one["busy_from"] < r["busy_until"]]
        assert inside == [one]


async def test_a_cap_over_two_servers_is_never_passed(
    servers: list[ServerProcess], client: httpx.AsyncClient, shared_database: str
) -> None:
    """Whatever is asked for can be booked beside all else: nothing but the cap is against it."""
    wanted = of_fullest_days(side_by_side(await find_wanted(client, servers[0].url, "video")))
    many = Counter(map(day_of, wanted))
    assert min(many.values()) > 2 * CAP
    answers = await asyncio.gather(
        *[choose(client, server_of(servers, n), one, f"cap {n}", n) for n, one in enumerate(wanted)]
    )
    against = await rules_against(shared_database, wanted)
    statuses = [each.status_code for each in answers]
    assert Counter(zip(map(day_of, wanted), statuses, strict=True)) == {
        **{(day, 200): CAP for day in many},
        **{(day, 409): many[day] - CAP for day in many},
    }, told(wanted, answers, against)
    refused = [one for one, status in zip(wanted, statuses, strict=True) if status == 409]
    assert {frozenset(against[each]) for each in refused} == {frozenset({Reason.CAP_TYPE})}
    rows = await held(shared_database, "cap ")
    assert Counter(local_date(row["starts_at"], SYDNEY) for row in rows) == dict.fromkeys(many, CAP)


def side_by_side(offered: Sequence[Wanted]) -> list[Wanted]:
    """As many of these times (in order) as can be booked one beside the other."""
    free_from: dict[str, int] = {}
    found = []
    for each in offered:
        if each.start >= free_from.get(each.practitioner, 0):
            free_from[each.practitioner] = each.start + BUSY_SECONDS
            found.append(each)
    return found


def of_fullest_days(times: Sequence[Wanted]) -> list[Wanted]:
    """Those of the days that have most of them, as others left little of some."""
    days = dict(Counter(map(day_of, times)).most_common(DAYS))
    return [each for each in times if day_of(each) in days]


def day_of(wanted: Wanted) -> date:
    return local_date(wanted.start, SYDNEY)
