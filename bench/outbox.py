"""What it costs a booking that it is told of, and how fast that is done."""

import asyncio
import itertools
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench import servers
from bench.browser import Browser
from bench.clinic import clinic_file
from bench.report import say

_AT_ONCE = 16
_SECONDS = 3.0
_ROUNDS = 3
PRACTITIONERS = 20
_PATIENCE_SECONDS = 120
LEAST_SHARE = 0.7
_FROM = "desk@book.example"

NOBODY = "CREATE TRIGGER none BEFORE INSERT ON delivery BEGIN SELECT RAISE(IGNORE); END"
"""What nobody is told of: the row is left out by the database, the statement runs all the same."""
_WAITING = "SELECT COUNT(*) FROM delivery WHERE state IN ('queued', 'sending')"


@dataclass(frozen=True, slots=True)
class Rate:
    """What a load came to: bookings, in seconds, seconds of a processor that the server took for
    them, and how many messages waited at the end.
    """

    bookings: int
    seconds: float
    server: float
    waiting: int

    @property
    def a_second(self) -> float:
        """Bookings."""
        return self.bookings / self.seconds

    @property
    def milliseconds(self) -> float:
        """Of a processor, for one booking."""
        return self.server / self.bookings * 1000


def measure(folder: Path) -> None:
    """Bookings a second with 16 patients at once: untold, with their messages queued, and with
    them sent meanwhile; then how fast those go that are left.
    """
    # By turns, the best of each: what else the machine does meanwhile falls on both.
    nones, queues = zip(*(_by_turns(folder, number) for number in range(_ROUNDS)), strict=True)
    none, queued = (max(rates, key=lambda each: each.a_second) for rates in (nones, queues))
    say("  bookings that nobody is told of, per second", f"{none.a_second:.0f}")
    say("  with two messages queued each, per second", f"{queued.a_second:.0f}")
    share = queued.a_second / none.a_second
    say("  with ÷ without", f"{share:.2f}", f">= {LEAST_SHARE}", met=share >= LEAST_SHARE)
    processor = f"{none.milliseconds:.1f}; {queued.milliseconds:.1f} ms"
    say("  processor a booking, without; with", processor)
    with servers.mail_catcher() as (_, mail):
        rate = _drain(folder / "queued-0.db", mail, queues[0].waiting)
        say("  messages sent while nothing else happens, per second", f"{rate:.0f}")
        sent = book(folder / "sent.db", mail=mail, mail_from=_FROM)
        share = sent.a_second / none.a_second
        say("  bookings while messages are sent, per second", f"{sent.a_second:.0f}")
        say("  those ÷ untold ones; the mail server shares the cores", f"{share:.2f}", "(printed)")
        left = f"{2 * sent.bookings - sent.waiting} of {2 * sent.bookings}"
        say("  messages sent by the last booking", left)


def _by_turns(folder: Path, number: int) -> tuple[Rate, Rate]:
    none = _queue(folder / f"untold-{number}.db", told=False)
    return none, _queue(folder / f"queued-{number}.db", told=True)


def _queue(file: Path, *, told: bool) -> Rate:
    asyncio.run(servers.prepare(str(file), [clinic_file("bench", PRACTITIONERS)]))
    if not told:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(NOBODY)
    return book(file)


def book(file: Path, **settings: str) -> Rate:
    """Bookings of 16 patients at once for some seconds, on that database."""
    if not file.exists():
        asyncio.run(servers.prepare(str(file), [clinic_file("bench", PRACTITIONERS)]))
    with servers.slotkeeper(str(file), **settings) as server:
        began, before = time.perf_counter(), server.cpu_seconds()
        bookings = asyncio.run(_patients(server.url))
        seconds, work = time.perf_counter() - began, server.cpu_seconds() - before
        return Rate(bookings, seconds, work, count_waiting(file))


def _drain(file: Path, mail: str, waiting: int) -> float:
    """Messages a second, from the first that is gone."""
    with servers.slotkeeper(str(file), mail=mail, mail_from=_FROM):
        while count_waiting(file) == waiting:
            time.sleep(0.01)
        began, first = time.perf_counter(), count_waiting(file)
        while left := count_waiting(file):
            if time.perf_counter() - began > _PATIENCE_SECONDS:
                break
            time.sleep(0.05)
        return (first - left) / (time.perf_counter() - began)


async def _patients(url: str) -> int:
    numbers = itertools.count()
    ends_at = time.perf_counter() + _SECONDS

    async def one_after_the_other() -> int:
        browser, made = await Browser.open("bench", url, ""), 0
        while time.perf_counter() < ends_at:
            place, whom = divmod(next(numbers), PRACTITIONERS)
            slot = (int(time.time()) // 86_400 + 2) * 86_400 + place * 1800
            await browser.send_details(place * PRACTITIONERS + whom, slot, f"p{whom}")
            made += 1
        await browser.close()
        return made

    return sum(await asyncio.gather(*[one_after_the_other() for _ in range(_AT_ONCE)]))


def count_waiting(file: Path) -> int:
    """How many messages are not sent yet."""
    with closing(sqlite3.connect(file)) as connection:
        (count,) = connection.execute(_WAITING).fetchone()
    return int(count)
