"""For the story of a clinic's own page: links of mails that are followed."""

from typing import NamedTuple

from playwright.sync_api import Page, Request

from tests.e2e.patient import Patient


class Link(NamedTuple):
    """A booking whose link was followed from the mail: what the page then shows and asks for."""

    address: str
    reference: str
    patient: Patient
    asked: list[Request]


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
