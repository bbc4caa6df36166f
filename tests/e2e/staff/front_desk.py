"""A receptionist's screen: the calendar of a clinic with some bookings, in a real browser."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from slotkeeper.domain.staff import Role
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor
from slotkeeper.storage.database import Transaction, Value, open_database
from tests.e2e.conftest import CLOCK
from tests.server_process import ServerProcess, in_thread
from tests.storage.booked import Books

PASSWORD = "a calm long password"
NOW = int(datetime.fromisoformat(CLOCK).timestamp())
NINE = NOW - 5 * 60
"""Tuesday, 9:00 at the clinic."""
MINUTE = 60


@dataclass
class FrontDesk:
    """One clinic's calendar in `page`; `said` is what the browser complained of."""

    page: Page
    server: ServerProcess
    slug: str
    said: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"{self.server.url}/staff/{self.slug}/calendar"

    def open(self, query: str = "") -> None:
        """Go there, and wait until it listens."""
        with self.page.expect_response(lambda answer: answer.url.endswith("/events")):
            self.page.goto(self.address + query)

    def item(self, patient: str) -> Locator:
        return self.page.locator("[data-item]", has_text=patient).first

    def column(self, name: str) -> Locator:
        return self.page.locator("[data-column]", has=self.page.get_by_role("link", name=name))

    @property
    def hold(self) -> Locator:
        return self.page.locator("details.hold")

    def book(self, patient: str, minutes: int, who: int = 0, **columns: Value) -> int:
        """A booking of half an hour so many minutes after nine; its id."""

        async def insert(books: Books) -> int:
            starts = NINE + minutes * MINUTE
            first, _, last = patient.partition(" ")
            values: dict[str, Value] = {
                "practitioner_id": books.practitioners[who],
                "location_id": books.clinic.locations[0].id,
                "starts_at": starts,
                "ends_at": starts + 30 * MINUTE,
                "busy_from": starts,
                "busy_until": starts + 30 * MINUTE,
                "reference": f"R{minutes}{who}{first}"[:12].upper(),
                **columns,
            }
            return await books.booking(await books.patient(first, last), **values)

        return self.write(insert)

    def write(self, job: Callable[[Books], Awaitable[int]]) -> int:
        """Straight into the database, as another server would."""
        return in_thread(_with_books(self.server.database, self.slug, job))

    def run(self, sql: str, *values: Value) -> None:
        """One statement there; calendars are not told."""

        async def execute(books: Books) -> int:
            async def change(tx: Transaction) -> int:
                return await tx.execute(sql, *values)

            return await books.database.write(change)

        self.write(execute)

    def tell(self) -> None:
        """What every change of a practitioner's time does."""
        self.run(
            """UPDATE practitioner SET version = version + 1
               WHERE clinic_id = (SELECT id FROM clinic WHERE slug = $1)""",
            self.slug,
        )

    def server_now(self) -> int:
        """What the calendar was told that the time is."""
        return int(self.page.locator("[data-now]").get_attribute("data-now") or 0)

    def is_live(self) -> None:
        expect(self.page.locator("[data-live]")).to_be_empty()


async def _with_books(url: str, slug: str, job: Callable[[Books], Awaitable[int]]) -> int:
    database = await open_database(url, migrate=False)
    try:
        return await job(Books(database, await get_clinic(database, slug)))
    finally:
        await database.close()


@contextmanager
def front_desk(
    chromium: Browser,
    server: ServerProcess,
    slug: str,
    role: Role = "reception",
    *,
    width: int = 1280,
    zone: str = "Australia/Sydney",
    diary: str = "",
) -> Iterator[FrontDesk]:
    """Somebody of that clinic, signed in; at the end the browser may not have complained."""
    email = f"{role}-{width}@{slug}.example"

    async def employ(books: Books) -> int:
        actor = Actor(clinic_id=books.clinic.id, staff_id=None, at=NOW)
        whose = books.clinic.practitioner(diary).id if diary else None
        await create_member(books.database, actor, email, "Mara Wharf", PASSWORD, role, whose)
        return 0

    in_thread(_with_books(server.database, slug, employ))
    context = chromium.new_context(
        timezone_id=zone,
        locale="en-AU",
        reduced_motion="reduce",
        has_touch=width < 768,
        viewport={"width": width, "height": 800},
    )
    context.set_default_timeout(60_000)
    desk = FrontDesk(context.new_page(), server, slug)
    desk.page.on("console", lambda message: _note(desk, message))
    desk.page.on("pageerror", lambda error: desk.said.append(str(error)))
    desk.page.goto(f"{server.url}/staff/sign-in")
    desk.page.get_by_label("E-mail").fill(email)
    desk.page.locator("[name=password]").fill(PASSWORD)
    desk.page.locator("main button[type=submit]").click()
    desk.page.wait_for_url("**/today*")
    try:
        yield desk
    finally:
        context.close()
    assert desk.said == []


def _note(desk: FrontDesk, message: ConsoleMessage) -> None:
    # That a connection was refused or a move was is told by the browser as an error.
    expected = ("net::ERR_", "status of 409")
    if message.type in {"error", "warning"} and not any(each in message.text for each in expected):
        desk.said.append(message.text)
