"""A patient joins the waiting list in the widget and takes the time that is offered by its link."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessible import has_no_fault
from tests.e2e.hosts.site import Site
from tests.e2e.patient import DETAILS, Patient
from tests.server_process import ServerProcess
from tests.waiting import wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.req("C6")]


def joins(patient: Patient, *parts: str) -> str:
    """From the times to the list; the token of the entry's link."""
    patient.button("Join the waiting list").click()
    patient.sees("waitlist")
    for name in parts:
        patient.find(f"[name={name}]").check()
    for name, text in DETAILS.items():
        patient.find(f"#{name}").fill(text)
    has_no_fault(patient.page, "slotkeeper-booking")
    patient.button("Join the waiting list").click()
    patient.sees("waiting")
    return patient.find("input[name=entry]").first.input_value()


def test_who_joins_in_the_widget_books_by_the_link_of_the_offer(
    patient: Patient, page: Page, site: Site, server: ServerProcess, clinic: str
) -> None:
    page.goto(site.url("plain"))
    patient.goes_to_times()
    token = joins(patient, "part_morning")
    expect(patient.find("dd", has_text="Morning")).to_be_visible()
    has_no_fault(page, "slotkeeper-booking")

    link = f"{server.url}/c/{clinic}/w/{token}"
    offered = Patient(page, where="page")

    def has_an_offer() -> bool:
        page.goto(link)
        return offered.find('section[data-step="offer"]').count() > 0

    wait_for(has_an_offer, "the server looks every two seconds")
    offered.sees("offer")
    expect(offered.find(".notice")).to_contain_text("We keep it for you until")
    has_no_fault(page, "main")
    offered.button("Book appointment").click()
    expect(offered.find("#terms-error")).to_be_visible()
    offered.find("#terms").check()
    offered.books()
    page.goto(link)
    expect(offered.find(".heading")).to_have_text("You have your appointment")
    has_no_fault(page, "main")


def test_who_waits_leaves_again_in_the_widget(patient: Patient, page: Page, site: Site) -> None:
    page.goto(site.url("plain"))
    patient.goes_to_times()
    joins(patient, "part_evening", "day_4")
    patient.button("Leave the waiting list").click()
    expect(patient.find(".heading")).to_have_text("You have left the waiting list")


def test_who_left_while_the_form_was_open_leaves_their_tick_to_nobody_else(
    patient: Patient, page: Page, site: Site
) -> None:
    page.goto(site.url("plain"))
    patient.goes_to_times()
    patient.button("Join the waiting list").click()
    patient.sees("waitlist")
    patient.find("[name=part_morning]").check()
    patient.find("#people .option").first.evaluate(SOMEBODY_MORE)
    patient.find("[name=with_somebody]").check()
    wanted = patient.find("#people input").nth(1)
    wanted.check()
    name_of = str(wanted.get_attribute("name"))
    for name, text in DETAILS.items():
        patient.find(f"#{name}").fill(text)
    patient.button("Join the waiting list").click()
    expect(patient.find("#people-error")).to_contain_text("can no longer be booked")
    expect(patient.find("[name=with_somebody]")).to_have_count(0)
    expect(patient.find("#people :checked")).to_have_count(1)
    expect(patient.find(f"[name={name_of}]")).to_be_checked()
    expect(patient.find("[name=part_morning]")).to_be_checked()
    has_no_fault(page, "slotkeeper-booking")
    patient.button("Join the waiting list").click()
    patient.sees("waiting")


SOMEBODY_MORE = """(first) => {
  const label = first.cloneNode(true);
  const box = label.querySelector("input");
  box.name = "with_somebody";
  if (box.id) box.id = "with_somebody-on";
  first.before(label);
}"""
"""As the form was while the clinic had one practitioner more, above the others."""
