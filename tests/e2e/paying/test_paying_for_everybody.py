"""By keyboard alone, in a browser that keeps pages in its memory, and without a fault that axe
finds.
"""

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.chromium import remembering
from tests.e2e.patient import DETAILS
from tests.e2e.paying.account import paid_book_page
from tests.e2e.paying.scenes import PAYING
from tests.e2e.paying.till import GOOD, Payer, Till
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


@pytest.fixture(scope="module")
def memory(chromium: Browser) -> Iterator[Browser]:
    """A browser that keeps the pages that were left."""
    with remembering(chromium) as browser:
        yield browser


@pytest.mark.parametrize("where", ["widget", "page"])
def test_a_page_that_comes_out_of_the_browsers_memory_knows_how_the_payment_stands(
    memory: Browser, book: str, watch: Watch, where: str
) -> None:
    with memory.new_context() as context:
        watch.over(context)
        page = context.new_page()
        page.add_init_script(SEEN)
        patient = _comes_to_pay(page, book, where)
        pay_page = patient.leaves_to_pay()
        page.go_back(wait_until="commit")
        patient.has_not_paid_yet()
        assert page.evaluate("sessionStorage.getItem('kept')") == "in memory"
        page.reload()
        patient.has_not_paid_yet()
        patient.leaves_to_pay()
        pay_page.pays()
        patient.is_booked()
        assert watch.complaints == []


def test_by_keyboard_alone(book_page: str, page: Page, patient: Payer, till: Till) -> None:
    page.goto(book_page)
    patient.sees("type")
    way = {"Custom insoles": "location", "Manly": "practitioner", "Nell Tidewater": "slot"}
    for name, step in {**way, "11:15 am": "details"}.items():
        _tab_to(page, name)
        page.keyboard.press("Enter")
        patient.sees(step)
    labels = ("First name", "Last name", "Email", "Phone")
    for label, text in zip(labels, DETAILS.values(), strict=True):
        _tab_to(page, label)
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


@pytest.mark.parametrize("scene", ["not-paid-yet", "payment-in-a-frame"])
def test_no_state_of_the_payment_step_has_a_fault(plain: Page, book: str, scene: str) -> None:
    PAYING[scene].play(book, plain)
    has_no_fault(plain)


@pytest.mark.parametrize("where", ["widget", "page"])
def test_the_wait_and_the_confirmation_have_no_fault(plain: Page, book: str, where: str) -> None:
    patient = _comes_to_pay(plain, book, where)
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


def _comes_to_pay(page: Page, book: str, where: str) -> Payer:
    """In the widget, or on the hosted page to which its link leads."""
    patient = Payer(page, where)
    page.goto(book)
    if where == "page":
        page.goto(str(page.locator("slotkeeper-booking > a").get_attribute("href")))
    patient.goes_on_to_pay()
    return patient


def _tab_to(page: Page, name: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if name in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"{name!r} is not reached by Tab")
