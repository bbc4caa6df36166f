"""How quickly times are shown, cached and not, against fixed bytes of the same framework."""

import asyncio
import itertools
from pathlib import Path

from bench import load, servers
from bench.clinic import clinic_file
from bench.report import say

_SECONDS = 3.0
_ROUNDS = 3
_QUERY = "type=visit&practitioner=any&location=any"


def measure(folder: Path) -> None:
    """Requests a second with 16 in flight, the best of three turns each, taken alternately."""
    database = str(folder / "fragments.db")
    asyncio.run(servers.prepare(database, [clinic_file("bench", 20, "08:00", "18:00")]))
    with servers.slotkeeper(database) as ours, servers.fixed_bytes() as fixed:
        cached = load.get(f"/f/bench/start?{_QUERY}")
        size = _size(ours.url, cached)
        yardstick = load.get(f"/{size}")
        cached_rates, fixed_rates = [], []
        for _ in range(_ROUNDS):
            fixed_rates.append(_rate(fixed.url, yardstick))
            cached_rates.append(_rate(ours.url, cached))
        ratio = max(cached_rates) / max(fixed_rates)
        say("  cached slot fragment, requests/s", f"{max(cached_rates):,.0f} ({size} B)")
        say("  the same bytes from the same framework, requests/s", f"{max(fixed_rates):,.0f}")
        say("  cached ÷ fixed", f"{ratio:.2f}", ">= 0.8", met=ratio >= 0.8)  # noqa: PLR2004 - the goal
        _uncached(ours.url, fixed.url, yardstick)


def _uncached(ours: str, fixed: str, yardstick: bytes) -> None:
    """Each request names something new that is ignored, so none is in the cache."""
    fresh = (load.get(f"/f/bench/start?{_QUERY}&n={number}") for number in itertools.count())
    slow = load.run(ours, fresh, in_flight=1, seconds=_SECONDS).median
    quick = load.run(fixed, itertools.repeat(yardstick), in_flight=1, seconds=_SECONDS).median
    say("  uncached 7-day fragment, 20 practitioners, median", f"{slow * 1000:.2f} ms")
    ratio = slow / quick
    say("  uncached ÷ fixed, latency", f"{ratio:.1f}", "<= 20", met=ratio <= 20)  # noqa: PLR2004 - the goal


def _rate(url: str, request: bytes) -> float:
    return load.run(url, itertools.repeat(request), in_flight=16, seconds=_SECONDS).rate


def _size(url: str, request: bytes) -> int:
    import urllib.request  # noqa: PLC0415 - once

    path = request.split(b" ")[1].decode()
    asked = urllib.request.Request(url + path, headers={"Accept-Encoding": "br"})  # noqa: S310 - ours
    with urllib.request.urlopen(asked) as answer:  # noqa: S310 - ours
        return len(answer.read())
