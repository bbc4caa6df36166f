"""Where the focus is and what a screen reader hears after each thing that happens (check 15)."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Later
from tests.e2e.hosts.site import Site
from tests.e2e.patient import Patient

pytestmark = [pytest.mark.e2e, pytest.mark.req("E8")]


@pytest.fixture
def at_times(page: Page, site: Site, patient: Patient) -> Patient:
    page.clock.install()
    page.goto(site.url("plain"))
    patient.goes_to_times()
    return patient


@pytest.fixture
def holding(at_times: Patient) -> Patient:
    at_times.takes()
    return at_times


def test_check_15_after_each_answer_the_next_question_has_the_focus(
    page: Page, site: Site, patient: Patient
) -> None:
    page.goto(site.url("plain"))
    patient.sees("type")
    assert patient.focused() == "", "the first step must not take the focus from the page"
    patient.choose("type", "initial")
    patient.sees("location")
    expect(patient.find(".heading")).to_be_focused()
    patient.choose("location", "manly")
    patient.sees("practitioner")
    expect(patient.find(".heading")).to_be_focused()


def test_check_15_after_a_change_of_day_the_focus_stays_and_the_day_is_said(
    at_times: Patient,
) -> None:
    at_times.button("Wednesday 6 January").click()
    at_times.hears("Wednesday 6 January: 17 times are free")
    expect(at_times.button("Wednesday 6 January")).to_be_focused()


def test_check_15_after_a_hold_its_time_is_said(holding: Patient) -> None:
    holding.hears("We're keeping Tue 5 Jan, 11:15 am for you")
    expect(holding.find(".heading")).to_be_focused()


def test_check_15_after_refused_fields_the_first_has_the_focus_and_their_number_is_said(
    holding: Patient,
) -> None:
    holding.find("#first_name").fill("Robin")
    holding.button("Book appointment").click()
    holding.hears("There are 4 problems")
    assert holding.focused() == "last_name"


def test_check_15_after_keeping_it_longer_the_focus_is_in_the_field_that_was_left(
    holding: Patient,
) -> None:
    holding.find("#phone").fill("02")
    holding.page.clock.run_for(331_000)
    holding.button("Keep it longer").click()
    holding.hears("We're keeping your time longer.")
    assert holding.focused() == "phone"


def test_check_15_after_the_hold_ran_out_the_focus_stays_and_what_happened_is_said(
    holding: Patient, later: Later
) -> None:
    holding.find("#phone").fill("02")
    later(9)
    holding.page.clock.run_for(451_000)
    holding.hears("Your time had run out. It was still free, so we are keeping it for you again.")
    assert holding.focused() == "phone"
    expect(holding.find("#phone")).to_have_value("02")


def test_check_15_after_the_confirmation_its_heading_has_the_focus(holding: Patient) -> None:
    holding.fills_in()
    holding.books()
    holding.hears("Your appointment is booked.")
    expect(holding.find(".heading")).to_be_focused()
