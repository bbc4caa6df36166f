"""A clinic with a mail server beside it, and a worker that is driven round by round."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from msgspec import structs

from slotkeeper.assets import portal_folder, widget_folder
from slotkeeper.domain.booking import Booking
from slotkeeper.gateways.mail import Mail, MailDown, MailPutOff, MailRefused
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.notices.post import Post
from slotkeeper.services.notices.worker import Worker
from slotkeeper.storage.database import Database, Row
from slotkeeper.storage.delivery import Message, Recipient, insert_delivery
from slotkeeper.web.mail.writer import LetterWriter
from slotkeeper.web.texts import Texts
from tests.services.desk import NINE, Desk, open_desk

Weather = MailDown | MailPutOff | MailRefused


@dataclass
class PostBox:
    """Where mail goes in these tests: a `MailGateway` that keeps it, or says why it does not.

    `weather` by address, "" for all.
    """

    sent: list[Mail] = field(default_factory=list)
    weather: dict[str, Weather] = field(default_factory=dict)
    asked: int = 0
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)
    is_silent: bool = False
    domain: str = "book.example"
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, mail: Mail) -> None:
        self.asked += 1
        self.was_asked.set()
        if self.is_silent:
            await asyncio.Event().wait()
        problem = self.weather.get("") or self.weather.get(mail.to)
        if problem:
            raise problem
        self.sent.append(mail)
        self._came.set()

    async def arrived(self, many: int) -> None:
        """Until there are so many letters."""
        while len(self.sent) < many:
            self._came.clear()
            await self._came.wait()

    async def check(self) -> None:
        if "" in self.weather:
            raise self.weather[""]

    async def rest(self) -> None:
        pass

    def to(self, address: str) -> list[Mail]:
        return [each for each in self.sent if each.to == address]


@dataclass
class Office:
    """`desk` to book at, `box` where letters arrive, `worker` that brings them there."""

    desk: Desk
    box: PostBox
    worker: Worker

    @property
    def database(self) -> Database:
        return self.desk.database

    async def run(self) -> list[Mail]:
        """All that is due goes out; what was sent by that."""
        before = len(self.box.sent)
        while await self.worker.send_due():
            pass
        return self.box.sent[before:]

    async def queue(
        self,
        booking: Booking,
        message: Message,
        recipient: Recipient = "patient",
        occasion: str = "",
        words: str = "",
        language: str = "",
    ) -> None:
        await self.database.write(
            lambda tx: insert_delivery(
                tx,
                clinic_id=booking.clinic_id,
                booking_id=booking.id,
                recipient=recipient,
                message=message,
                now=self.desk.clock(),
                occasion=occasion,
                words=words,
                language=language,
            )
        )

    async def deliveries(self) -> Sequence[Row]:
        return await self.desk.rows("SELECT * FROM delivery ORDER BY id")

    async def states(self) -> list[tuple[str, str, str]]:
        """Recipient, state and problem of each message, the oldest first."""
        return [
            (each["recipient"], each["state"], each["problem"]) for each in await self.deliveries()
        ]

    async def book(self, start: int = NINE, **typed: str) -> Booking:
        return await self.desk.book(start, **typed)


async def open_office(database: Database) -> Office:
    """The pretend clinic, whose desk has an address."""
    desk = await open_desk(database, daily_limit=0)
    box = PostBox()
    desk = replace(desk, toolbox=replace(desk.toolbox, mail=box))
    clinic = await get_clinic(database, desk.slug)
    await desk.save(structs.replace(clinic, email="desk@harbour.example"))
    return Office(desk, box, Worker(desk.toolbox, Post(desk.toolbox, box, letters())))


def letters(base_url: str = "https://book.example") -> LetterWriter:
    widget, portal = widget_folder(), portal_folder()
    texts = Texts(widget / "locale"), Texts(portal / "locale")
    return LetterWriter(widget, texts[0], portal, texts[1], base_url)
