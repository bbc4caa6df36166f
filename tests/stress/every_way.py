"""Everything that hears of a booking, each a real server: mail, telephones, practitioners'
diaries, and the clinic's own system.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import icalendar

from demo import sms
from demo.mail import Catcher, Fault, catching
from slotkeeper.domain.webhook import STANDARD
from slotkeeper.encryption_keys import key_from
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.diary.password import seal_password
from slotkeeper.services.vault import Vault
from slotkeeper.services.webhooks.secret import new_secret, seal_secret
from slotkeeper.storage.database import Row, Transaction, open_database
from slotkeeper.storage.diary import Diary, insert_diary
from slotkeeper.storage.sms_account import SmsAccount, save_sms_account
from slotkeeper.storage.webhook import insert_endpoint
from tests.gateways.caldav.servers import PASSWORD, USER, DiaryServer, make_calendar, running
from tests.gateways.listener import Listener, listening
from tests.server_process import SECRET
from tests.stress.booking_load import DESK, PRACTITIONERS
from tests.stress.patients import CLINIC

RULES = """[notices]
sms = ["booked", "changed", "cancelled"]
reminders = []
quiet_hours = { from = "00:00", to = "00:00" }"""
EACH = """email = "{slug}@harbour.example"
notices = ["new", "changed", "cancelled"]"""


@dataclass(frozen=True)
class EveryWay:
    """`diaries` are calendars of one server, one for each practitioner."""

    catcher: Catcher
    phones: sms.FakeSms
    diaries: list[DiaryServer]
    system: Listener
    address: str

    @property
    def settings(self) -> dict[str, str]:
        """Those of a server that tells by every way."""
        return {
            "SLOTKEEPER_MAIL": self.catcher.mail,
            "SLOTKEEPER_MAIL_FROM": "appointments@book.example",
            "SLOTKEEPER_SMS_API": self.phones.url,
        }

    async def connect(self, url: str) -> None:
        """The clinic in that database tells by every way."""
        database = await open_database(url, migrate=False)
        clinic, vault = await get_clinic(database, CLINIC), Vault([key_from(SECRET)])

        async def job(tx: Transaction) -> None:
            await save_sms_account(tx, self._account(vault, clinic.id))
            secret = seal_secret(vault, clinic.id, new_secret())
            await insert_endpoint(
                tx,
                clinic.id,
                address=self.address,
                events=STANDARD,
                secret=secret,
                made_by=None,
                now=0,
            )
            for who, server in zip(clinic.practitioners, self.diaries, strict=True):
                diary = Diary(
                    practitioner_id=who.id,
                    clinic_id=clinic.id,
                    kind="caldav",
                    address=server.calendar,
                    calendar=who.name,
                    username=USER,
                    password_sealed=seal_password(vault, clinic.id, who.id, PASSWORD),
                )
                assert await insert_diary(tx, diary, None)

        await database.write(job)
        await database.close()

    def _account(self, vault: Vault, clinic_id: int) -> SmsAccount:
        account = self.phones.account
        return SmsAccount(
            clinic_id=clinic_id,
            account=account.sid,
            token_sealed=vault.seal(account.token, clinic_id, "sms token"),
            sender=account.senders[0],
        )

    def go_down(self) -> None:
        """All of it at once: refused, silent, not there, and out of order."""
        self.catcher.box.faults.append(Fault("down"))
        self.phones.world.faults.append(sms.Fault("refuse", status=503))
        self.diaries[0].stop()
        self.system.status = 503

    def come_back(self) -> None:
        """All is well."""
        self.catcher.box.faults.clear()
        self.phones.world.faults.clear()
        self.diaries[0].start()
        self.system.status = 204

    def letters(self, to: str) -> Counter[str]:
        """Of each Message-ID to that address, how often it came."""
        return Counter(
            str(each.message["Message-ID"]) for each in self.catcher.box.letters if each.to == to
        )

    def told_to(self, to: str) -> str:
        """All that was written to that address."""
        letters = self.catcher.box.letters
        return "\n".join(each.body("plain") for each in letters if each.to == to)

    def events(self) -> list[tuple[int, int]]:
        """Whose diary (from 0) and start of each event in it."""
        found = list[tuple[int, int]]()
        for number, server in enumerate(self.diaries):
            whole = icalendar.Calendar.from_ical(server.raw("GET").content)
            starts = [each.decoded("dtstart").timestamp() for each in whole.walk("VEVENT")]
            found += [(number, int(each)) for each in starts]
        return sorted(found)

    def heard(self) -> Counter[tuple[str, str]]:
        """Of each message of the webhook, by id and reference, how often it was taken."""
        return Counter(
            (headers["webhook-id"], json.loads(body)["data"]["reference"])
            for headers, body in list(self.system.taken)
        )

    def check(self, bookings: Sequence[Row], booked: set[str]) -> int:
        """Nothing is lost, and each effect is there once; how often something came twice that says
        by its id that it is the same.
        """
        references = [row["reference"] for row in bookings]
        assert booked <= set(references)
        twice = 0
        for row in bookings:
            letters = self.letters(row["email"])
            assert len(letters) == 1, row["reference"]
            twice += letters.total() - 1
        desk = self.letters(DESK)
        twice += desk.total() - len(desk)
        own = [self.letters(f"{slug}@harbour.example") for slug in PRACTITIONERS]
        assert sum(map(len, own)) == len(bookings)
        twice += sum(each.total() - len(each) for each in own)
        said = self.told_to(DESK)
        assert [each for each in references if f"{each[:3]}-{each[3:]}" not in said] == []
        texts = Counter(each.to for each in self.phones.world.texts())
        assert texts == Counter(row["phone"] for row in bookings)
        order = sorted({row["practitioner_id"] for row in bookings})
        wanted = [(order.index(row["practitioner_id"]), row["starts_at"]) for row in bookings]
        assert self.events() == sorted(wanted)
        heard = self.heard()
        assert Counter(reference for _, reference in heard) == Counter(references)
        return twice + heard.total() - len(heard)


@contextmanager
def every_way(folder: Path, practitioners: int) -> Iterator[EveryWay]:
    """All of it, while the block lasts."""
    with ExitStack() as stack:
        first = stack.enter_context(running("radicale", folder))
        diaries = [first]
        for number in range(1, practitioners):
            calendar = first.calendar.replace("/practice/", f"/practice-{number}/")
            diaries.append(replace(first, calendar=calendar))
            make_calendar(diaries[-1])
        catcher = stack.enter_context(catching())
        phones = stack.enter_context(sms.texting())
        system, address = stack.enter_context(listening())
        yield EveryWay(catcher, phones, diaries, system, address)


async def find_bookings(url: str) -> Sequence[Row]:
    """All that stand, each with its patient's `email` and `phone`."""
    database = await open_database(url, migrate=False)
    try:
        return await database.fetch(
            """SELECT booking.*, patient.email, patient.phone FROM booking
               JOIN patient ON patient.id = booking.patient_id
               WHERE booking.state = 'confirmed' ORDER BY booking.id"""
        )
    finally:
        await database.close()


async def find_left(url: str) -> Counter[tuple[str, str, str]]:
    """Channel, state and problem of all deliveries that did not come to their end."""
    database = await open_database(url, migrate=False)
    try:
        rows = await database.fetch(
            """SELECT channel, state, problem, COUNT(*) AS n FROM delivery
               WHERE state NOT IN ('sent', 'delivered', 'inserted') GROUP BY 1, 2, 3"""
        )
    finally:
        await database.close()
    return Counter({(row["channel"], row["state"], row["problem"]): row["n"] for row in rows})
