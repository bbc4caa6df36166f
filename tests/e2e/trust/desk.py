"""The reception of a clinic in the portal, and patients who stand on a step."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from playwright.sync_api import Page, expect

from slotkeeper.domain.patient import ContactDetails
from slotkeeper.domain.trust import Step
from slotkeeper.services.clinics import get_clinic
from slotkeeper.services.staff.accounts import create_member
from slotkeeper.services.staff.audit import Actor
from slotkeeper.storage.database import Database, open_database
from slotkeeper.storage.patient import insert_patient
from slotkeeper.storage.trust import find_standing, save_standing
from tests.e2e.conftest import CLOCK
from tests.e2e.patient import DETAILS
from tests.server_process import ServerProcess, in_thread

PASSWORD = "a calm long password"
NOW = int(datetime.fromisoformat(CLOCK).timestamp())


class Desk:
    """Looks at the portal's pages of one clinic."""

    def __init__(self, page: Page, server: ServerProcess, clinic: str) -> None:
        self.page = page
        self.home = f"/staff/{clinic}"
        self._server, self._clinic = server, clinic

    def signs_in(self) -> None:
        """At the portal's door."""
        self.page.goto("/staff/sign-in")
        self.page.get_by_label("E-mail address").fill(f"mara@{self._clinic}.example")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url("**/staff/**/today")

    def opens_requests(self) -> None:
        """By the navigation, where a number says that somebody waits."""
        self.page.goto(f"{self.home}/today")
        self.page.get_by_role("link", name="Requests").first.click()
        expect(self.page.get_by_role("heading", name="Requests")).to_be_visible()

    def opens_the_booking(self) -> None:
        """The newest of the list."""
        self.page.goto(f"{self.home}/bookings")
        self.page.get_by_role("link", name=NAME).first.click()
        expect(self.page.get_by_role("heading", name=NAME, level=1)).to_be_visible()

    def knows(self, step: Step) -> None:
        """Who types DETAILS is a patient of the clinic, and stands on that step."""
        set_up(self._server, self._clinic, step)

    def puts_on(self, step: str, reason: str) -> None:
        """The patient whose page is open, by the form there."""
        self.page.get_by_text("Change how they book").click()
        self.page.get_by_role("radio", name=step).check()
        self.page.get_by_label("Reason").select_option(label=reason)
        self.page.get_by_role("button", name="Save how they book").click()
        expect(self.page.get_by_text("It counts from now on")).to_be_visible()


NAME = f"{DETAILS['first_name']} {DETAILS['last_name']}"


def employ(server: ServerProcess, clinic: str) -> None:
    """Mara works at the reception of that clinic."""

    async def make(database: Database) -> None:
        known = await get_clinic(database, clinic)
        actor = Actor(clinic_id=known.id, staff_id=None, at=NOW)
        email = f"mara@{clinic}.example"
        await create_member(database, actor, email, "Mara", PASSWORD, "reception", None)

    _run(server, make)


def set_up(server: ServerProcess, clinic: str, step: Step) -> None:
    """A patient's record with DETAILS, on that step."""

    async def make(database: Database) -> None:
        known = await get_clinic(database, clinic)
        details = ContactDetails(
            first_name=DETAILS["first_name"],
            last_name=DETAILS["last_name"],
            email=DETAILS["email"],
            phone="+61255507712",
            birth_date=None,
            patient_is="existing",
        )
        patient = await database.write(lambda tx: insert_patient(tx, known.id, details, NOW))
        stands = await find_standing(database, known.id, patient)
        assert stands is not None
        wanted = type(stands)(step=step, by="staff", reason="other", since=NOW)
        await database.write(lambda tx: save_standing(tx, known.id, patient, wanted))

    _run(server, make)


def _run(server: ServerProcess, make: Callable[[Database], Awaitable[None]]) -> None:
    async def run() -> None:
        database = await open_database(server.database, migrate=False)
        try:
            await make(database)
        finally:
            await database.close()

    in_thread(run())
