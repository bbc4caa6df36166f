"""A patient changes an appointment that was paid, at a clinic that asks another price by now: in
the widget, with the money looked at where it is paid (C4, P5).
"""

import re

import icalendar
import pytest
from playwright.sync_api import Page, expect

from demo.mail.box import Letter
from tests.e2e.accessible import has_no_fault
from tests.e2e.changing.paid.mover import KEPT, Mover, asks
from tests.e2e.conftest import Later
from tests.e2e.mailing import Mailbox, mailbox
from tests.e2e.patient import DETAILS
from tests.e2e.paying.till import DECLINED, Till
from tests.e2e.paying.watch import Watch
from tests.server_process import ServerProcess
from tests.waiting import wait_for

__all__ = ["mailbox"]

pytestmark = [pytest.mark.e2e, pytest.mark.req("C4"), pytest.mark.req("P5")]

MORE, LESS = (4500, 27500), (2000, 25000)
"""Deposit and price: fifteen dollars more beforehand, or ten less."""


def sequence(letter: Letter) -> int:
    """Of the appointment that goes along."""
    [(_, _, data)] = letter.attachments()
    [event] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return int(str(event["SEQUENCE"]))


def test_the_difference_is_paid_and_the_time_is_changed(
    book_page: str,
    page: Page,
    patient: Mover,
    till: Till,
    server: ServerProcess,
    clinic: str,
    mailbox: Mailbox,
) -> None:
    old = patient.has_booked(book_page)
    reference = patient.find(".reference").inner_text()
    booked = mailbox.letter(DETAILS["email"])
    asks(server, clinic, *MORE)
    patient.chooses_another()
    expect(patient.find(".notice")).to_contain_text("The new time costs A$15.00 more.")
    has_no_fault(page, "slotkeeper-booking")
    patient.goes_on_to_the_difference()
    expect(patient.find(".heading")).to_have_text("Pay A$15.00 to change your appointment")
    expect(patient.find(".heading")).to_be_focused()
    section = patient.find("section")
    expect(section).to_contain_text("Your appointment on Tue 5 Jan, 11:15 am stays as it is")
    expect(section).not_to_contain_text("book")
    has_no_fault(page, "slotkeeper-booking")
    patient.leaves_to_pay_more().pays()
    patient.is_moved("A$45.00")
    expect(page, "the token is gone from the address").to_have_url(book_page)
    assert "booked" not in {name for name, _ in page.evaluate("told")}, "it is no new booking"
    assert patient.time() != old
    assert patient.find(".reference").inner_text() == reference
    has_no_fault(page, "slotkeeper-booking")
    till.has(charges=2, captures=2, refunds=0, received=4500, authorised=0)
    changed = wait_for(lambda: mailbox.letters(DETAILS["email"])[1:], "the letter about the change")
    [moved] = changed
    assert moved.subject != booked.subject
    assert sequence(moved) > sequence(booked)


@pytest.mark.req("P3")
def test_after_a_card_that_is_refused_another_one_pays_the_difference(
    book_page: str, patient: Mover, till: Till, server: ServerProcess, clinic: str
) -> None:
    patient.has_booked(book_page)
    asks(server, clinic, *MORE)
    patient.chooses_another()
    patient.goes_on_to_the_difference()
    pay_page = patient.leaves_to_pay_more()
    pay_page.pays(DECLINED)
    pay_page.says("Your card was declined")
    pay_page.pays()
    patient.is_moved("A$45.00")
    till.has(charges=2, captures=2, received=4500, authorised=0)


def test_who_does_not_pay_after_all_keeps_the_time_and_is_not_charged(
    book_page: str, page: Page, patient: Mover, till: Till, server: ServerProcess, clinic: str
) -> None:
    old = patient.has_booked(book_page)
    asks(server, clinic, *MORE)
    patient.chooses_another()
    patient.goes_on_to_the_difference()
    patient.leaves_to_pay_more().goes_back()
    patient.has_not_paid_yet()
    patient.button("Keep the time I have").click()
    patient.sees("confirmed")
    expect(patient.find(".heading")).to_have_text("Your appointment stays as it was")
    assert patient.time() == old
    assert "booked" not in {name for name, _ in page.evaluate("told")}
    has_no_fault(page, "slotkeeper-booking")
    till.has(charges=1, received=3000, authorised=0, refunds=0)


