"""N-4 as people see it: a receptionist connects a diary by name and password; its server is lost
while a patient books, the clinic is told once, and afterwards everything stands there once. And a
collision that another program writes.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.conftest import Later
from tests.e2e.mailing import Mailbox, catcher, mailbox, server
from tests.e2e.patient import Patient
from tests.e2e.staff.owner import owner_of
from tests.gateways.caldav.servers import PASSWORD, USER, DiaryServer, running
from tests.server_process import ServerProcess
from tests.services.diary.practice import times, write
from tests.waiting import wait_for

__all__ = ["catcher", "mailbox", "server"]

pytestmark = [pytest.mark.e2e, pytest.mark.req("N3")]
WHO, DESK = "nell-tidewater", "desk@"


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[DiaryServer]:
    with running("radicale", tmp_path) as started:
        yield started


@pytest.fixture
def robin(chromium: Browser, server: ServerProcess, clinic: str) -> Iterator[Page]:
    with owner_of(server, clinic, chromium) as page:
        yield page


def connect(page: Page, clinic: str, diary: DiaryServer) -> None:
    """As somebody does who knows a name, a password and an address."""
    page.goto(f"/staff/{clinic}/diaries")
    page.get_by_role("link", name="Nell Tidewater").click()
    page.get_by_role("link", name="Somebody else").click()
    page.get_by_label("Address of the diary").fill(diary.root)
    page.get_by_label("Name", exact=True).fill(USER)
    page.get_by_label("App password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name="What was found")).to_be_visible()
    expect(page.get_by_text("A test entry was written and removed again.")).to_be_visible()
    has_no_fault(page)
    page.get_by_role("button", name="Start using it").click()
    expect(page.get_by_text("The diary is in use from now on.")).to_be_visible()


def book(chromium: Browser, server: ServerProcess, clinic: str, first_name: str) -> int:
    """A patient on the clinic's page; when the appointment starts."""
    page = chromium.new_page(timezone_id="Australia/Sydney", locale="en-AU")
    page.goto(f"{server.url}/c/{clinic}")
    patient = Patient(page, "page")
    patient.goes_to_times(who=WHO)
    start = int(patient.takes())
    mail = f"{first_name.lower()}@patients.example"
    patient.fills_in(first_name=first_name, last_name="Example", email=mail)
    assert patient.books()
    page.close()
    return start


def test_a_diary_that_is_lost_loses_nothing_and_the_clinic_hears_of_it_once(
    chromium: Browser,
    server: ServerProcess,
    clinic: str,
    diary: DiaryServer,
    robin: Page,
    mailbox: Mailbox,
    later: Later,
) -> None:
    connect(robin, clinic, diary)
    first = book(chromium, server, clinic, "Ada")
    wait_for(lambda: times(diary) == [first], "the first booking stands in the diary")
    diary.stop()
    second = book(chromium, server, clinic, "Bo")
    later(10)
    assert mailbox.letter(DESK, "diary cannot be used"), "the clinic is told"
    robin.goto(f"/staff/{clinic}/diaries")
    expect(robin.get_by_text("Not reached")).to_be_visible()
    robin.get_by_role("link", name="Nell Tidewater").click()
    expect(robin.get_by_text("Bookings go on and none is lost")).to_be_visible()
    has_no_fault(robin)
    later(20)
    diary.start()
    later(30)
    wait_for(lambda: times(diary) == sorted([first, second]), "each booking stands there once")
    assert mailbox.letter(DESK, "diary can be used again"), "the clinic is told that it is over"
    for subject in ("diary cannot be used", "diary can be used again"):
        assert len(mailbox.letters(DESK, subject)) == 1
    robin.goto(f"/staff/{clinic}/diaries")
    expect(robin.get_by_text("In order")).to_be_visible()


def test_a_collision_is_marked_and_told_and_the_booking_stands(
    chromium: Browser,
    server: ServerProcess,
    clinic: str,
    diary: DiaryServer,
    robin: Page,
    mailbox: Mailbox,
    later: Later,
) -> None:
    connect(robin, clinic, diary)
    start = book(chromium, server, clinic, "Cleo")
    wait_for(lambda: times(diary) == [start], "the booking stands in the diary")
    write(diary, start - 600, start + 600)
    later(10)
    assert mailbox.letter(DESK, "Two things at one time"), "the clinic is told"
    robin.goto(f"/staff/{clinic}/bookings")
    robin.get_by_role("link", name="Cleo Example").first.click()
    expect(robin.get_by_text("Confirmed").first).to_be_visible()
    robin.goto(f"/staff/{clinic}/deliveries")
    expect(robin.get_by_text("Cleo Example").first).to_be_visible()
