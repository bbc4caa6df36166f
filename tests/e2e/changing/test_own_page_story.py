"""A clinic's own page: links in mails lead there, and the widget opens what they are for."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, expect

from slotkeeper.bundle import Bundle
from tests.e2e.accessible import has_no_fault
from tests.e2e.changing.own_page import Link, books, opens
from tests.e2e.conftest import NewClinic
from tests.e2e.hosts.site import STRICT, Site, serving
from tests.e2e.mailing import Mailbox, catcher, mailbox, server
from tests.e2e.patient import DETAILS, Patient
from tests.e2e.recorder import Recorder
from tests.server_process import ServerProcess

__all__ = ["catcher", "mailbox", "server"]
pytestmark = [pytest.mark.e2e, pytest.mark.req("E4", "C1")]

LANGUAGES = 'languages = ["en"]\n'
ROBIN = DETAILS["email"]


@pytest.fixture
def site(recorder: Recorder, bundle: Bundle) -> Iterator[Site]:
    """The clinic's website; it is there before the clinic, whose file names its address."""
    values = {"server": recorder.origin, "clinic": ""}
    values |= {"version": bundle.version, "integrity": bundle.integrity}
    with serving(Site(**values)) as started:
        yield started


@pytest.fixture
def own_page(site: Site) -> str:
    """A page with the widget under a strict policy, as an address of the clinic's website."""
    return site.url("plain", csp=STRICT)


@pytest.fixture
def clinic(new_clinic: NewClinic, site: Site, own_page: str) -> str:
    own = f'allowed_origins = ["{site.origin}"]\nbooking_page = "{own_page}"\n'
    site.values["clinic"] = new_clinic({LANGUAGES: LANGUAGES + own})
    return site.values["clinic"]


@pytest.fixture
def link(page: Page, clinic: str, own_page: str, mailbox: Mailbox) -> Link:
    reference = books(page, own_page)
    told = mailbox.letter(ROBIN, "Your appointment")
    address = mailbox.link(page, told, "See your appointment")
    assert address.startswith(f"{own_page}#slotkeeper={clinic}.")
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    page.on("request", note)
    return Link(address, reference, opens(page, address, "confirmed"), asked)


def test_the_link_of_the_mail_opens_it_in_the_clinics_page_and_a_reload_again(
    link: Link, page: Page, own_page: str
) -> None:
    shown = link.patient.find("[data-reference]")
    assert shown.get_attribute("data-reference") == link.reference
    expect(link.patient.find(".heading")).to_be_focused()
    has_no_fault(page, "slotkeeper-booking")
    expect(page).to_have_url(own_page)
    page.reload()
    link.patient.sees("confirmed")
    assert shown.get_attribute("data-reference") == link.reference


@pytest.mark.req("R6")
def test_the_clinics_website_is_never_sent_the_token(link: Link, page: Page, own_page: str) -> None:
    page.reload()
    link.patient.sees("confirmed")
    token = link.address.rpartition(".")[2]
    sent = [each for each in link.asked if each.url.startswith(own_page.partition("?")[0])]
    assert len(sent) == 2
    assert not any(token in each.url for each in sent)
    assert not any(token in each.headers.get("referer", "") for each in link.asked)


@pytest.mark.req("C3")
def test_it_is_changed_there_and_a_reload_shows_where_one_was(link: Link, page: Page) -> None:
    patient = link.patient
    patient.button("Change the time").click()
    patient.sees("move")
    page.reload()
    patient.sees("confirmed")
    patient.button("Change the time").click()
    patient.sees("move")
    patient.find("button[name=slot]").nth(3).click()
    patient.sees("review")
    page.reload()
    patient.sees("review")
    patient.button("Change appointment").click()
    patient.sees("confirmed")
    page.reload()
    expect(patient.find(".heading")).to_have_text("Your appointment is changed")


@pytest.mark.req("C4")
def test_it_is_cancelled_there_and_something_else_booked(link: Link, page: Page) -> None:
    patient = link.patient
    patient.button("Cancel appointment").click()
    patient.sees("cancel")
    patient.button("Cancel appointment").click()
    patient.sees("cancelled")
    page.reload()
    patient.sees("cancelled")
    patient.button("Book another time").click()
    patient.sees("type")
    page.reload()
    patient.sees("type")


def test_who_looks_at_it_can_book_something_else(link: Link, page: Page) -> None:
    link.patient.button("Book another time").click()
    link.patient.sees("type")
    page.reload()
    link.patient.sees("type")


def test_the_mail_leads_to_the_hosted_page_too(
    page: Page, clinic: str, own_page: str, server: ServerProcess, mailbox: Mailbox
) -> None:
    reference = books(page, own_page)
    told = mailbox.letter(ROBIN, "Your appointment")
    link = mailbox.link(page, told, "see it here instead")
    assert link.startswith(f"{server.url}/c/{clinic}/b/")
    page.goto(link)
    Patient(page, where="page").sees("confirmed")
    assert reference in page.content()


def test_a_fresh_booking_is_not_shown_to_who_comes_next_at_that_tablet(
    page: Page, own_page: str, clinic: str
) -> None:
    assert clinic
    books(page, own_page)
    page.reload()
    Patient(page).sees("type")


def test_another_tab_and_another_page_of_the_site_show_nothing_of_it(
    link: Link, page: Page, own_page: str, site: Site
) -> None:
    other = page.context.new_page()
    other.goto(own_page)
    Patient(other).sees("type")
    page.goto(site.url("reserved"))
    link.patient.sees("type")
    page.goto(own_page)
    link.patient.sees("confirmed")


def test_a_link_that_is_followed_in_the_open_page_is_opened_at_once(
    link: Link, page: Page, own_page: str
) -> None:
    link.patient.button("Book another time").click()
    link.patient.sees("type")
    page.evaluate("link => { location.href = link; }", link.address)
    link.patient.sees("confirmed")
    expect(page).to_have_url(own_page)
    link.patient.find("a", has_text="View your booking").click()
    expect(page).to_have_url(own_page)
    link.patient.sees("confirmed")


def test_a_link_that_opens_nothing_says_so_once(page: Page, own_page: str, clinic: str) -> None:
    patient = opens(page, f"{own_page}#slotkeeper={clinic}.nobodys", "notice")
    page.reload()
    patient.sees("type")


@pytest.mark.req("C6")
def test_an_offer_of_the_waiting_list_is_accepted_there(
    page: Page, own_page: str, clinic: str, mailbox: Mailbox
) -> None:
    page.goto(own_page)
    patient = Patient(page)
    patient.goes_to_times()
    patient.button("Join the waiting list").click()
    patient.sees("waitlist")
    patient.find("[name=part_morning]").check()
    for name, text in DETAILS.items():
        patient.find(f"#{name}").fill(text)
    patient.button("Join the waiting list").click()
    patient.sees("waiting")

    told = mailbox.letter(ROBIN, "A time has opened")
    link = mailbox.link(page, told, "See this time")
    assert re.match(re.escape(f"{own_page}#slotkeeper={clinic}.w."), link)
    patient = opens(page, link, "offer")
    expect(page).to_have_url(own_page)
    has_no_fault(page, "slotkeeper-booking")
    page.reload()
    patient.sees("offer")
    patient.find("#terms").check()
    reference = patient.books()
    page.reload()
    patient.sees("confirmed")
    assert patient.find("[data-reference]").get_attribute("data-reference") == reference
