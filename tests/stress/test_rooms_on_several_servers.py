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
CAP, BUSY_SECONDS = 2, 45 * 60
"""How many video consultations a day there are, and how long each keeps its practitioner."""
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

    async def patient(number: int) -> int:
        one = chance.choice(wanted)
        answer = await choose(client, server_of(servers, number), one, f"any {number}", number)
        return answer.status_code

    statuses = Counter(await asyncio.gather(*[patient(n) for n in range(150)]))
    assert set(statuses) == {200, 409}
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
    day, that_day = fullest_day(await find_wanted(client, servers[0].url, "video"))
    assert len(one_after_the_other(that_day)) > CAP  # so that nothing but the cap keeps it at that
    answers = await asyncio.gather(
        *[
            choose(client, server_of(servers, n), that_day[n % len(that_day)], f"cap {n}", n)
            for n in range(80)
        ]
    )
    against = await rules_against(shared_database, that_day)
    statuses = Counter(each.status_code for each in answers)
    assert statuses == {200: CAP, 409: 80 - CAP}, f"{told(answers)}; what is against: {against}"
    assert [each for each, rules in against.items() if Reason.CAP_TYPE not in rules] == []
    rows = await held(shared_database, "cap ")
    assert [local_date(row["starts_at"], SYDNEY) for row in rows] == [day] * CAP


def fullest_day(offered: Sequence[Wanted]) -> tuple[date, list[Wanted]]:
    """The local day with the most times, and these: what others hold leaves it alone, or does not
    take much of it.
    """
    days = Counter(local_date(each.start, SYDNEY) for each in offered)
    [(day, _)] = days.most_common(1)
    return day, [each for each in offered if local_date(each.start, SYDNEY) == day]


def one_after_the_other(that_day: Sequence[Wanted]) -> list[Wanted]:
    """As many of these times (in order) as can be booked side by side."""
    free_from: dict[str, int] = {}
    found = []
    for each in that_day:
        if each.start >= free_from.get(each.practitioner, 0):
            free_from[each.practitioner] = each.start + BUSY_SECONDS
            found.append(each)
    return found
