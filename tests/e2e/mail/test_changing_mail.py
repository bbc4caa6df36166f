"""What a patient changes is in the mail: both times of a move, nothing of what was taken back."""

import pytest
from playwright.sync_api import Page

from demo.mail import Catcher
from tests.e2e.conftest import Later
from tests.e2e.hosts.site import Site
from tests.e2e.mail.test_mail_story import DESK, ROBIN, Find, book, catcher, empty, letter, server
from tests.e2e.patient import Patient

__all__ = ["catcher", "empty", "letter", "server"]

pytestmark = [pytest.mark.e2e, pytest.mark.req("C5"), pytest.mark.req("N8")]


def test_who_takes_a_cancellation_back_hears_nothing_and_nobody_else_does(
    page: Page, site: Site, patient: Patient, letter: Find, catcher: Catcher, later: Later
) -> None:
    book(page, site, patient)
    assert letter(ROBIN)
    assert letter(DESK)
    catcher.box.letters.clear()
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
    assert letter(ROBIN).subject.startswith("Cancelled: ")
    assert letter(DESK).subject.startswith("Cancelled: ")
    told = [each.to for each in catcher.box.letters]
    assert len(told) == len(set(told)), "of the first one nobody has heard"
