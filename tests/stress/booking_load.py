"""Patients who book one after another, at a clinic with times for all of them, until a server is
killed or there are enough; and waiting until everybody was told.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import httpx

from slotkeeper.storage.database import open_database
from tests.server_process import ServerProcess, in_thread
from tests.stress.patients import (
    CLINIC,
    Wanted,
    choose,
    confirm,
    form_of,
    new_client,
    reference_of,
)

PRACTITIONERS = [f"practitioner-{number}" for number in range(8)]
DESK = "desk@harbour.example"
HALF_HOURS = 48 * 40
AT_ONCE = 8


def open_clinic(practitioners: Sequence[str], more: str = "", each: str = "") -> str:
    """The file of a clinic that is open day and night; `more` stands before its practitioners,
    `each` in every one of them.
    """
    parts = [
        f'[clinic]\nslug = "{CLINIC}"\nname = "Harbour"\ntime_zone = "UTC"\ncurrency = "AUD"',
        f'country = "AU"\nemail = "{DESK}"\n[online_booking]\nterms = "Be on time."',
        'daily_limit = 0\ncall_us = "Please call us."',
    ]
    parts.append(more)
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    for slug in practitioners:
        hours = f'{{ days = {days}, from = "00:00", to = "24:00" }}'
        parts.append(f'[[practitioner]]\nslug = "{slug}"\nname = "{slug}"\nhours = [{hours}]')
        parts.append(each.format(slug=slug))
    parts.append(
        '[[appointment_type]]\nslug = "short"\nname = "Short"\nminutes = 30\n'
        f"practitioners = {list(practitioners)}"
    )
    return "\n".join(parts)


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
