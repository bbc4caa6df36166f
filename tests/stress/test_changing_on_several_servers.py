"""Several server processes, on PostgreSQL and on one SQLite file: patients who move, cancel, take
back and wait at random, and whose offers run out meanwhile (C3, C4, C6).
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from slotkeeper.services.changing.settle import settle_cancelled
from slotkeeper.storage.database import open_database
from tests.databases import ENGINES
from tests.server_process import ServerProcess, add_clinic, start_server
from tests.services.desk import Clock, Desk, make_toolbox
from tests.stress.line_up import check_list
from tests.stress.paying import new_client
from tests.stress.people_who_change import Person, Town, one_day
from tests.stress.several import BEHIND_A_PROXY

pytestmark = [pytest.mark.slow, pytest.mark.req("R1"), pytest.mark.req("O2"), pytest.mark.req("C6")]

START = int(datetime(2027, 1, 4, 12, tzinfo=UTC).timestamp())
NINE = int(datetime(2027, 1, 5, 9, tzinfo=UTC).timestamp())
SERVERS = 2
SECONDS = 12
"""How long they go on; longer on a machine on which they have not come to much by then."""
LATEST_SECONDS = 400
ENOUGH = {
    "/moves": 5,
    "/cancellations": 5,
    "/cancellations/undo": 3,
    "/waitlist/accept": 5,
    "/waitlist/decline": 3,
}
MANY = 24
"""Persons, for 18 times."""


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def servers(database_url: str) -> Iterator[list[ServerProcess]]:
    now = datetime.fromtimestamp(START, UTC).isoformat()
    add_clinic(database_url, one_day(), now)
    with ExitStack() as running:
        started = [
            running.enter_context(
                start_server(
                    database_url,
                    clinic_file=None,
                    clock=now,
                    abuse_checks=False,
                    settings=BEHIND_A_PROXY,
                    wait=False,
                )
            )
            for _ in range(SERVERS)
        ]
        for server in started:
            server.wait_until_ready()
        yield started


@pytest.fixture
async def town(servers: list[ServerProcess]) -> AsyncIterator[Town]:
    async with new_client() as client:
        yield Town([each.url for each in servers], client, NINE, random.Random(7))


async def test_whatever_patients_do_at_several_servers_each_time_has_one_owner(
    town: Town, servers: list[ServerProcess], database_url: str
) -> None:
    database = await open_database(database_url, migrate=False)
    desk = Desk(make_toolbox(database, clock := Clock(START)), clock)
    began, ran_out = time.monotonic(), False

    def is_over() -> bool:
        passed = time.monotonic() - began
        enough = all(town.answers[what, 200] >= many for what, many in ENOUGH.items())
        return passed > LATEST_SECONDS or (passed > SECONDS and enough and ran_out)

    async def live(person: Person) -> None:
        while not is_over():
            await person.act()

    async def go_by() -> None:
        """Time that passes sooner for one offer or one cancellation: it is over this second."""
        nonlocal ran_out
        while not is_over():
            await asyncio.sleep(2)
            now = START + int(time.monotonic() - began)
            for change in RUN_OUT:
                await desk.execute(change, now + 1)
            ran_out = bool(await desk.rows(EXPIRED))

    try:
        everybody = [Person(town, number) for number in range(MANY)]
        await asyncio.gather(go_by(), *[live(each) for each in everybody])
        for server in servers:
            await asyncio.to_thread(server.stop)
        assert town.wrong == []
        clock.now = START + 3600
        await check_all(desk, town)
    finally:
        await database.close()


EXPIRED = "SELECT id FROM waitlist_offer WHERE state = 'expired'"
RUN_OUT = (
    """UPDATE waitlist_offer SET open_until = $1 WHERE id = (
         SELECT MIN(id) FROM waitlist_offer WHERE state = 'open')""",
    """UPDATE booking SET expires_at = $1 WHERE state = 'held' AND expires_at > $1 AND id = (
         SELECT MIN(hold_id) FROM waitlist_offer WHERE state = 'open')""",
    """UPDATE agreed_change SET undo_until = $1 WHERE id = (
         SELECT MIN(id) FROM agreed_change WHERE state = 'open' AND kind = 'cancelled')""",
)


async def check_all(desk: Desk, town: Town) -> None:
    """Each time has one owner, each offer became one thing, and each change that somebody agreed to
    was made once and told once.
    """
    await settle_cancelled(desk.toolbox)
    offers = await check_list(desk)
    assert {each["state"] for each in offers} >= {"accepted", "expired", "declined"}
    booked = sum(each["state"] == "accepted" and each["own"] is None for each in offers)
    made = await desk.rows("SELECT * FROM booking WHERE made_at IS NOT NULL")
    assert len(made) == town.answers["/bookings", 200] + booked
    agreed = Counter[tuple[int, str]]()
    for row in await desk.rows("SELECT * FROM agreed_change"):
        agreed[row["booking_id"], row["kind"]] += 1
        agreed[row["booking_id"], "changes"] += 1 + (row["state"] == "undone")
        agreed[row["booking_id"], "undone"] += row["state"] == "undone"
    told = Counter[tuple[int, str]]()
    for row in await desk.rows("SELECT * FROM delivery WHERE channel = 'mail'"):
        told[row["booking_id"], row["message"]] += 1
    for row in made:
        booking_id = row["id"]
        assert row["revision"] == agreed[booking_id, "changes"]
        assert told[booking_id, "booking_moved"] == 2 * agreed[booking_id, "moved"]
        cancelled = agreed[booking_id, "cancelled"] - agreed[booking_id, "undone"]
        assert cancelled == (row["state"] == "cancelled")
        assert told[booking_id, "booking_cancelled"] == 2 * cancelled
