"""What one server process costs: its start, and its memory after work."""

import asyncio
import itertools
from pathlib import Path

from bench import load, servers
from bench.clinic import clinic_file
from bench.report import say

_MOST_START = 2.0
_MOST_MEGABYTES = 120


def measure(folder: Path) -> None:
    """Start to first answer; resident memory after some thousand requests of every kind."""
    database = str(folder / "process.db")
    asyncio.run(servers.prepare(database, [clinic_file("bench", 20, "08:00", "18:00")]))
    with servers.slotkeeper(database) as server:
        start = server.start_seconds
        fresh = (
            load.get(
                f"/f/bench/start?type=visit&practitioner=p{number % 20}&location=any&n={number}"
            )
            for number in itertools.count()
        )
        load.run(server.url, fresh, in_flight=16, seconds=5)
        load.run(
            server.url, itertools.repeat(load.get("/c/bench?type=visit")), in_flight=16, seconds=3
        )
        megabytes = server.resident_megabytes()
    say(
        "  start to first answer",
        f"{start:.2f} s",
        f"<= {_MOST_START:.0f} s",
        met=start <= _MOST_START,
    )
    good = megabytes <= _MOST_MEGABYTES
    say(
        "  resident memory after the bench",
        f"{megabytes:.0f} MB",
        f"<= {_MOST_MEGABYTES} MB",
        met=good,
    )
