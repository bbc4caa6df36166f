"""kill -9, hours without a mail server, several server processes: no message is lost, and each has
its effect once.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import httpx
import pytest

from demo.mail import Catcher, Fault, catching
from slotkeeper.services.notices.worker import LEASE_SECONDS
from slotkeeper.storage.database import open_database
from tests.server_process import ServerProcess, in_thread, start_server
from tests.stress.patients import (
    CLINIC,
    Wanted,
    choose,
    confirm,
    form_of,
    new_client,
    reference_of,
)

pytestmark = [pytest.mark.slow, pytest.mark.req("N2")]

PRACTITIONERS = [f"practitioner-{number}" for number in range(8)]
DESK = "desk@harbour.example"
HALF_HOURS = 48 * 40
SENT_AT_ONCE = 4
AT_ONCE = 8
"""So many a worker has in its hands: what a kill can have sent twice."""


@pytest.fixture(scope="module")
def clinic_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    parts = [
        f'[clinic]\nslug = "{CLINIC}"\nname = "Harbour"\ntime_zone = "UTC"\ncurrency = "AUD"',
        f'country = "AU"\nemail = "{DESK}"\n[online_booking]\nterms = "Be on time."',
        'daily_limit = 0\ncall_us = "Please call us."',
    ]
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    for slug in PRACTITIONERS:
        hours = f'{{ days = {days}, from = "00:00", to = "24:00" }}'
        parts.append(f'[[practitioner]]\nslug = "{slug}"\nname = "{slug}"\nhours = [{hours}]')
    parts.append(
        '[[appointment_type]]\nslug = "short"\nname = "Short"\nminutes = 30\n'
        f"practitioners = {PRACTITIONERS}"
    )
    path = tmp_path_factory.mktemp("clinic") / "clinic.toml"
    path.write_text("\n".join(parts))
    return path


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    with catching() as catcher:
        yield catcher


def settings(catcher: Catcher) -> dict[str, str]:
    return {"SLOTKEEPER_MAIL": catcher.mail, "SLOTKEEPER_MAIL_FROM": "appointments@book.example"}


async def book(client: httpx.AsyncClient, server: str, number: int) -> str:
    """The reference of one patient's booking, at a time that nobody else wants."""
    begin = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    start = begin + timedelta(days=3, minutes=30 * (number // len(PRACTITIONERS) % HALF_HOURS))
    who = PRACTITIONERS[number % len(PRACTITIONERS)]
    wanted = Wanted("short", int(start.timestamp()), who)
    form = form_of(wanted, await choose(client, server, wanted, f"visitor {number}"))
    return reference_of(await confirm(client, server, form, number))


async def book_until_killed(
    server: ServerProcess, numbers: Iterator[int], chance: random.Random
) -> set[str]:
    """References that were answered until the kill, which comes after some of them and a random
    part of a round of everybody: in the midst of the letters, however busy the machine is.
    """
    booked: set[str] = set()
    enough, began = chance.randint(AT_ONCE, 8 * AT_ONCE), time.monotonic()

    async def one_after_the_other() -> None:
        try:
            while True:
                booked.add(await book(client, server.url, next(numbers)))
                if len(booked) == enough:
                    round_seconds = (time.monotonic() - began) / enough * AT_ONCE
                    instant = chance.uniform(0, 2 * round_seconds)
                    asyncio.get_running_loop().call_later(instant, server.kill)
        except httpx.TransportError:
            return

    async with new_client() as client:
        await asyncio.gather(*[one_after_the_other() for _ in range(AT_ONCE)])
    assert len(booked) >= enough  # else nothing was proven
    return booked


async def book_many(urls: list[str], many: int) -> set[str]:
    numbers = iter(range(many))

    async def one_after_the_other(url: str) -> set[str]:
        return {await book(client, url, number) for number in numbers}

    async with new_client() as client:
        found = await asyncio.gather(*[one_after_the_other(url) for url in urls * 4])
    return set().union(*found)


async def count_states(url: str) -> Counter[str]:
    database = await open_database(url, migrate=False)
    try:
        rows = await database.fetch("SELECT state, COUNT(*) AS n FROM delivery GROUP BY state")
    finally:
        await database.close()
    return Counter({row["state"]: row["n"] for row in rows})


def wait_until_sent(url: str, seconds: float = 300) -> Counter[str]:
    """Until nothing waits; the states of all messages."""
    deadline = time.monotonic() + seconds
    while True:
        states = in_thread(count_states(url))
        if not states["queued"] + states["sending"]:
            return states
        assert time.monotonic() < deadline, states
        time.sleep(0.1)


def assert_all_are_told(catcher: Catcher, booked: set[str], states: Counter[str]) -> int:
    """Each booking is told to its patient and to the clinic; how many letters came twice."""
    letters = list(catcher.box.letters)
    by_id = Counter(str(each.message["Message-ID"]) for each in letters)
    assert set(states) == {"sent"}
    assert len(by_id) == states["sent"]
    for desk in (True, False):
        told = "\n".join(each.body("plain") for each in letters if (each.to == DESK) == desk)
        assert [each for each in booked if f"{each[:3]}-{each[3:]}" not in told] == []
    return len(letters) - len(by_id)


def kill_again_and_again(url: str, clinic_file: Path, catcher: Catcher, times: int) -> None:
    chance, numbers, booked = random.Random(times), count(), set[str]()
    clock = datetime.now(UTC)
    with start_server(
        url, clinic_file=clinic_file, abuse_checks=False, settings=settings(catcher)
    ) as server:
        for _ in range(times):
            booked |= in_thread(book_until_killed(server, numbers, chance))
            clock += timedelta(seconds=LEASE_SECONDS + 10)
            server.clock = clock.isoformat()  # what the dead one had taken is free again
            server.start()
        states = wait_until_sent(url)
    assert assert_all_are_told(catcher, booked, states) <= times * SENT_AT_ONCE


def test_no_message_is_lost_over_eight_kills_and_few_come_twice(
    tmp_path: Path, clinic_file: Path, catcher: Catcher
) -> None:
    kill_again_and_again(str(tmp_path / "slotkeeper.db"), clinic_file, catcher, 8)


@pytest.mark.req("O2")
def test_nor_on_postgresql(postgresql_url: str, clinic_file: Path, catcher: Catcher) -> None:
    kill_again_and_again(postgresql_url, clinic_file, catcher, 3)


@pytest.mark.req("O2")
def test_three_servers_share_the_work_and_send_each_message_once(
    postgresql_url: str, clinic_file: Path, catcher: Catcher
) -> None:
    with ExitStack() as running:
        servers = [
            running.enter_context(
                start_server(
                    postgresql_url,
                    clinic_file=None if number else clinic_file,
                    abuse_checks=False,
                    settings=settings(catcher),
                )
            )
            for number in range(3)
        ]
        booked = in_thread(book_many([each.url for each in servers], 60))
        states = wait_until_sent(postgresql_url)
    assert len(booked) == 60
    assert assert_all_are_told(catcher, booked, states) == 0
    assert states["sent"] == 120


@pytest.mark.req("N8")
def test_after_an_hour_without_a_mail_server_two_hundred_bookings_are_told_once(
    tmp_path: Path, clinic_file: Path, catcher: Catcher
) -> None:
    url = str(tmp_path / "slotkeeper.db")
    catcher.box.faults.append(Fault("down"))
    with start_server(
        url, clinic_file=clinic_file, abuse_checks=False, settings=settings(catcher)
    ) as server:
        booked = in_thread(book_many([server.url], 200))
        assert len(booked) == 200
        assert catcher.box.letters == []
        server.stop()
        server.clock = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        catcher.box.faults.clear()
        server.start()
        states = wait_until_sent(url)
    assert assert_all_are_told(catcher, booked, states) == 0
    assert states["sent"] == 400
