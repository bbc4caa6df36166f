"""A patient books in the widget, and finds it in the mail, as does the clinic."""

import time
from datetime import UTC, datetime

import icalendar
import pytest
from playwright.sync_api import Page, expect

from demo.mail import Fault
from tests.e2e.conftest import CLOCK, Later
from tests.e2e.hosts.site import STRICT, Site
from tests.e2e.mailing import Mailbox, catcher, mailbox, server
from tests.e2e.patient import DETAILS, Patient
from tests.patience import patience

__all__ = ["catcher", "mailbox", "server"]

pytestmark = [pytest.mark.e2e, pytest.mark.req("N7")]

ROBIN, DESK = DETAILS["email"], "desk@"


def book(page: Page, site: Site, patient: Patient) -> tuple[int, str]:
    """From the first question to the confirmation; start and reference."""
    page.goto(site.url("plain", csp=STRICT))
    patient.goes_to_times()
    start = int(patient.takes())
    patient.fills_in()
    return start, patient.books()


@pytest.mark.req("B13")
def test_the_confirmation_comes_with_the_appointment_for_the_calendar(
    page: Page, site: Site, patient: Patient, mailbox: Mailbox
) -> None:
    start, reference = book(page, site, patient)
    told = mailbox.letter(ROBIN)
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
    page: Page, site: Site, patient: Patient, mailbox: Mailbox
) -> None:
    _, reference = book(page, site, patient)
    page.goto(mailbox.link(page, mailbox.letter(ROBIN), "See your appointment"))
    expect(page.locator("[data-reference]")).to_have_attribute("data-reference", reference)
    to_desk = mailbox.letter(DESK)
    assert "Robin Lightwater" in to_desk.body("plain")
    page.goto(mailbox.link(page, to_desk, "Open the booking"))
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.req("N8")
def test_a_silent_mail_server_does_not_slow_the_patient_down(
    page: Page, site: Site, patient: Patient, mailbox: Mailbox
) -> None:
    mailbox.catcher.box.faults.append(Fault("silent"))
    began = time.monotonic()
    _, reference = book(page, site, patient)
    assert time.monotonic() - began < patience(30)
    assert mailbox.letters() == []
    mailbox.catcher.box.faults.clear()
    assert reference in mailbox.letter(ROBIN).body("plain")


@pytest.mark.req("N2")
def test_later_then_yes_is_one_letter_and_never_is_told_to_the_clinic(
    page: Page, site: Site, patient: Patient, mailbox: Mailbox
) -> None:
    mailbox.catcher.box.faults.append(Fault("later", to=ROBIN, times=1))
    book(page, site, patient)
    assert mailbox.letter(ROBIN)
    assert len(mailbox.letters(ROBIN)) == 1
    mailbox.catcher.box.faults.append(Fault("never", to="nobody@patients.example"))
    page.goto(site.url("plain", csp=STRICT))
    patient.goes_to_times()
    patient.takes(3)
    patient.fills_in(email="nobody@patients.example", first_name="Kim", phone="02 5550 7713")
    patient.books()
    to_desk = mailbox.letter(DESK, "A message did not arrive: ")
    assert "+61255507713" in to_desk.body("plain")


@pytest.mark.clinic(
    {
        'cut_off = "2h"': 'cut_off = "2d"',
        'before = "2d", by = "mail"': 'before = "24h", by = "mail"',
    }
)
def test_the_day_before_a_reminder_comes_once_however_often_the_server_starts(
    page: Page, site: Site, patient: Patient, mailbox: Mailbox, later: Later
) -> None:
    start, reference = book(page, site, patient)
    assert mailbox.letter(ROBIN).subject.startswith("Your appointment at Harbour Physio: ")
    a_day_before = (start - 86_400 - int(datetime.fromisoformat(CLOCK).timestamp())) // 60
    mailbox.forget()
    for minute in (1, 5):
        later(a_day_before + minute)
        told = mailbox.letter(ROBIN)
    assert told.subject.startswith("Reminder: Thu 7 Jan, ")
    assert len(mailbox.letters(ROBIN)) == 1
    page.goto(mailbox.link(page, told, "See your appointment"))
    expect(page.locator("[data-reference]")).to_have_attribute("data-reference", reference)
