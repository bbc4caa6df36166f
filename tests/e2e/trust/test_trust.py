"""Each step of the ladder of trust, end to end: the patient in the clinic's page, the reception in
the portal, the money at the fake Stripe (T2, T4, T5).
"""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.patient import Patient
from tests.e2e.paying.till import PayPage, Till
from tests.e2e.paying.watch import Watch
from tests.e2e.trust.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.req("T2")]

PRICE = 12_800


@pytest.fixture
def ada(page: Page, book_page: str) -> Patient:
    """Robin Lightwater at the first step of the Book page."""
    page.goto(book_page)
    return Patient(page)


def sends_details(ada: Patient, **different: str) -> str:
    """All steps up to the button; gives the time."""
    ada.goes_to_times()
    time = ada.takes()
    ada.fills_in(**different)
    ada.button("Book appointment").click()
    return time


def test_on_normal_the_appointment_is_booked_at_once(ada: Patient, desk: Desk) -> None:
    desk.knows("normal")
    sends_details(ada)
    ada.sees("confirmed")


def test_on_confirm_the_button_behind_the_link_books(
    ada: Patient, desk: Desk, elsewhere: Page
) -> None:
    desk.knows("confirm")
    sends_details(ada)
    ada.sees("pending")
    expect(ada.find("h2")).to_have_text("Check your e-mail")
    has_no_fault(ada.page, "slotkeeper-booking")
    desk.opens_the_booking()
    has_no_fault(desk.page)
    link = desk.page.get_by_label("The patient's link").input_value()
    mail = Patient(elsewhere, "page")
    elsewhere.goto(link)
    elsewhere.reload()
    mail.sees("confirm")
    has_no_fault(elsewhere)
    mail.button("Confirm appointment").click()
    mail.sees("confirmed")
    elsewhere.goto(link)
    expect(mail.find("h2")).to_have_text("This appointment is confirmed already")


def test_on_prepay_the_price_is_paid_first(ada: Patient, desk: Desk, till: Till) -> None:
    desk.knows("prepay")
    sends_details(ada)
    ada.sees("payment")
    ada.button("Pay A$128.00").click()
    PayPage(ada.page).pays()
    ada.sees("confirmed")
    expect(ada.find(".paid")).to_have_text("Paid: A$128.00")
    till.is_paid_once(PRICE)


def test_on_approve_the_clinic_says_yes(ada: Patient, desk: Desk) -> None:
    desk.knows("approve")
    sends_details(ada)
    ada.sees("pending")
    expect(ada.find("h2")).to_have_text("We've asked the clinic")
    has_no_fault(ada.page, "slotkeeper-booking")
    desk.opens_requests()
    has_no_fault(desk.page)
    desk.page.get_by_role("button", name="Approve and book").click()
    expect(desk.page.get_by_text("Nobody waits for an answer")).to_be_visible()
    ada.find("a", "See how it stands").click()
    expect(ada.page.get_by_text("You are booked")).to_be_visible()


def test_on_approve_the_clinic_says_no_and_why(ada: Patient, desk: Desk) -> None:
    desk.knows("approve")
    time = sends_details(ada)
    ada.sees("pending")
    desk.opens_requests()
    desk.page.get_by_text("Decline", exact=True).click()
    desk.page.get_by_label("Reason, if you want").fill("Nell is away that day.")
    desk.page.get_by_role("button", name="Decline the request").click()
    expect(desk.page.get_by_text("The time is free again")).to_be_visible()
    page = Patient(ada.page, "page")
    ada.find("a", "See how it stands").click()
    expect(page.find("h2")).to_have_text("The clinic can't offer this appointment")
    expect(page.find("section")).to_contain_text("Nell is away that day.")
    ada.page.go_back()
    ada.goes_to_times()
    assert ada.takes() == time, "the first time of the day is free again"


@pytest.mark.req("T5")
@pytest.mark.parametrize("step", ["call", "blocked"])
def test_on_call_and_blocked_the_number_is_all_that_is_said(
    ada: Patient, desk: Desk, watch: Watch, step: str
) -> None:
    watch.refusals.add(403)
    desk.knows("call" if step == "call" else "blocked")
    time = sends_details(ada)
    ada.sees("notice")
    expect(ada.find("h2")).to_have_text("Please call us to book")
    expect(ada.find("a[href^='tel:']")).to_be_visible()
    assert "lock" not in ada.find("section").inner_text().lower()
    has_no_fault(ada.page, "slotkeeper-booking")
    ada.page.reload()
    ada.goes_to_times()
    assert ada.takes() == time, "the time is free, and nothing is remembered of the try"


@pytest.mark.req("T4")
def test_a_patient_who_is_blocked_by_the_desk_does_not_get_by_with_a_new_address(
    ada: Patient, desk: Desk, watch: Watch
) -> None:
    watch.refusals.add(403)
    sends_details(ada)
    ada.sees("confirmed")
    desk.opens_the_booking()
    desk.page.get_by_role("link", name="Robin Lightwater").click()
    desk.puts_on("Blocked", "Behaviour")
    has_no_fault(desk.page)
    ada.page.reload()
    sends_details(ada, email="quite.new@patients.example", first_name="Robyn")
    ada.sees("notice")
    expect(ada.find("h2")).to_have_text("Please call us to book")
    desk.page.reload()
    expect(desk.page.get_by_text("Tried to book online once")).to_be_visible()
    desk.page.goto(f"{desk.home}/trust")
    expect(desk.page.get_by_role("heading", name="Blocked")).to_be_visible()
    has_no_fault(desk.page)
