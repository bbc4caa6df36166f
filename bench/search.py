"""Whether years of past bookings slow the search for free times down."""

import asyncio
import sqlite3
import time
from datetime import date, timedelta
from pathlib import Path

from bench import servers
from bench.clinic import clinic_file
from bench.report import say
from slotkeeper.domain.slots import find_slots, search_range
from slotkeeper.services.look import look
from slotkeeper.services.wish import make_wish
from slotkeeper.storage.clinic import find_clinic
from slotkeeper.storage.database import open_database

_FEW, _MANY = 10_000, 1_000_000
_TURNS = 300
_PRACTITIONERS = 20


def measure(folder: Path) -> None:
    """One week's search, 20 practitioners, with 10⁴ and with 10⁶ past bookings."""
    few, many = (
        asyncio.run(_search(folder / f"search-{count}.db", count)) for count in (_FEW, _MANY)
    )
    say("  slot search at 10⁴ past bookings, median", f"{few * 1000:.2f} ms")
    say("  slot search at 10⁶ past bookings, median", f"{many * 1000:.2f} ms")
    say("  10⁶ ÷ 10⁴", f"{many / few:.2f}", "<= 1.2", met=many / few <= 1.2)  # noqa: PLR2004 - the goal


async def _search(file: Path, past: int) -> float:
    await servers.prepare(str(file), [clinic_file("bench", _PRACTITIONERS, "08:00", "18:00")])
    _fill(file, past)
    database = await open_database(str(file))
    clinic = await find_clinic(database, "bench")
    assert clinic is not None
    wish = make_wish(clinic, "visit", "any", "")
    first, now = date.today() + timedelta(days=1), int(time.time())  # noqa: DTZ011 - any week will do
    last = first + timedelta(days=6)
    took = []
    for _ in range(_TURNS):
        began = time.perf_counter()
        begin, end = search_range(wish.kind, clinic.time_zone, first, last)
        known = await look(database, clinic, begin, end, now)
        find_slots(clinic, wish.kind, wish.practitioners, first, last, known)
        took.append(time.perf_counter() - began)
    await database.close()
    return sorted(took)[_TURNS // 2]


def _fill(file: Path, past: int) -> None:
    """Past bookings, 20 minutes each; the same few lie in the week that is searched."""
    connection = sqlite3.connect(file)
    patient = connection.execute(
        """INSERT INTO patient (clinic_id, first_name, last_name, email, phone, email_key,
             phone_key, name_key, made_at)
           VALUES (1, 'Bench', 'Example', 'a@b.example', '+490', 'a', 'b', 'c', 0) RETURNING id"""
    ).fetchone()[0]
    today = int(time.time()) // 1800 * 1800
    soon = (today + 86_400 + 1800 * place for place in range(0, 300, 2))
    long_ago = (today - 86_400 - 1800 * (number // _PRACTITIONERS) for number in range(past))
    rows = (
        (1 + n % _PRACTITIONERS, at) for starts in (long_ago, soon) for n, at in enumerate(starts)
    )
    connection.execute("DROP TRIGGER booking_overlap_on_insert")
    connection.executemany(
        """INSERT INTO booking (clinic_id, practitioner_id, appointment_type_id, state, starts_at,
             ends_at, busy_from, busy_until, held_at, patient_id, made_at)
           VALUES (1, ?, 1, 'confirmed', ?, ?, ?, ?, 0, ?, 0)""",
        ((whom, at, at + 1200, at, at + 1800, patient) for whom, at in rows),
    )
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()