@pytest.mark.req("R3")
def test_while_it_is_waited_for_and_when_the_bank_lets_it_go_the_appointment_stays(
    book_page: str,
    page: Page,
    patient: Mover,
    till: Till,
    server: ServerProcess,
    clinic: str,
    watch: Watch,
) -> None:
    watch.refusals.add(409)
    patient.has_booked(book_page)
    asks(server, clinic, *MORE)
    patient.chooses_another()
    patient.goes_on_to_the_difference()
    pay_page = patient.leaves_to_pay_more()
    pay_page.types()
    till.fails("error", "/v1/payment_intents/*")
    pay_page.presses_pay()
    patient.waits()
    stays = "Your appointment on Tue 5 Jan, 11:15 am stays"
    expect(patient.find(".lead")).to_contain_text(f"{stays} yours until it has come through.")
    has_no_fault(page, "slotkeeper-booking")
    till.loses_authorisation()
    till.heals()
    patient.sees("notice")
    expect(patient.find(".lead")).to_contain_text(f"You have not been charged. {stays}")
    has_no_fault(page, "slotkeeper-booking")
    till.has(captures=1, received=3000, authorised=0)


@pytest.mark.req("P2")
def test_who_lets_the_time_to_pay_run_out_is_told_that_the_appointment_stays(
    book_page: str,
    page: Page,
    patient: Mover,
    till: Till,
    server: ServerProcess,
    clinic: str,
    watch: Watch,
    later: Later,
) -> None:
    watch.refusals.add(410)
    old = patient.has_booked(book_page)
    asks(server, clinic, *MORE)
    patient.chooses_another()
    patient.goes_on_to_the_difference()
    later(9)
    page.reload()
    patient.sees("notice")
    expect(patient.find(".lead")).to_have_text(
        re.compile("You have not been charged. Your appointment on Tue 5 Jan, 11:15 am stays")
    )
    has_no_fault(page, "slotkeeper-booking")
    patient.host.get_by_text("Keep the time I have").click()
    patient.sees("confirmed")
    assert patient.time() == old
    till.has(charges=1, received=3000, authorised=0)


def test_a_price_that_fell_is_given_back_once(
    book_page: str, page: Page, patient: Mover, till: Till, server: ServerProcess, clinic: str
) -> None:
    patient.has_booked(book_page)
    asks(server, clinic, *LESS)
    patient.chooses_another()
    expect(patient.find(".notice")).to_contain_text("The new time costs A$10.00 less.")
    has_no_fault(page, "slotkeeper-booking")
    patient.button("Change appointment").click()
    patient.is_moved("A$20.00")
    till.has(charges=1, received=3000, refunds=1, refunded=1000)


def test_who_cancels_afterwards_gets_both_payments_back_as_the_policy_says(
    book_page: str,
    patient: Mover,
    till: Till,
    server: ServerProcess,
    clinic: str,
    later: Later,
) -> None:
    patient.has_booked(book_page)
    asks(server, clinic, *MORE, KEPT)
    patient.chooses_another()
    expect(patient.find(".notice")).to_contain_text("A$10.00 of what you have paid stays")
    patient.goes_on_to_the_difference()
    patient.leaves_to_pay_more().pays()
    patient.is_moved("A$45.00")
    patient.host.get_by_text("Cancel appointment").click()
    patient.sees("cancel")
    expect(patient.find(".sums")).to_contain_text("A$35.00")
    patient.button("Cancel appointment").click()
    patient.sees("cancelled")
    later(3)
    till.has(charges=2, received=4500, refunds=2, refunded=3500)
