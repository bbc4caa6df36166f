"""N-10: a letter that is refused for now goes out by itself; one that is refused for good needs
somebody, who is told what to do without looking for it.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.mail import Fault
from tests.e2e.accessible import has_no_fault
from tests.e2e.mailing import Mailbox, catcher, mailbox, server
from tests.e2e.patient import Patient
from tests.e2e.staff.front_desk import FrontDesk, front_desk
from tests.server_process import ServerProcess

__all__ = ["catcher", "mailbox", "server"]

pytestmark = [pytest.mark.e2e, pytest.mark.req("N2")]
MIA = "mia@nowhere.example"


@pytest.fixture(params=[320, 1280])
def desk(
    chromium: Browser, server: ServerProcess, clinic: str, request: pytest.FixtureRequest
) -> Iterator[FrontDesk]:
    with front_desk(chromium, server, clinic, width=request.param) as opened:
        yield opened


def book(chromium: Browser, desk: FrontDesk, email: str) -> None:
    """Mia Example books on the clinic's page."""
    page = chromium.new_page(timezone_id="Australia/Sydney", locale="en-AU")
    page.goto(f"{desk.server.url}/c/{desk.slug}")
    patient = Patient(page, "page")
    patient.goes_to_times()
    patient.takes()
    patient.fills_in(first_name="Mia", last_name="Example", email=email, phone="02 5550 1234")
    patient.books()
    page.close()


def test_what_is_refused_for_good_needs_somebody_and_is_seen_to(
    desk: FrontDesk, chromium: Browser, mailbox: Mailbox
) -> None:
    page = desk.page
    page.goto(f"{desk.server.url}/staff/{desk.slug}/deliveries")
    expect(page.get_by_role("heading", name="Nothing needs you")).to_be_visible()
    has_no_fault(page)
    mailbox.catcher.box.faults.append(Fault("never", to=MIA))
    book(chromium, desk, MIA)

    # The page was open all the time, and nobody has loaded it anew.
    expect(page.get_by_role("heading", name="1 thing needs you")).to_be_visible()
    said = "The e-mail to Mia Example did not arrive: the address does not exist."
    expect(page.get_by_text(said)).to_be_visible()
    call = page.get_by_role("link", name="Call (02) 5550 1234")
    expect(call).to_have_attribute("href", "tel:+61255501234")
    assert page.title().startswith("(1) Deliveries")
    has_no_fault(page)
    _fits(page)
    assert mailbox.letter(about="did not arrive")

    page.goto(f"{desk.server.url}/staff/{desk.slug}/today")
    page.get_by_role("main").get_by_role("link", name="1 delivery needs you").click()
    page.get_by_role("button", name="I have seen to it").click()
    expect(page.get_by_role("heading", name="Nothing needs you")).to_be_visible()
    page.get_by_role("button", name="Put back Mia Example").click()
    expect(page.get_by_role("heading", name="1 thing needs you")).to_be_visible()

    mailbox.catcher.box.faults.clear()
    page.get_by_role("button", name="Try again now").first.click()
    expect(page.get_by_role("heading", name="Nothing needs you")).to_be_visible()
    page.locator("summary", has_text="Mia Example").first.click()
    _sees(page, "E-mail to the patient", "Sent")
    assert len(mailbox.letters(MIA)) == 1
    alerts = [each.to for each in mailbox.letters(about="did not arrive")]
    assert len(alerts) == len(set(alerts)) > 0


def test_what_is_refused_for_now_goes_out_by_itself_once(
    desk: FrontDesk, chromium: Browser, mailbox: Mailbox
) -> None:
    email = f"mia-{desk.slug}@patients.example"
    mailbox.catcher.box.faults.append(Fault("later", to=email, times=1))
    book(chromium, desk, email)
    page = desk.page
    page.goto(f"{desk.server.url}/staff/{desk.slug}/deliveries")
    page.locator("summary", has_text="Mia Example").first.click()
    _sees(page, "E-mail to the patient", "Sent")
    expect(page.get_by_role("heading", name="Nothing needs you")).to_be_visible()
    assert len(mailbox.letters(email)) == 1
    _fits(page)


def _sees(page: Page, way: str, state: str) -> None:
    row = page.locator(".way", has=page.get_by_text(way, exact=True))
    expect(row.get_by_text(state, exact=True)).to_be_visible()


def _fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
