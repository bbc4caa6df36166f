"""The clinic's page stands in a frame of another site: paying leaves the frame, which then shows by
itself what became of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hosts.site import Site, serving
from tests.e2e.patient import FRAME
from tests.e2e.paying.till import Payer, PayPage, Till

pytestmark = [pytest.mark.e2e, pytest.mark.req("P7")]

SANDBOX = "allow-scripts allow-forms allow-same-origin allow-popups"


@pytest.mark.parametrize("sandbox", ["", SANDBOX], ids=["plain", "sandboxed"])
def test_who_pays_in_a_new_tab_sees_the_frame_turn_to_the_confirmation(
    book_page: str, page: Page, till: Till, sandbox: str
) -> None:
    with _framing(book_page, sandbox) as outer:
        page.goto(outer)
        patient = _in_frame(page)
        patient.goes_on_to_pay()
        tab = _opens_a_new_tab(patient)
        PayPage(tab).pays()
        Payer(tab).is_booked()
        patient.is_booked()
        expect(page).to_have_url(outer)
        till.is_paid_once()


@pytest.mark.usefixtures("book_page")
def test_the_hosted_page_in_a_frame_shows_what_became_of_it_when_the_patient_is_back(
    site: Site, page: Page, till: Till
) -> None:
    with _framing(f"{site.values['server']}/c/{site.values['clinic']}", SANDBOX) as outer:
        page.goto(outer)
        patient = _in_frame(page, "page")
        patient.goes_on_to_pay()
        tab = _opens_a_new_tab(patient)
        PayPage(tab).pays()
        Payer(tab, "page").is_booked()
        # Playwright leaves every tab in sight, so it is told what a browser tells.
        page.frames[1].evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        patient.is_booked()
        expect(page).to_have_url(outer)
        till.is_paid_once()


def test_who_goes_on_to_payment_in_the_same_tab_leaves_the_frame_and_comes_to_the_clinics_page(
    book_page: str, page: Page, patient: Payer, till: Till
) -> None:
    with _framing(book_page) as outer:
        page.goto(outer)
        framed = _in_frame(page)
        framed.goes_on_to_pay()
        framed.button("Pay A$30.00").click()
        framed.find("a", has_text="Continue to payment").click()
        PayPage(page).pays()
        patient.is_booked()
        expect(page).to_have_url(book_page)
        till.is_paid_once()


def test_in_a_frame_it_can_be_paid_after_all_or_given_back(
    book_page: str, page: Page, till: Till
) -> None:
    with _framing(book_page) as outer:
        page.goto(outer)
        patient = _in_frame(page)
        patient.goes_on_to_pay()
        _opens_a_new_tab(patient).close()
        expect(patient.find("a", has_text="Continue to payment")).to_be_visible()
        patient.button("Give the time back").click()
        patient.sees("slot")
        assert till.money() == {}


def _opens_a_new_tab(patient: Payer) -> Page:
    patient.button("Pay A$30.00").click()
    expect(patient.find("a", has_text="Continue to payment")).to_be_visible()
    with patient.page.expect_popup() as popup:
        patient.find("a", has_text="Open in a new tab").click()
    return popup.value


def _in_frame(page: Page, where: str = "widget") -> Payer:
    framed = Payer(page)
    framed.host = page.frame_locator("iframe").locator(FRAME[where])
    return framed


@contextmanager
def _framing(address: str, sandbox: str = "") -> Iterator[str]:
    """The page of another site with that page in a frame; yields its address."""
    with serving(Site(framed=address, sandbox=sandbox, server="")) as other:
        yield other.url("framing")
