"""A patient changes and cancels an appointment: in the widget, from its link, without scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.hosts.site import Site
from tests.e2e.patient import Patient
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("C1", "C3", "C4")]


def link_of(patient: Patient) -> str:
    """The address of the booking that is shown."""
    file = patient.find('a[href$="/appointment.ics"]').get_attribute("href") or ""
    return file.removesuffix("/appointment.ics")


def books(patient: Patient) -> None:
    """With somebody who works on Fridays too."""
    patient.goes_to_times(who="kit-saltmarsh")
    patient.takes()
    patient.fills_in()
    patient.books()


@pytest.fixture
def booked(page: Page, site: Site) -> Patient:
    """Robin, who has just booked in the widget."""
    page.goto(site.url("plain"))
    patient = Patient(page)
    books(patient)
    return patient


def test_the_time_is_changed_in_the_widget(booked: Patient, page: Page) -> None:
    reference = booked.find("[data-reference]").get_attribute("data-reference")
    booked.button("Change the time").click()
    booked.sees("move")
    expect(booked.find(".heading")).to_be_focused()
    has_no_fault(page, "slotkeeper-booking")
    booked.find(".day", has_text="Fri").click()
    expect(booked.find(".chosen-day")).to_have_text("Friday 8 January")
    chosen = booked.find("button[name=slot]").first
    time = (chosen.text_content() or "").strip()
    chosen.click()
    booked.sees("review")
    expect(booked.find(".hold")).to_contain_text("We're keeping Fri 8 Jan")
    expect(booked.find("s")).to_contain_text("Tue 5 Jan")
    has_no_fault(page, "slotkeeper-booking")
    booked.button("Change appointment").click()
    booked.sees("confirmed")
    expect(booked.find(".heading")).to_have_text("Your appointment is changed")
    expect(booked.find(".at")).to_contain_text(time)
    expect(booked.find(".date b")).to_have_text("8")
    assert booked.find("[data-reference]").get_attribute("data-reference") == reference
    has_no_fault(page, "slotkeeper-booking")


def test_after_a_reload_the_new_time_is_still_kept(booked: Patient, page: Page) -> None:
    booked.button("Change the time").click()
    booked.sees("move")
    booked.find("button[name=slot]").nth(4).click()
    booked.sees("review")
    page.reload()
    booked.sees("review")
    booked.button("Choose another time").click()
    booked.sees("move")


def test_who_cancels_has_a_minute_to_take_it_back(booked: Patient, page: Page) -> None:
    booked.button("Cancel appointment").click()
    booked.sees("cancel")
    has_no_fault(page, "slotkeeper-booking")
    booked.button("Cancel appointment").click()
    booked.sees("cancelled")
    expect(booked.find("[data-timer]")).to_have_text(re.compile(r"^0:([0-4]\d|5[0-8])$"))
    booked.button("Take that back").click()
    booked.sees("confirmed")
    expect(booked.find(".heading")).to_have_text("Your appointment stands")
    booked.button("Cancel appointment").click()
    booked.sees("cancel")
    booked.button("Cancel appointment").click()
    booked.sees("cancelled")
    has_no_fault(page, "slotkeeper-booking")  # takes its time, and a minute is not long


@pytest.mark.req("E4")
def test_the_clinics_own_page_opens_it_from_the_token_in_its_address(
    booked: Patient, page: Page, site: Site, clinic: str
) -> None:
    token = link_of(booked).rpartition("/")[2]
    reference = booked.find("[data-reference]").get_attribute("data-reference")
    page.goto("about:blank")
    page.goto(f"{site.url('plain')}#slotkeeper={clinic}.{token}")
    patient = Patient(page)
    patient.sees("confirmed")
    assert patient.find("[data-reference]").get_attribute("data-reference") == reference
    assert "#" not in page.url
    patient.button("Cancel appointment").click()
    patient.sees("cancel")


@pytest.fixture
def plain(chromium: Browser, server: ServerProcess, clinic: str) -> Iterator[Patient]:
    """Somebody without scripts on the clinic's hosted page."""
    with chromium.new_context(java_script_enabled=False, locale="en-AU") as context:
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.goto(f"{server.url}/c/{clinic}")
        yield Patient(page, where="page")


@pytest.mark.req("E6")
def test_without_scripts_it_is_changed_and_cancelled_too(plain: Patient) -> None:
    books(plain)
    plain.find("a", has_text="Change the time").click()
    plain.sees("move")
    plain.find(".day", has_text="Fri").click()
    plain.find("button[name=slot]").first.click()
    plain.sees("review")
    plain.page.reload()
    plain.sees("review")
    plain.button("Change appointment").click()
    expect(plain.find(".heading")).to_have_text("Your appointment is changed")
    expect(plain.find(".date b")).to_have_text("8")
    plain.find("a", has_text="Cancel appointment").click()
    plain.sees("cancel")
    plain.button("Cancel appointment").click()
    plain.sees("cancelled")
    plain.button("Take that back").click()
    expect(plain.find(".heading")).to_have_text("Your appointment stands")
