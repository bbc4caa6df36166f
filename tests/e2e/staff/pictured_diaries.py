"""Diaries of every kind, for the pictures of their pages; one of them is tried on a real server."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from slotkeeper.domain.clinic import Clinic
from slotkeeper.encryption_keys import key_from
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.diary.password import seal_password
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import Database, Transaction
from slotkeeper.storage.diary import Diary, insert_diary
from slotkeeper.storage.diary_busy import change_pieces, pieces_of
from tests.gateways.caldav.servers import PASSWORD, USER, DiaryServer, running
from tests.server_process import SECRET

_HOME = "/staff/harbour-physio/diaries"
_HOUR, _DAY = 3600, 86_400
# Days from today, hours after nine, hours long.
_BUSY = [(0, 4, 1), (1, 0.5, 1.5), (2, 5, 2), (3, 1, 2), (5, -3, 20)]


def _found(page: Page) -> None:
    """On a real server, with some entries of the practitioner's own."""
    with _diary() as server:
        page.goto(f"{_HOME}/fern-halloway/with/other")
        page.get_by_label("Address of the diary").fill(server.calendar)
        page.get_by_label("Name", exact=True).fill(USER)
        page.get_by_label("App password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Try it").click()
        page.get_by_role("heading", name="What was found").wait_for()
        _with_our_address(page)


def _failing_diary(page: Page) -> None:
    page.goto(f"{_HOME}/otis-brinewell")
    _with_our_address(page)


def _with_our_address(page: Page) -> None:
    """The same at each remake."""
    page.locator(".diary-entry .muted").evaluate(
        "(place) => { place.textContent = 'https://book.example/staff/harbour-physio/bookings/…'; }"
    )


@contextmanager
def _diary() -> Iterator[DiaryServer]:
    with tempfile.TemporaryDirectory() as folder, running("radicale", Path(folder)) as server:
        nine = int(datetime(2027, 1, 4, 22, tzinfo=UTC).timestamp())
        for number, (days, hours, long) in enumerate(_BUSY):
            begins = nine + days * _DAY + int(hours * _HOUR)
            lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nell//EN", "BEGIN:VEVENT"]
            lines += [f"UID:busy-{number}", "DTSTAMP:20270101T000000Z", "SUMMARY:Busy"]
            lines += [f"DTSTART:{_utc(begins)}", f"DTEND:{_utc(begins + int(long * _HOUR))}"]
            body = "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()
            server.raw("PUT", f"busy-{number}.ics", body, Content_Type="text/calendar")
        yield server


def _utc(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y%m%dT%H%M%SZ}"


DIARY_SCENES: dict[str, Callable[[Page], object]] = {
    "diaries": lambda page: page.goto(_HOME),
    "diary": _failing_diary,
    "diary-none": lambda page: page.goto(f"{_HOME}/fern-halloway"),
    "diary-login": lambda page: page.goto(f"{_HOME}/fern-halloway/with/icloud"),
    "diary-found": _found,
    "diary-closed": lambda page: page.goto(f"{_HOME}/fern-halloway/with/google"),
    "transfers": lambda page: page.goto("/staff/harbour-physio/transfers"),
}


async def add_diaries(database: Database, now: int) -> None:
    """One that cannot be reached, one by hand with bookings that wait, one that is switched off."""
    clinic = await get_clinic(database, "harbour-physio")

    async def add(tx: Transaction) -> None:
        await _failing(tx, clinic, now)
        await _by_hand(tx, clinic, now)

    await database.write(add)


async def _failing(tx: Transaction, clinic: Clinic, now: int) -> None:
    """Its server is nobody's, so that no picture hangs on one."""
    otis, nell = (clinic.practitioner(each).id for each in ("otis-brinewell", "nell-tidewater"))
    for whose, enabled in ((otis, True), (nell, False)):
        sealed = seal_password(Vault([key_from(SECRET)]), clinic.id, whose, PASSWORD)
        diary = Diary(
            practitioner_id=whose,
            clinic_id=clinic.id,
            kind="caldav",
            address="https://127.0.0.1:1/nell/practice/",
            calendar="Practice",
            username="practice@harbour.example",
            password_sealed=sealed,
            enabled=enabled,
            made_at=now - _DAY,
        )
        await insert_diary(tx, diary, None)
    await tx.execute(
        """UPDATE diary SET failing_since = $1, problem = 'silent', looked_at = $2, told_at = $1
           WHERE enabled = 1 AND kind = 'caldav'""",
        *(now - 25 * 60, now - 26 * 60),
    )
    nine = now - now % _DAY + 22 * _HOUR - _DAY
    for number, (days, hours, long) in enumerate(_BUSY):
        begins = nine + days * _DAY + int(hours * _HOUR)
        times = begins, begins + int(long * _HOUR)
        pieces = pieces_of(f"busy-{number}", *times, *times)
        await change_pieces(tx, clinic.id, otis, gone=(), new=pieces)


async def _by_hand(tx: Transaction, clinic: Clinic, now: int) -> None:
    kit = clinic.practitioner("kit-saltmarsh").id
    diary = Diary(practitioner_id=kit, clinic_id=clinic.id, kind="by_hand", made_at=now - _DAY)
    await insert_diary(tx, diary, None)
    bookings = await tx.fetch(
        """SELECT id FROM booking WHERE clinic_id = $1 AND state = 'confirmed' AND starts_at > $2
             AND patient_id IS NOT NULL AND practitioner_id = $3 ORDER BY starts_at LIMIT 3""",
        *(clinic.id, now, kit),
    )
    for number, row in enumerate(bookings):
        await tx.execute(
            """INSERT INTO delivery (clinic_id, booking_id, recipient, message, occasion, made_at,
                 channel, target, state, attempts, task_since, acknowledged_at)
               VALUES ($1, $2, 'practitioner', 'diary_entry', '0', $3, 'diary', $4, 'by_hand', 1,
                 $3, $5)""",
            *(clinic.id, row["id"], now - (40 - number) * 60, kit),
            *(now - 300 if number == len(bookings) - 1 else None,),
        )
