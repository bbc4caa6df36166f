"""The pretend clinic with Sam Lee's diary on a real CalDAV server, and a worker that is driven
round by round.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import icalendar
from msgspec import structs

from slotkeeper.domain.diary_words import Shows
from slotkeeper.gateways.caldav.gateway import CalDav
from slotkeeper.gateways.diary import DiaryCalendar
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.diary.carrier import DiaryCarrier
from slotkeeper.services.diary.connect import start_diary
from slotkeeper.services.diary.try_it import Login
from slotkeeper.services.diary.watch import look_at
from slotkeeper.services.notices.worker import Worker
from slotkeeper.services.staff.audit import Actor
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.storage.database import Database, Row
from slotkeeper.storage.diary import Diary, find_diary
from tests.gateways.caldav.servers import PASSWORD, USER, DiaryServer
from tests.services.desk import Desk, open_desk
from tests.services.staff.bookings.front_desk import FrontDesk, front_desk

LIST = b"""<?xml version="1.0"?><propfind xmlns="DAV:"><prop><getetag/></prop></propfind>"""


@dataclass
class Practice:
    """`mara` works at reception; `server` keeps the diary of practitioner `sam`."""

    mara: FrontDesk
    server: DiaryServer
    sam: int
    ana: int

    @property
    def desk(self) -> Desk:
        return self.mara.desk

    @property
    def toolbox(self) -> Toolbox:
        return self.desk.toolbox

    @property
    def database(self) -> Database:
        return self.desk.database

    async def connect(
        self, practitioner_id: int, server: DiaryServer | None = None, shows: Shows = "initials"
    ) -> None:
        """From now on bookings are written there."""
        place = (server or self.server).calendar
        login = Login(
            provider="other",
            address=place,
            user=USER,
            password=PASSWORD,
            calendar=DiaryCalendar(address=place, name="Practice", can_write=True),
        )
        actor = Actor(clinic_id=1, staff_id=None, at=self.desk.clock())
        await start_diary(self.toolbox, actor, practitioner_id, login, shows)

    async def run(self) -> None:
        """All that is due is brought to diaries."""
        worker = Worker(self.toolbox, DiaryCarrier(self.toolbox))
        while await worker.send_due():
            pass

    async def look(self, practitioner_id: int | None = None) -> None:
        await look_at(self.toolbox, practitioner_id or self.sam)

    async def diary(self) -> Diary:
        found = await find_diary(self.database, 1, self.sam)
        assert found
        return found

    async def deliveries(self) -> list[tuple[int, str, str]]:
        """Of each to a diary: whose, its state and problem; the oldest first."""
        rows = await self.desk.rows("SELECT * FROM delivery WHERE channel = 'diary' ORDER BY id")
        return [(row["target"], row["state"], row["problem"]) for row in rows]

    async def entries(self) -> Sequence[Row]:
        return await self.desk.rows("SELECT * FROM diary_entry ORDER BY booking_id")

    async def states(self) -> list[str]:
        return [row["state"] for row in await self.entries()]

    async def told(self) -> list[str]:
        """What the clinic is told about diaries, in order."""
        rows = await self.desk.rows(
            """SELECT message FROM delivery
               WHERE recipient = 'clinic' AND message LIKE 'diary%' ORDER BY id"""
        )
        return [row["message"] for row in rows]


async def open_practice(database: Database, server: DiaryServer) -> Practice:
    desk = await open_desk(database, daily_limit=0)
    diaries = CalDav(desk.clock, may_reach_private=True)
    desk = replace(desk, toolbox=replace(desk.toolbox, diaries=diaries))
    clinic = await get_clinic(database, desk.slug)
    await desk.save(structs.replace(clinic, email="desk@harbour.example"))
    sam, ana = (each.id for each in clinic.practitioners)
    practice = Practice(await front_desk(desk), server, sam, ana)
    await practice.connect(sam)
    return practice


def events(server: DiaryServer) -> list[Any]:
    """All that stands in the diary, as another client reads it."""
    found = server.raw("PROPFIND", "", LIST, Depth="1", Content_Type="text/xml").text
    hrefs = sorted(set(re.findall(r"href>([^<]+\.ics)<", found)))
    read = [
        server.raw("GET", urljoin(server.calendar, each).removeprefix(server.calendar))
        for each in hrefs
    ]
    return [
        event
        for each in read
        for event in icalendar.Calendar.from_ical(each.content).walk("VEVENT")
    ]


def times(server: DiaryServer) -> list[int]:
    """When the events start, epoch seconds."""
    return sorted(int(each["dtstart"].dt.timestamp()) for each in events(server))


def name_of(server: DiaryServer, number: int = 0) -> str:
    """The file of one of our events."""
    return f"{events(server)[number]['uid']}.ics"


def write(server: DiaryServer, begins: int, ends: int, name: str = "theirs", *more: str) -> None:
    """Another client enters something, or writes over what is there."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Other//EN", "BEGIN:VEVENT"]
    lines += [f"UID:{name}", "DTSTAMP:20260101T000000Z", f"DTSTART:{_utc(begins)}"]
    lines += [f"DTEND:{_utc(ends)}", *(more or ("SUMMARY:Meeting",))]
    body = "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()
    said = server.raw("PUT", f"{name}.ics", body, Content_Type="text/calendar")
    assert said.status_code in (201, 204), said.text


def _utc(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y%m%dT%H%M%SZ}"
