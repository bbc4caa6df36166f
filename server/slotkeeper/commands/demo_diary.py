"""A real diary for a practitioner of the demo clinic, where Radicale is installed; another one
writes bookings into hers by hand.
"""

import asyncio
import importlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from zoneinfo import ZoneInfo

import httpx

from slotkeeper.clock import choose_clock
from slotkeeper.commands.clinic import opened
from slotkeeper.config import Settings
from slotkeeper.gateways.diary import DiaryCalendar
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.diary.connect import start_by_hand, start_diary
from slotkeeper.services.diary.try_it import Login
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.diary import find_diary

USER, PASSWORD = "nell", "a quiet harbour"
_PORT, _PORTS_TRIED = 8005, 100
_ON_SERVER, _BY_HAND = "nell-tidewater", "fern-halloway"
_CALENDAR = b"""<?xml version="1.0"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:set><D:prop><D:displayname>Nell</D:displayname></D:prop></D:set></C:mkcalendar>"""
_BUSY = ((1, 13, 0, 60, "Dentist"), (2, 9, 30, 90, "School play"), (4, 15, 0, 120, "Course"))
"""Days from today, the hour and minute, so many minutes, and what it is."""


@asynccontextmanager
async def pretend_diary(settings: Settings, slug: str) -> AsyncIterator[str]:
    """Radicale while the block lasts; its address, "" where it is not installed."""
    await _give(settings, slug, _BY_HAND, start_by_hand)
    if find_spec("radicale") is None:
        yield ""
        return
    server = await asyncio.to_thread(_listen, _folder(settings))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        root = f"http://127.0.0.1:{server.server_port}/"
        calendar = f"{root}{USER}/nell/"
        await asyncio.to_thread(_fill, calendar, settings)
        await _connect(settings, slug, calendar)
        yield root
    finally:
        await asyncio.to_thread(server.shutdown)
        server.server_close()


def _folder(settings: Settings) -> Path:
    is_file = "://" not in settings.database
    folder = Path(settings.database).parent if is_file else Path("data")
    return folder / "demo-diary"


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads of each request."""


class _Server(ThreadingMixIn, WSGIServer):
    """Several at once; none keeps the process from ending."""

    daemon_threads = True


def _listen(folder: Path) -> _Server:
    """Radicale at the next free port, with its files and one user there."""
    folder.mkdir(parents=True, exist_ok=True)
    users = folder / "users"
    users.write_text(f"{USER}:{PASSWORD}\n")
    config: Any = importlib.import_module("radicale.config").load()
    config.update(
        {
            "storage": {"filesystem_folder": str(folder / "store")},
            "auth": {
                "type": "htpasswd",
                "htpasswd_filename": str(users),
                "htpasswd_encryption": "plain",
            },
        },
        "demo",
        privileged=True,
    )
    logging.getLogger("radicale").setLevel(logging.CRITICAL)
    app = importlib.import_module("radicale").Application(config)
    for port in range(_PORT, _PORT + _PORTS_TRIED):
        with suppress(OSError):
            return make_server("127.0.0.1", port, app, _Server, _Quiet)
    return make_server("127.0.0.1", 0, app, _Server, _Quiet)


def _fill(calendar: str, settings: Settings) -> None:
    """A calendar with what a practitioner does besides."""
    now = datetime.fromtimestamp(choose_clock(settings.clock)(), ZoneInfo("Australia/Sydney"))
    with httpx.Client(auth=(USER, PASSWORD), timeout=5, trust_env=False) as http:
        http.request("MKCALENDAR", calendar, content=_CALENDAR)  # 409 where it is there already
        for days, hour, minute, minutes, what in _BUSY:
            at = (now + timedelta(days=days)).replace(hour=hour, minute=minute, second=0)
            name = f"{at:%Y%m%d}-{what.partition(' ')[0].lower()}"
            http.put(f"{calendar}{name}.ics", content=_event(name, what, at, minutes))


def _event(name: str, what: str, at: datetime, minutes: int) -> str:
    begin, end = at.astimezone(UTC), (at + timedelta(minutes=minutes)).astimezone(UTC)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nell//EN", "BEGIN:VEVENT"]
    lines += [f"UID:{name}", f"DTSTAMP:{begin:%Y%m%dT%H%M%SZ}", f"SUMMARY:{what}"]
    lines += [f"DTSTART:{begin:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}"]
    return "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])


async def _connect(settings: Settings, slug: str, calendar: str) -> None:
    chosen = DiaryCalendar(address=calendar, name="Nell", can_write=True)
    login = Login(provider="other", address=calendar, user=USER, password=PASSWORD, calendar=chosen)

    async def start(toolbox: Toolbox, actor: Actor, practitioner_id: int) -> None:
        await start_diary(toolbox, actor, practitioner_id, login, "initials")

    await _give(settings, slug, _ON_SERVER, start)


async def _give(
    settings: Settings,
    slug: str,
    practitioner: str,
    start: Callable[[Toolbox, Actor, int], Awaitable[None]],
) -> None:
    """A diary that somebody chose instead stays; ours has another port at times."""
    from slotkeeper.app import make_toolbox  # noqa: PLC0415 - what is wrong before is told at once

    async with opened(settings.database, migrate=False) as database:
        toolbox = make_toolbox(settings, database)
        clinic = await get_clinic(database, slug)
        whose = next((each for each in clinic.practitioners if each.slug == practitioner), None)
        diary = await find_diary(database, clinic.id, whose.id) if whose else None
        if whose and (diary is None or diary.username == USER):
            actor = Actor(clinic_id=clinic.id, staff_id=None, at=toolbox.clock())
            await start(toolbox, actor, whose.id)
        await toolbox.payments.close()
