"""For the story of a clinic's own page: the patient's mail, and links that are followed."""

import time
from typing import NamedTuple

from playwright.sync_api import Page, Request

from demo.mail import Catcher
from demo.mail.box import Letter
from tests.e2e.patient import DETAILS, Patient

_SECONDS = 60


class Link(NamedTuple):
    """A booking whose link was followed from the mail: what the page then shows and asks for."""

    address: str
    reference: str
    patient: Patient
    asked: list[Request]


def find_letter(catcher: Catcher, words: str) -> Letter:
    """The latest letter to the patient whose subject has those words, when it has come."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        robins = [each for each in catcher.box.letters if each.to.startswith(DETAILS["email"])]
        found = [each for each in robins if words in each.subject]
        if found:
            return found[-1]
        time.sleep(0.05)
    raise AssertionError(f"no letter about {words}")


def link_in(page: Page, catcher: Catcher, told: Letter, name: str) -> str:
    """Where a link of a letter leads, as the inbox shows it."""
    page.goto(f"{catcher.url}/{told.number}")
    link = page.frame_locator("iframe").get_by_role("link", name=name)
    return link.get_attribute("href") or ""


def opens(page: Page, link: str, step: str) -> Patient:
    """Follow a link as from a mail: in a page that was elsewhere before."""
    page.goto("about:blank")
    page.goto(link)
    patient = Patient(page)
    patient.sees(step)
    return patient


def books(page: Page, own_page: str) -> str:
    """In the widget of that page; the reference."""
    page.goto(own_page)
    patient = Patient(page)
    patient.goes_to_times(who="kit-saltmarsh")
    patient.takes()
    patient.fills_in()
    return patient.books()
