"""A patient books in the widget, and finds it in the mail, as does the clinic."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import icalendar
import pytest
from playwright.sync_api import Page, expect

from demo.mail import Catcher, Fault, catching
from demo.mail.box import Letter
from tests.e2e.conftest import CLOCK, Later
from tests.e2e.hosts.site import STRICT, Site
from tests.e2e.patient import DETAILS, Patient
from tests.patience import patience
from tests.server_process import ServerProcess, start_server

pytestmark = [pytest.mark.e2e, pytest.mark.req("N7")]

ROBIN, DESK = DETAILS["email"], "desk@"
SECONDS = 60
Find = Callable[[str], Letter]


@pytest.fixture(scope="module")
def catcher() -> Iterator[Catcher]:
    with catching() as catcher:
        yield catcher


@pytest.fixture(scope="module")
def server(catcher: Catcher) -> Iterator[ServerProcess]:
    settings = {"SLOTKEEPER_MAIL": catcher.mail, "SLOTKEEPER_MAIL_FROM": "desk@book.example"}
    with start_server(
        clinic_file=None, clock=CLOCK, abuse_checks=False, settings=settings
    ) as started:
        yield started


@pytest.fixture(autouse=True)
def empty(catcher: Catcher) -> None:
    catcher.box.letters.clear()
    catcher.box.faults.clear()


@pytest.fixture
def letter(catcher: Catcher) -> Find:
    """The latest letter to an address that begins like that, when it has come."""

    def find(to: str) -> Letter:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            found = [each for each in catcher.box.letters if each.to.startswith(to)]
            if found:
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"no letter to {to}")

    return find


def book(page: Page, site: Site, patient: Patient) -> tuple[int, str]:
    """From the first question to the confirmation; start and reference."""
    page.goto(site.url("plain", csp=STRICT))
    patient.goes_to_times()
    start = int(patient.takes())
    patient.fills_in()
    return start, patient.books()


def link(page: Page, catcher: Catcher, told: Letter, name: str) -> str:
    """Where a button of a letter leads, as the inbox shows it."""
    page.goto(f"{catcher.url}/{told.number}")
    button = page.frame_locator("iframe").get_by_role("link", name=name)
    return button.get_attribute("href") or ""


@pytest.mark.req("B13")
def test_the_confirmation_comes_with_the_appointment_for_the_calendar(
    page: Page, site: Site, patient: Patient, letter: Find
) -> None:
    start, reference = book(page, site, patient)
    told = letter(ROBIN)
    assert told.subject.startswith("Your appointment at Harbour Physio: ")
    assert reference in told.body("plain")
    [(name, kind, data)] = told.attachments()
    assert (name, kind) == ("appointment.ics", "text/calendar")
    [event] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    begins = datetime.fromtimestamp(start, UTC)
    assert event.decoded("dtstart") == begins
    assert f"DTSTART:{begins:%Y%m%dT%H%M%SZ}".encode() in data
    assert str(event["SUMMARY"]) == "Harbour Physio"


@pytest.mark.req("N6")
def test_the_links_of_both_letters_lead_where_they_say(
    page: Page, site: Site, patient: Patient, letter: Find, catcher: Catcher
) -> None:
    _, reference = book(page, site, patient)
    page.goto(link(page, catcher, letter(ROBIN), "See your appointment"))
    expect(page.locator("[data-reference]")).to_have_attribute("data-reference", reference)
    to_desk = letter(DESK)
    assert "Robin Lightwater" in to_desk.body("plain")
    page.goto(link(page, catcher, to_desk, "Open the booking"))
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.req("N8")
def test_a_silent_mail_server_does_not_slow_the_patient_down(
    page: Page, site: Site, patient: Patient, letter: Find, catcher: Catcher
) -> None:
    catcher.box.faults.append(Fault("silent"))
    began = time.monotonic()
    _, reference = book(page, site, patient)
    assert time.monotonic() - began < patience(30)
    assert catcher.box.letters == []
    catcher.box.faults.clear()
    assert reference in letter(ROBIN).body("plain")


@pytest.mark.req("N2")
def test_later_then_yes_is_one_letter_and_never_is_told_to_the_clinic(
    page: Page, site: Site, patient: Patient, letter: Find, catcher: Catcher
) -> None:
    catcher.box.faults.append(Fault("later", to=ROBIN, times=1))
    book(page, site, patient)
    assert letter(ROBIN)
    assert [each.to for each in catcher.box.letters].count(ROBIN) == 1
    catcher.box.faults.append(Fault("never", to="nobody@patients.example"))
    page.goto(site.url("plain", csp=STRICT))
    patient.goes_to_times()
    patient.takes(3)
    patient.fills_in(email="nobody@patients.example", first_name="Kim", phone="02 5550 7713")
    patient.books()
    deadline = time.monotonic() + SECONDS
    while "did not" not in letter(DESK).subject and time.monotonic() < deadline:
        time.sleep(0.05)
    assert letter(DESK).subject.startswith("A message did not arrive: ")
    assert "+61255507713" in letter(DESK).body("plain")


@pytest.mark.clinic(
    {
        'cut_off = "2h"': 'cut_off = "2d"',
        'before = "2d", by = "mail"': 'before = "24h", by = "mail"',
    }
)
def test_the_day_before_a_reminder_comes_once_however_often_the_server_starts(
    page: Page, site: Site, patient: Patient, letter: Find, catcher: Catcher, later: Later
) -> None:
    start, reference = book(page, site, patient)
    assert letter(ROBIN).subject.startswith("Your appointment at Harbour Physio: ")
    a_day_before = (start - 86_400 - int(datetime.fromisoformat(CLOCK).timestamp())) // 60
    catcher.box.letters.clear()
    for minute in (1, 5):
        later(a_day_before + minute)
        told = letter(ROBIN)
    assert told.subject.startswith("Reminder: Thu 7 Jan, ")
    assert [each.to for each in catcher.box.letters].count(ROBIN) == 1
    page.goto(link(page, catcher, told, "See your appointment"))
    expect(page.locator("[data-reference]")).to_have_attribute("data-reference", reference)
