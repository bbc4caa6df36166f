"""A real diary for a practitioner of the demo clinic, where Radicale is installed; another one
writes bookings into hers by hand.
"""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
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
    port = _free_port()
    process = await asyncio.to_thread(_start, _folder(settings), port)
    try:
        root = f"http://127.0.0.1:{port}/"
        calendar = f"{root}{USER}/nell/"
        if await asyncio.to_thread(_fill, root, calendar, settings):
            await _connect(settings, slug, calendar)
        yield root
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)


def _folder(settings: Settings) -> Path:
    is_file = "://" not in settings.database
    folder = Path(settings.database).parent if is_file else Path("data")
    return folder / "demo-diary"


def _free_port() -> int:
    for port in range(_PORT, _PORT + _PORTS_TRIED):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    return _PORT


def _start(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    folder.mkdir(parents=True, exist_ok=True)
    users = folder / "users"
    users.write_text(f"{USER}:{PASSWORD}\n")
    command = [
        *(sys.executable, "-m", "radicale", "--config", ""),
        *("--server-hosts", f"127.0.0.1:{port}"),
        *("--storage-filesystem-folder", str(folder / "store")),
        *("--auth-type", "htpasswd", "--auth-htpasswd-filename", str(users)),
        *("--auth-htpasswd-encryption", "plain", "--logging-level", "critical"),
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own words


def _fill(root: str, calendar: str, settings: Settings) -> bool:
    """A calendar with what a practitioner does besides; False where nothing answers there."""
    with httpx.Client(auth=(USER, PASSWORD), timeout=5, trust_env=False) as http:
        if not _answers(http, root):
            return False
        http.request("MKCALENDAR", calendar, content=_CALENDAR)  # 409 where it is there already
        now = datetime.fromtimestamp(choose_clock(settings.clock)(), ZoneInfo("Australia/Sydney"))
        for days, hour, minute, minutes, what in _BUSY:
            at = (now + timedelta(days=days)).replace(hour=hour, minute=minute, second=0)
            name = f"{at:%Y%m%d}-{what.partition(' ')[0].lower()}"
            http.put(f"{calendar}{name}.ics", content=_event(name, what, at, minutes))
    return True


def _answers(http: httpx.Client, root: str) -> bool:
    for _ in range(100):
        try:
            return http.get(root).status_code < 500  # noqa: PLR2004 - HTTP's own
        except httpx.TransportError:
            time.sleep(0.1)
    return False


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
