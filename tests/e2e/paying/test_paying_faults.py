"""Paying too late, and a payment service that is slow or down: the patient is told how it stands,
and it comes right by itself (P-18, P-19).
"""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.conftest import Later
from tests.e2e.patient import DETAILS
from tests.e2e.paying.till import Payer, Till, somebody_takes
from tests.e2e.paying.watch import Watch
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("P2", "R3")]

MEASURE = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) shifts.push(value);
  }).observe({ type: "layout-shift" });
}"""


def test_paid_late_while_the_time_is_free_it_is_booked(
    book_page: str, patient: Payer, till: Till, later: Later
) -> None:
    patient.comes_to_pay(book_page)
    pay_page = patient.leaves_to_pay()
    pay_page.types()
    later(9)
    pay_page.presses_pay()
    patient.is_booked()
    till.is_paid_once()


def test_paid_late_when_the_time_is_taken_nothing_is_charged_and_another_time_is_found(
    book_page: str,
    clinic: str,
    server: ServerProcess,
    patient: Payer,
    till: Till,
    watch: Watch,
    later: Later,
) -> None:
    watch.refusals.add(409)
    time = patient.comes_to_pay(book_page)
    pay_page = patient.leaves_to_pay()
    pay_page.types()
    till.fails("error", "/v1/checkout/sessions/*/expire")  # else the pay page may end before
    later(9)
    somebody_takes(server, clinic, time)
    pay_page.presses_pay()
    patient.sees("notice")
    expect(patient.find(".heading")).to_be_focused()
    expect(patient.find("section")).to_contain_text("You have not been charged")
    expect(patient.page).to_have_url(book_page)
    has_no_fault(patient.page, "slotkeeper-booking")
    assert till.money()["received"] == 0
    till.heals()
    assert patient.takes() != time
    assert patient.typed() == DETAILS
    patient.find("#terms").check()
    patient.button("Go on to payment").click()
    patient.is_asked_to_pay()
    patient.leaves_to_pay().pays()
    patient.is_booked()
    till.has(captures=1, received=3000, authorised=0)


def test_when_the_time_to_pay_ran_out_unpaid_the_patient_is_told_and_goes_on_with_what_was_typed(
    book_page: str, page: Page, patient: Payer, till: Till, watch: Watch, later: Later
) -> None:
    watch.refusals.add(410)
    page.clock.install()
    patient.comes_to_pay(book_page)
    later(9)
    page.clock.run_for(452_000)
    patient.sees("notice")
    expect(patient.find("section")).to_contain_text("You have not been charged")
    patient.takes()
    assert patient.typed() == DETAILS
    assert till.money() == {}


def test_while_the_payment_service_is_down_the_patient_waits_and_it_comes_right_by_itself(
    book_page: str, page: Page, patient: Payer, till: Till
) -> None:
    patient.comes_to_pay(book_page)
    pay_page = patient.leaves_to_pay()
    pay_page.types()
    till.fails("down")
    pay_page.presses_pay()
    patient.waits()
    expect(patient.find("section")).to_contain_text("We are waiting for your payment")
    expect(patient.find(".heading")).to_be_focused()
    page.evaluate(MEASURE)
    with page.expect_response("**/payments/state"):
        pass
    page.wait_for_timeout(500)
    assert page.evaluate("shifts") == [], "nothing moves meanwhile"
    expect(patient.find(".heading")).to_be_focused()
    till.heals()
    patient.is_booked()
    expect(patient.find(".heading")).to_be_focused()
    expect(page).to_have_url(book_page)
    till.is_paid_once()


def test_a_payment_service_that_takes_fifteen_seconds_leaves_nobody_before_an_empty_page(
    book_page: str, page: Page, patient: Payer, till: Till
) -> None:
    patient.comes_to_pay(book_page)
    pay_page = patient.leaves_to_pay()
    pay_page.types()
    till.fails("slow", "/v1/checkout/sessions/*", seconds=15)
    pay_page.presses_pay()
    patient.waits()
    expect(page).to_have_url(book_page)
    till.heals()
    patient.is_booked()
    till.is_paid_once()


def test_while_the_pay_page_cannot_be_opened_the_patient_is_told_and_tries_again(
    book_page: str, patient: Payer, till: Till, watch: Watch
) -> None:
    watch.refusals.add(503)
    patient.comes_to_pay(book_page)
    till.fails("down")
    patient.button("Pay A$30.00").click()
    expect(patient.find(".notice")).to_contain_text("Nothing was charged")
    till.heals()
    patient.leaves_to_pay().pays()
    patient.is_booked()
    till.is_paid_once()
