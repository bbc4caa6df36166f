"""What a patient changes is in the mail: both times of a move, nothing of what was taken back."""

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Later
from tests.e2e.hosts.site import Site
from tests.e2e.mail.test_mail_story import DESK, ROBIN, book
from tests.e2e.mailing import Mailbox, catcher, mailbox, server
from tests.e2e.patient import Patient

__all__ = ["catcher", "mailbox", "server"]

pytestmark = [pytest.mark.e2e, pytest.mark.req("C5"), pytest.mark.req("N8")]


def test_who_takes_a_cancellation_back_hears_nothing_and_nobody_else_does(
    page: Page, site: Site, patient: Patient, mailbox: Mailbox, later: Later
) -> None:
    book(page, site, patient)
    assert mailbox.letter(ROBIN)
    assert mailbox.letter(DESK)
    patient.button("Cancel appointment").click()
    patient.sees("cancel")
    patient.button("Cancel appointment").click()
    patient.sees("cancelled")
    patient.button("Take that back").click()
    patient.sees("confirmed")
    later(3)
    patient.button("Cancel appointment").click()
    patient.sees("cancel")
    patient.button("Cancel appointment").click()
    patient.sees("cancelled")
    later(6)
    assert mailbox.letter(ROBIN, "Cancelled: ")
    assert mailbox.letter(DESK, "Cancelled: ")
    told = [each.to for each in mailbox.letters(about="Cancelled: ")]
    assert len(told) == len(set(told)), "of the first one nobody has heard"
