"""By keyboard alone, in a browser that keeps pages in its memory, and without a fault that axe
finds.
"""

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.chromium import remembering
from tests.e2e.conftest import Later
from tests.e2e.patient import DETAILS
from tests.e2e.paying.account import paid_book_page
from tests.e2e.paying.scenes import PAYING
from tests.e2e.paying.till import GOOD, Payer, Till, somebody_takes
from tests.e2e.paying.watch import Watch
from tests.e2e.scenes import NOW
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("E8", "P7")]

SEEN = """addEventListener("pageshow", ({ persisted }) => {
  if (persisted) sessionStorage.setItem("kept", "in memory");
});"""
_clinics = count(1)
FOCUSED = """() => {
  let it = document.activeElement;
  while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
  return it?.ariaLabel ?? (it?.labels?.[0] ?? it)?.textContent ?? "";
}"""


@pytest.mark.parametrize("where", ["widget", "page"])
def test_a_page_that_comes_out_of_the_browsers_memory_knows_how_the_payment_stands(
    chromium: Browser,
    book_page: str,
    server: ServerProcess,
    clinic: str,
    till: Till,
    watch: Watch,
    where: str,
) -> None:
    with remembering(chromium) as browser:
        page = browser.new_page()
        page.add_init_script(SEEN)
        watch.over(page.context)
        patient = Payer(page, where)
        patient.comes_to_pay(book_page if where == "widget" else f"{server.url}/c/{clinic}")
        pay_page = patient.leaves_to_pay()
        page.go_back(wait_until="commit")
        patient.has_not_paid_yet()
        assert page.evaluate("sessionStorage.getItem('kept')") == "in memory"
        page.reload()
        patient.has_not_paid_yet()
        pay_page = patient.leaves_to_pay()
        pay_page.pays()
        patient.is_booked()
        assert watch.complaints == []
    till.is_paid_once()


def test_by_keyboard_alone(book_page: str, page: Page, patient: Payer, till: Till) -> None:
    page.goto(book_page)
    patient.sees("type")
    way = {"Custom insoles": "location", "Manly": "practitioner", "Nell Tidewater": "slot"}
    for name, step in {**way, "11:15 am": "details"}.items():
        _tab_to(page, name)
        page.keyboard.press("Enter")
        patient.sees(step)
    for text in DETAILS.values():
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    for name in ("No, this is my first visit", "I accept"):
        _tab_to(page, name)
        page.keyboard.press("Space")
    _tab_to(page, "Go on to payment")
    page.keyboard.press("Enter")
    patient.is_asked_to_pay()
    expect(patient.find(".heading")).to_be_focused()
    _tab_to(page, "Pay A$30.00")
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/pay/**")
    _tab_to(page, "E-mail")
    for text in ("robin@patients.example", GOOD, "1234", "123", "Robin Lightwater"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    patient.is_booked()
    expect(patient.find(".heading")).to_be_focused()
    till.is_paid_once()


@pytest.fixture
def book(server: ServerProcess, stripe: str) -> Iterator[str]:
    """The Book page of the website of a clinic that is paid."""
    with paid_book_page(server, stripe, f"bay-{next(_clinics)}") as address:
        yield address


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A browser that nobody watches: axe and a clock that stands still are no patient's."""
    with chromium.new_context(locale="en-AU", reduced_motion="reduce") as context:
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        yield page


@pytest.mark.parametrize("scene", ["payment", "not-paid-yet", "payment-in-a-frame"])
def test_no_state_of_the_payment_step_has_a_fault(plain: Page, book: str, scene: str) -> None:
    PAYING[scene].play(book, plain)
    has_no_fault(plain)


@pytest.mark.parametrize("where", ["widget", "page"])
def test_the_wait_and_the_confirmation_have_no_fault(plain: Page, book: str, where: str) -> None:
    plain.goto(book)
    if where == "page":
        plain.goto(str(plain.locator("slotkeeper-booking > a").get_attribute("href")))
    patient = Payer(plain, where)
    patient.goes_on_to_pay()
    has_no_fault(plain)
    pay_page = patient.leaves_to_pay()
    pay_page.types()
    till = Till(pay_page.origin(), "*")
    till.fails("down")
    pay_page.presses_pay()
    patient.waits()
    has_no_fault(plain)
    till.heals()
    patient.is_booked()
    has_no_fault(plain)


def test_what_ends_without_a_booking_has_no_fault(
    plain: Page, server: ServerProcess, clinic: str, till: Till, later: Later
) -> None:
    patient = Payer(plain, "page")
    time = patient.comes_to_pay(f"{server.url}/c/{clinic}")
    pay_page = patient.leaves_to_pay()
    pay_page.types()
    till.fails("error", "/v1/checkout/sessions/*/expire")  # else the pay page may end before
    later(9)
    somebody_takes(server, clinic, time)
    pay_page.presses_pay()
    patient.sees("notice")
    has_no_fault(plain)


def _tab_to(page: Page, name: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if name in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"{name!r} is not reached by Tab")
