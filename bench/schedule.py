"""A month of a busy clinic with every rule of a schedule: against fixed bytes, and as it grows."""

import asyncio
import itertools
import sqlite3
import time
import urllib.request
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bench import load, servers
from bench.report import say
from bench.schedule_clinic import schedule_file
from slotkeeper.domain.known import Known
from slotkeeper.domain.slots import find_starts, search_range
from slotkeeper.services.look import look
from slotkeeper.services.wish import Wish, make_wish
from slotkeeper.storage.clinic import find_clinic
from slotkeeper.storage.database import Reader, open_database

_PRACTITIONERS, _DAYS, _BOOKINGS = 20, 28, 5_000
_MOST_MILLISECONDS, _MOST_GROWTH = 100, 50
_FEW, _MANY = 1, 50
_TURNS = 40
_SECONDS = 3.0
_DAY = 86_400


def measure(folder: Path) -> None:
    """28 days of 20 practitioners with 5,000 bookings to come, then one practitioner and fifty."""
    first = date.today() + timedelta(days=1)  # noqa: DTZ011 - any month will do
    last = first + timedelta(days=_DAYS - 1)
    month = _clinic(folder, _PRACTITIONERS, _BOOKINGS)
    took = asyncio.run(_in_process(month, first, last))
    size = f"{_PRACTITIONERS} × {_DAYS} days"
    say(f"  {size}, {_BOOKINGS:,} bookings: the rules alone", f"{took.rules * 1000:.1f} ms")
    whole = (took.look + took.rules) * 1000
    goal = f"<= {_MOST_MILLISECONDS} ms"
    met = whole <= _MOST_MILLISECONDS
    say("  the same with what is booked, from the database", f"{whole:.1f} ms", goal, met=met)
    _served(month, first, last)
    _growth(folder, first, last)


@dataclass(frozen=True, slots=True)
class _Took:
    """In seconds, the quickest of some turns: asking the database, working the starts out."""

    look: float
    rules: float


def _served(database: Path, first: date, last: date) -> None:
    """As the JSON API serves it, each answer made anew."""
    asked = f"/api/v1/clinics/bench/slots?type=visit&from={first}&to={last}"
    with servers.slotkeeper(str(database)) as ours, servers.fixed_bytes() as fixed:
        with urllib.request.urlopen(ours.url + asked) as answer:  # noqa: S310 - ours
            size = len(answer.read())
        slow = _quickest(ours.url, load.get(asked))
        quick = _quickest(fixed.url, load.get(f"/{size}"))
    say("  the same as JSON over HTTP, at its quickest", f"{slow * 1000:.1f} ms ({size:,} B)")
    say("  JSON ÷ the same bytes fixed, latency", f"{slow / quick:,.0f}", "printed")


def _quickest(url: str, request: bytes) -> float:
    return min(load.run(url, itertools.repeat(request), in_flight=1, seconds=_SECONDS).latencies)


def _growth(folder: Path, first: date, last: date) -> None:
    """With as many bookings each; fifty practitioners may take fifty times as long as one."""
    each = _BOOKINGS // _PRACTITIONERS
    few, many = (
        asyncio.run(_in_process(_clinic(folder, number, each * number), first, last))
        for number in (_FEW, _MANY)
    )
    times = (many.look + many.rules) / (few.look + few.rules)
    say(f"  {_FEW} practitioner, {_DAYS} days", f"{(few.look + few.rules) * 1000:.2f} ms")
    say(f"  {_MANY} practitioners, {_DAYS} days", f"{(many.look + many.rules) * 1000:.1f} ms")
    met = times <= _MOST_GROWTH
    say(f"  {_MANY} ÷ {_FEW}", f"{times:.0f}", f"<= {_MOST_GROWTH}", met=met)


async def _in_process(file: Path, first: date, last: date) -> _Took:
    database = await open_database(str(file))
    clinic = await find_clinic(database, "bench")
    assert clinic is not None
    wish, now = make_wish(clinic, "visit", "any", ""), int(time.time())
    looks, rules = [], []
    for _ in range(_TURNS):
        began = time.perf_counter()
        known = await _look(database, wish, first, last, now)
        looked = time.perf_counter()
        find_starts(clinic, wish.kind, wish.practitioners, first, last, known)
        looks.append(looked - began)
        rules.append(time.perf_counter() - looked)
    await database.close()
    return _Took(min(looks), min(rules))


async def _look(reader: Reader, wish: Wish, first: date, last: date, now: int) -> Known:
    begin, end = search_range(wish.kind, wish.clinic.time_zone, first, last)
    return await look(reader, wish.clinic, begin, end, now)


def _clinic(folder: Path, practitioners: int, bookings: int) -> Path:
    file = folder / f"schedule-{practitioners}.db"
    asyncio.run(servers.prepare(str(file), [schedule_file(practitioners)]))
    _fill(file, practitioners, bookings)
    return file


def _fill(file: Path, practitioners: int, bookings: int) -> None:
    """Bookings of half an hour on the days to come, at both places, half an hour apart."""
    connection = sqlite3.connect(file)
    patient = connection.execute(
        """INSERT INTO patient (clinic_id, first_name, last_name, email, phone, email_key,
             phone_key, name_key, made_at)
           VALUES (1, 'Bench', 'Example', 'a@b.example', '+490', 'a', 'b', 'c', 0) RETURNING id"""
    ).fetchone()[0]
    tomorrow = (int(time.time()) // _DAY + 1) * _DAY
    rows = []
    for number in range(bookings):
        turn, who = divmod(number, practitioners)
        day, place = divmod(turn, 9)
        at = tomorrow + day * _DAY + 8 * 3600 + place * 3600
        rows.append((1 + who, at, 1 + (place > 4)))  # noqa: PLR2004 - the afternoon
    connection.executemany(
        """INSERT INTO booking (clinic_id, practitioner_id, appointment_type_id, location_id, state,
             starts_at, ends_at, busy_from, busy_until, held_at, patient_id, made_at)
           VALUES (1, ?, 1, ?, 'confirmed', ?, ?, ?, ?, 0, ?, 0)""",
        ((who, place, at, at + 1200, at, at + 1800, patient) for who, at, place in rows),
    )
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()
