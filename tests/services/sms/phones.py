"""A clinic that sends texts through a pretend service, and a worker that is driven by hand."""

from dataclasses import dataclass, replace

from msgspec import structs

from demo.sms import FakeSms, Message
from demo.sms.calls import sign
from slotkeeper.assets import portal_folder, widget_folder
from slotkeeper.domain.booking import Booking
from slotkeeper.domain.notice_rules import SMS_OCCASIONS, NoticeRules
from slotkeeper.gateways.twilio.gateway import TwilioGateway
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.notices.worker import Worker
from slotkeeper.services.sms.account import TypedAccount, set_sms
from slotkeeper.services.sms.answer import take_answer
from slotkeeper.services.sms.carrier import SmsCarrier
from slotkeeper.services.sms.news import take_news
from slotkeeper.services.staff.audit import Actor
from slotkeeper.storage.database import Database
from slotkeeper.storage.delivery import Message as Named
from slotkeeper.storage.delivery import Recipient, insert_delivery
from slotkeeper.web.sms.text_writer import TextWriter
from slotkeeper.web.texts import Texts
from tests.services.desk import NINE, Desk, open_desk

ADA = "+61412345678"
BASE = "https://book.example"


@dataclass
class Phones:
    """`desk` to book at, `fake` where texts go, `worker` that brings them there."""

    desk: Desk
    fake: FakeSms
    worker: Worker
    sms: TwilioGateway

    @property
    def database(self) -> Database:
        return self.desk.database

    @property
    def sent(self) -> list[Message]:
        return self.fake.world.texts()

    async def run(self) -> list[Message]:
        """All that is due goes out; what was sent by that."""
        before = len(self.sent)
        while await self.worker.send_due():
            pass
        return self.sent[before:]

    async def book(self, start: int = NINE, **typed: str) -> Booking:
        return await self.desk.book(start, **{"phone": ADA, **typed})

    async def queue(
        self,
        booking: Booking,
        message: Named,
        recipient: Recipient = "patient",
        occasion: str = "",
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
                channel="sms",
            )
        )

    async def states(self) -> list[tuple[str, str, str]]:
        """Message, state and problem of each text, the oldest first."""
        rows = await self.desk.rows("SELECT * FROM delivery WHERE channel = 'sms' ORDER BY id")
        return [(each["message"], each["state"], each["problem"]) for each in rows]

    async def state(self) -> tuple[str, str]:
        """That of the only text, and its problem."""
        [(_, state, problem)] = await self.states()
        return state, problem

    async def tasks(self) -> int:
        sql = "SELECT id FROM delivery WHERE channel = 'sms' AND task_since IS NOT NULL"
        return len(await self.desk.rows(sql))

    async def number(self) -> int:
        """Of the newest text's delivery."""
        [row] = await self.desk.rows("SELECT MAX(id) AS id FROM delivery WHERE channel = 'sms'")
        return int(row["id"])

    async def tell(self, status: str, sid: str = "", *, number: int = 0, code: str = "") -> None:
        """A call-back about the newest text, as the service signs it."""
        fields = {"MessageSid": sid or self.sent[-1].sid, "MessageStatus": status}
        fields |= {"ErrorCode": code} if code else {}
        number = number or await self.number()
        url = f"{BASE}/hooks/sms/{self.desk.slug}/news/{number}"
        signed = sign(self.fake.account.token, url, fields)
        many = {name: [value] for name, value in fields.items()}
        await take_news(self.desk.toolbox, self.desk.slug, number, url, many, signed)

    async def answer(self, body: str, number: str = ADA, **more: str) -> None:
        """Somebody answers, as the service tells it."""
        fields = {"From": number, "Body": body, **more}
        url = f"{BASE}/hooks/sms/{self.desk.slug}/answers"
        signed = sign(self.fake.account.token, url, fields)
        many = {name: [value] for name, value in fields.items()}
        await take_answer(self.desk.toolbox, self.desk.slug, url, many, signed)

    async def set_rules(self, **rules: object) -> None:
        clinic = await get_clinic(self.database, self.desk.slug)
        changed: NoticeRules = structs.replace(clinic.notices, **rules)
        await self.desk.save(structs.replace(clinic, notices=changed))


async def open_phones(database: Database, fake: FakeSms, slug: str = "harbour-physio") -> Phones:
    """The pretend clinic, which texts on every occasion, at eight in the morning on a Monday."""
    desk = await open_desk(database, slug, daily_limit=0)
    sms = TwilioGateway(fake.url)
    desk = replace(desk, toolbox=replace(desk.toolbox, sms=sms))
    fake.world.offset = desk.clock() - fake.world.now()
    fake.world.holds_news = True
    worker = Worker(desk.toolbox, SmsCarrier(desk.toolbox, sms, writer()))
    phones = Phones(desk, fake, worker, sms)
    await phones.set_rules(sms=SMS_OCCASIONS)
    await set_sms(desk.toolbox, await actor(phones), typed(fake))
    return phones


async def actor(phones: Phones) -> Actor:
    clinic = await get_clinic(phones.database, phones.desk.slug)
    return Actor(clinic_id=clinic.id, staff_id=None, at=phones.desk.clock())


def typed(fake: FakeSms, **changes: str) -> TypedAccount:
    known = {"account": fake.account.sid, "token": fake.account.token, "sender": "+61 2 5550 0000"}
    return TypedAccount(**{**known, **changes}, enabled=True)


def writer() -> TextWriter:
    return TextWriter(Texts(widget_folder() / "locale"), Texts(portal_folder() / "locale"))
