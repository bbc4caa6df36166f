"""The clinic's calendar: a week of 500 bookings against fixed bytes, and 200 that are open live."""

import asyncio
import itertools
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bench import load, servers
from bench.clinic import clinic_file
from bench.report import say
from slotkeeper.domain.staff import Staff
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.sessions import start_session
from slotkeeper.storage.clinic import find_clinic
from slotkeeper.storage.database import Database, Transaction, open_database
from slotkeeper.storage.membership import insert_member
from slotkeeper.storage.news import tell_calendars
from slotkeeper.storage.staff import insert_staff

_PRACTITIONERS, _BOOKINGS = 10, 500
_PEOPLE, _STREAMS_EACH = 10, 20
_SECONDS = 3.0
_MOST_RATIO, _MOST_KILOBYTES, _MOST_SECONDS = 60, 100, 1.0
_WEEK = "/staff/bench/calendar?view=week"


def measure(folder: Path) -> None:
    """A week of everybody, of one, and a day; then streams, told of a change all at once."""
    database = str(folder / "calendar.db")
    asyncio.run(servers.prepare(database, [clinic_file("bench", _PRACTITIONERS)]))
    tokens = asyncio.run(_fill(database))
    with servers.slotkeeper(database) as ours, servers.fixed_bytes() as fixed:
        _pages(ours.url, fixed.url, tokens[0])
    with servers.slotkeeper(database) as ours:
        asyncio.run(_streams(ours, database, tokens))


def _pages(ours: str, fixed: str, token: str) -> None:
    week = _request(_WEEK, token)
    size = asyncio.run(_size(ours, week))
    slow = load.run(ours, itertools.repeat(week), in_flight=1, seconds=_SECONDS).median
    yardstick = itertools.repeat(load.get(f"/{size}"))
    quick = load.run(fixed, yardstick, in_flight=1, seconds=_SECONDS).median
    say(f"  week of {_BOOKINGS} bookings, median", f"{slow * 1000:.1f} ms ({size:,} B)")
    say("  the same bytes from the same framework, median", f"{quick * 1000:.2f} ms")
    ratio = slow / quick
    met = ratio <= _MOST_RATIO
    say("  week ÷ fixed, latency", f"{ratio:.1f}", f"<= {_MOST_RATIO}", met=met)
    day = _request(f"/staff/bench/calendar?day={_monday()}", token)
    took = load.run(ours, itertools.repeat(day), in_flight=1, seconds=_SECONDS).median
    say(f"  a day of {_PRACTITIONERS} practitioners, median", f"{took * 1000:.1f} ms")


async def _streams(server: servers.Server, database: str, tokens: list[str]) -> None:
    """The first 20 warm the server up; what the others add is what a stream costs."""
    warm = [await _listen(server.url, tokens[0]) for _ in range(_STREAMS_EACH)]
    before = server.resident_megabytes()
    more = [await _listen(server.url, each) for each in tokens[1:] for _ in range(_STREAMS_EACH)]
    streams = warm + more
    each = (server.resident_megabytes() - before) * 1000 / len(more)
    met = each <= _MOST_KILOBYTES
    say(
        f"  memory for one of {len(streams)} open streams",
        f"{each:.0f} kB",
        f"<= {_MOST_KILOBYTES} kB",
        met=met,
    )
    worked = server.cpu_seconds()
    await asyncio.sleep(_SECONDS)
    share = (server.cpu_seconds() - worked) / _SECONDS
    say(f"  processor while nothing changes, {len(streams)} streams", f"{share:.1%}")
    opened = await open_database(database, migrate=False)
    clinic = await get_clinic(opened, "bench")
    began = time.perf_counter()
    await opened.write(lambda tx: tell_calendars(tx, clinic.id))
    await asyncio.gather(*(_event(reader) for reader, _ in streams))
    took = time.perf_counter() - began
    say(
        f"  a change told to all {len(streams)}",
        f"{took * 1000:.0f} ms",
        "<= 1 s",
        met=took <= _MOST_SECONDS,
    )
    await opened.close()
    for _, writer in streams:
        writer.close()


async def _listen(url: str, token: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(_request("/staff/bench/calendar/events", token, "Accept: text/event-stream\r\n"))
    await _event(reader)
    return reader, writer


async def _event(reader: asyncio.StreamReader) -> None:
    await reader.readuntil(b"event: changed")
    await reader.readuntil(b"\n\n")


def _request(path: str, token: str, more: str = "") -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: slotkeeper={token}\r\n{more}\r\n".encode()
    )


async def _size(url: str, request: bytes) -> int:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    writer.close()
    if not head.startswith(b"http/1.1 200"):
        message = f"the calendar answered {head.splitlines()[0].decode()}"
        raise RuntimeError(message)
    return int(head.split(b"content-length:")[1].split(b"\r\n")[0])


async def _fill(url: str) -> list[str]:
    """Bookings of this week, and ten owners who are signed in: their tokens."""
    database = await open_database(url, migrate=False)
    clinic = await find_clinic(database, "bench")
    assert clinic is not None
    clinic_id = clinic.id
    await database.write(lambda tx: _book(tx, clinic_id))
    tokens = [await _sign_in(database, clinic_id, number) for number in range(_PEOPLE)]
    await database.close()
    return tokens


def _monday() -> date:
    today = date.today()  # noqa: DTZ011 - the bench's clinic is in UTC
    return today - timedelta(days=today.weekday())


async def _book(tx: Transaction, clinic_id: int) -> None:
    monday = datetime.combine(_monday(), datetime.min.time(), UTC)
    for number in range(_BOOKINGS):
        patient = await tx.fetch_one(
            """INSERT INTO patient (clinic_id, first_name, last_name, email, phone, email_key,
                 phone_key, name_key, made_at, alert_note)
               VALUES ($1, 'Patient', $2, $2, '', $2, $2, $2, 0, $3) RETURNING id""",
            clinic_id,
            f"Number{number}",
            "Hard of hearing, please speak up" if number % 10 == 0 else "",
        )
        assert patient is not None
        day, place = number // (_BOOKINGS // 5), number % (_BOOKINGS // 5)
        hours = 8 + place // _PRACTITIONERS
        at = int(monday.timestamp()) + day * 86_400 + hours * 3600
        await tx.execute(
            """INSERT INTO booking (clinic_id, practitioner_id, appointment_type_id, state,
                 starts_at, ends_at, busy_from, busy_until, held_at, patient_id, made_at, reference)
               VALUES ($1, $2, 1, 'confirmed', $3, $3 + 1200, $3, $3 + 1800, 0, $4, 0, $5)""",
            clinic_id,
            1 + place % _PRACTITIONERS,
            at,
            patient["id"],
            f"B{number}",
        )


async def _sign_in(database: Database, clinic_id: int, number: int) -> str:
    async def job(tx: Transaction) -> str:
        staff: Staff = await insert_staff(tx, f"p{number}@bench.example", "Bench", "", 0)
        await insert_member(tx, staff.id, clinic_id, "owner", None)
        return await start_session(tx, staff.id, int(time.time()), "bench", is_full=True)

    return await database.write(job)
